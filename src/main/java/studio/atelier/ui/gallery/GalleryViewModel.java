package studio.atelier.ui.gallery;

import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import studio.atelier.gallery.Gallery;
import studio.atelier.gallery.GalleryKey;
import studio.atelier.gallery.GalleryQuery;
import studio.atelier.gallery.Library;
import studio.atelier.model.Job;
import studio.atelier.model.JobId;
import studio.atelier.model.LoraModel;
import studio.atelier.model.Problem;
import studio.atelier.model.ReferenceImage;
import studio.atelier.queue.Queue;
import studio.atelier.queue.QueueEvent;
import studio.atelier.ui.kit.Background;
import studio.atelier.ui.kit.Toast;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/// The Gallery tab: which cells are shown, and how news get among them without moving anything. Its parts hold
/// the filters, the rows, the running jobs, what can be done with pictures, and the lightbox. JavaFX thread only,
/// except for what it hands to `Background`.
public final class GalleryViewModel implements AutoCloseable {
    /// What stands in the middle of the tab.
    public sealed interface State {
        record Loading() implements State {}

        /// No picture was ever made.
        record NothingYet() implements State {}

        /// There are some, but the filters hide all.
        record NothingMatches() implements State {}

        record Showing() implements State {}

        record Failed(Problem problem) implements State {}
    }

    private final Gallery gallery;
    private final Library library;
    private final Queue queue;
    private final Background background;
    private final Executor ui;
    private final Consumer<Toast> toasts;

    private final GalleryFilters filters = new GalleryFilters(this::replace);
    private final GalleryRows rows;
    private final LiveJobs live;
    private final GalleryActions actions;
    private final DownloadViewModel downloads;
    private final LightboxViewModel lightbox;

    private final ReadOnlyObjectWrapper<GallerySnapshot> snapshot =
            new ReadOnlyObjectWrapper<>(this, "snapshot", GallerySnapshot.EMPTY);
    private final ReadOnlyIntegerWrapper news = new ReadOnlyIntegerWrapper(this, "news", 0);
    private final ReadOnlyObjectWrapper<State> state =
            new ReadOnlyObjectWrapper<>(this, "state", new State.Loading());
    private final ObservableList<LoraModel> models = FXCollections.observableArrayList();
    private final ObservableList<String> categories = FXCollections.observableArrayList();

    private final Set<GalleryKey> trashed = new HashSet<>();
    private final Set<GalleryKey> restored = new HashSet<>();
    private final Set<JobId> heardOf = new HashSet<>();
    private boolean reading;
    private boolean outdated;
    private Optional<Queue.Subscription> subscription = Optional.empty();

    public GalleryViewModel(
            Gallery gallery,
            Library library,
            Queue queue,
            Background background,
            Executor ui,
            Consumer<Toast> toasts) {
        this.gallery = gallery;
        this.library = library;
        this.queue = queue;
        this.background = background;
        this.ui = ui;
        this.toasts = toasts;
        rows = new GalleryRows(gallery, background);
        live = new LiveJobs(ui);
        actions = new GalleryActions(gallery, queue, background, toasts, new Trash());
        downloads = new DownloadViewModel(gallery, background, ui, toasts);
        lightbox = new LightboxViewModel(gallery, background, snapshot.getReadOnlyProperty());
        rows.onGone(this::merge);
        rows.onFailure(problem -> toasts.accept(Toast.error(problem)));
    }

    Background background() {
        return background;
    }

    public GalleryFilters filters() {
        return filters;
    }

    public GalleryRows rows() {
        return rows;
    }

    public LiveJobs live() {
        return live;
    }

    public GalleryActions actions() {
        return actions;
    }

    public DownloadViewModel downloads() {
        return downloads;
    }

    public LightboxViewModel lightbox() {
        return lightbox;
    }

    public ReadOnlyObjectProperty<GallerySnapshot> snapshot() {
        return snapshot.getReadOnlyProperty();
    }

    /// How many new cells wait to be shown.
    public ReadOnlyIntegerProperty news() {
        return news.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<State> state() {
        return state.getReadOnlyProperty();
    }

    /// The models to filter by, by name.
    public ObservableList<LoraModel> models() {
        return models;
    }

    /// The categories to filter by.
    public ObservableList<String> categories() {
        return categories;
    }

    /// Reads everything and listens to the queue from now on.
    public void open() {
        if (subscription.isEmpty()) {
            subscription = Optional.of(queue.subscribe(this::hear));
        }
        loadChoices();
        replace();
    }

    /// The tab came into view.
    ///
    /// @param undisturbed true when the person is in the middle of nothing here: at the top, nothing selected
    public void arrive(boolean undisturbed) {
        loadChoices();
        if (undisturbed && news.get() > 0) {
            replace();
        }
    }

    /// Shows what waits. Also reads again when nothing does.
    public void showNews() {
        replace();
    }

    /// Another process changed jobs or pictures: reads again and keeps every place.
    public void othersChanged() {
        rows.everythingChanged();
        merge();
    }

    @Override
    public void close() {
        subscription.ifPresent(Queue.Subscription::close);
        subscription = Optional.empty();
    }

    private record Choices(List<LoraModel> models, List<String> categories) {}

    private void loadChoices() {
        background.latest(
                filters,
                () ->
                        new Choices(
                                library.everyModel(),
                                library.references().stream()
                                        .map(ReferenceImage::category)
                                        .filter(category -> !category.isBlank())
                                        .distinct()
                                        .sorted()
                                        .toList()),
                choices -> {
                    if (!models.equals(choices.models())) {
                        models.setAll(choices.models());
                    }
                    if (!categories.equals(choices.categories())) {
                        categories.setAll(choices.categories());
                    }
                },
                problem -> toasts.accept(Toast.error(problem)));
    }

    // --- reading

    private void replace() {
        read(false);
    }

    /// Reads again and keeps every place. While a reading is under way one more is enough, after it.
    private void merge() {
        if (reading) {
            outdated = true;
        } else {
            read(true);
        }
    }

    private void read(boolean keepPlaces) {
        GalleryQuery query = filters.query();
        GallerySnapshot before = snapshot.get();
        Set<GalleryKey> accepted = Set.copyOf(restored);
        Set<GalleryKey> hidden = Set.copyOf(trashed);
        reading = true;
        outdated = false;
        background.latest(
                this,
                () -> {
                    List<GalleryKey> fresh = gallery.keys(query);
                    return keepPlaces
                            ? SnapshotMerge.keepingPlaces(before, fresh, accepted, hidden)
                            : SnapshotMerge.everything(before, fresh, hidden);
                },
                merged -> take(merged, before, keepPlaces),
                this::fail);
    }

    /// A reading that was overtaken by a deletion is made again, against what is shown now.
    private void take(SnapshotMerge merged, GallerySnapshot before, boolean keepPlaces) {
        reading = false;
        if (snapshot.get() != before) {
            read(keepPlaces);
            return;
        }
        restored.removeIf(merged.shown()::contains);
        news.set(merged.news());
        show(merged.shown());
        if (outdated) {
            merge();
        }
    }

    private void fail(Problem problem) {
        reading = false;
        if (snapshot.get().isEmpty()) {
            state.set(new State.Failed(problem));
        } else {
            toasts.accept(Toast.error(problem));
        }
    }

    private void show(GallerySnapshot shown) {
        if (!shown.keys().equals(snapshot.get().keys())) {
            snapshot.set(shown);
        }
        if (!shown.isEmpty()) {
            state.set(new State.Showing());
        } else if (filters.isActive()) {
            state.set(new State.NothingMatches());
        } else {
            state.set(new State.NothingYet());
        }
    }

    /// Deleted pictures leave the screen at once, and come back to their places.
    private final class Trash implements GalleryActions.Shelf {
        @Override
        public void remove(Collection<GalleryKey> keys) {
            trashed.addAll(keys);
            restored.removeAll(keys);
            show(snapshot.get().without(Set.copyOf(keys)));
        }

        @Override
        public void putBack(Collection<GalleryKey> keys) {
            trashed.removeAll(keys);
            restored.addAll(keys);
            merge();
        }
    }

    // --- the queue's feed

    /// On a queue thread.
    private void hear(QueueEvent event) {
        switch (event) {
            case QueueEvent.JobProgressed(var job, double fraction) ->
                    live.progressed(job, fraction);
            case QueueEvent.JobPreviewed(var job, byte[] image) -> live.previewed(job, image);
            case QueueEvent.JobChanged(Job job) -> jobChanged(job);
            case QueueEvent.JobCompleted(Job job, int _) -> {
                live.ended(job.id());
                ui.execute(
                        () -> {
                            heardOf.remove(job.id());
                            merge();
                        });
            }
            case QueueEvent.BatchAdded _ -> ui.execute(this::merge);
            case QueueEvent.BatchStopped(var _, var jobs, var _) -> {
                jobs.forEach(live::ended);
                ui.execute(
                        () -> {
                            jobs.forEach(rows::changed);
                            mergeIfFilteredByStatus();
                        });
            }
            case QueueEvent.Refreshed _ -> ui.execute(this::othersChanged);
            case QueueEvent.BatchFinished _,
                    QueueEvent.BudgetReached _,
                    QueueEvent.JobDelayed _,
                    QueueEvent.PauseChanged _,
                    QueueEvent.EnginePaused _,
                    QueueEvent.EngineResting _,
                    QueueEvent.EngineUp _,
                    QueueEvent.EngineDown _,
                    QueueEvent.ServiceChanged _ -> {}
        }
    }

    private void jobChanged(Job job) {
        if (job.status().isFinal()) {
            live.ended(job.id());
        }
        ui.execute(
                () -> {
                    rows.changed(job.id());
                    lightbox.changed(job.id());
                    if (isNews(job)) {
                        merge();
                    } else {
                        mergeIfFilteredByStatus();
                    }
                });
    }

    /// True once for each job that was queued by another process, of which only its changes are heard.
    private boolean isNews(Job job) {
        return !job.status().isFinal()
                && !snapshot.get().contains(new GalleryKey(job.id().value(), 0))
                && heardOf.add(job.id());
    }

    private void mergeIfFilteredByStatus() {
        if (filters.status().get().isPresent()) {
            merge();
        }
    }
}
