package studio.atelier.ui.gallery;

import studio.atelier.gallery.Gallery;
import studio.atelier.gallery.GalleryDetail;
import studio.atelier.gallery.GalleryKey;
import studio.atelier.model.ImageId;
import studio.atelier.model.JobId;
import studio.atelier.model.Messages;
import studio.atelier.model.Problem;
import studio.atelier.queue.Cancelled;
import studio.atelier.queue.Queue;
import studio.atelier.ui.kit.Background;
import studio.atelier.ui.kit.Toast;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/// What a person does with cells of the gallery, from the grid and from the lightbox alike. JavaFX thread only.
public final class GalleryActions {
    /// Where the cells stand.
    interface Shelf {
        void remove(Collection<GalleryKey> keys);

        void putBack(Collection<GalleryKey> keys);
    }

    /// What can be taken back.
    private sealed interface Done {
        record Deleted(List<GalleryKey> pictures) implements Done {}

        record Stopped(Cancelled jobs) implements Done {}
    }

    private static final int UNDO_DEPTH = 50;

    private final Gallery gallery;
    private final Queue queue;
    private final Background background;
    private final Consumer<Toast> toasts;
    private final Shelf shelf;
    private final Messages messages = Messages.of("gallery");
    private final ArrayDeque<Done> undoable = new ArrayDeque<>();

    GalleryActions(
            Gallery gallery,
            Queue queue,
            Background background,
            Consumer<Toast> toasts,
            Shelf shelf) {
        this.gallery = gallery;
        this.queue = queue;
        this.background = background;
        this.toasts = toasts;
        this.shelf = shelf;
    }

    /// Puts the pictures among the cells in the trash. Jobs without a picture stay.
    public void delete(Collection<GalleryKey> keys) {
        List<GalleryKey> pictures = keys.stream().filter(GalleryKey::hasImage).toList();
        if (pictures.isEmpty()) {
            return;
        }
        shelf.remove(pictures);
        remember(new Done.Deleted(pictures));
        background.run(
                done(() -> gallery.delete(images(pictures))),
                _ ->
                        toasts.accept(
                                Toast.neutral(messages.text("deleted", pictures.size()))
                                        .withAction(messages.text("undo"), () -> restore(pictures))
                                        .inPlaceOf(pictures)),
                problem -> {
                    undoable.remove(new Done.Deleted(pictures));
                    shelf.putBack(pictures);
                    toasts.accept(Toast.error(problem));
                });
    }

    /// Takes back the latest deletion or cancellation that was not taken back yet.
    public void undo() {
        switch (undoable.peek()) {
            case Done.Deleted(var pictures) -> restore(pictures);
            case Done.Stopped(var jobs) -> queueAgain(jobs);
            case null -> {
                // nothing to take back
            }
        }
    }

    private void remember(Done done) {
        undoable.push(done);
        if (undoable.size() > UNDO_DEPTH) {
            undoable.removeLast();
        }
    }

    private void restore(List<GalleryKey> pictures) {
        if (!undoable.remove(new Done.Deleted(pictures))) {
            return;
        }
        background.run(
                done(() -> gallery.restore(images(pictures))),
                _ -> {
                    shelf.putBack(pictures);
                    toasts.accept(
                            Toast.success(messages.text("restored", pictures.size()))
                                    .inPlaceOf(pictures));
                },
                problem -> {
                    remember(new Done.Deleted(pictures));
                    toasts.accept(Toast.error(problem));
                });
    }

    /// Queues the jobs of these cells once more with new seeds, each job once.
    public void runAgain(Collection<GalleryKey> keys) {
        List<JobId> jobs = keys.stream().map(GalleryKey::job).distinct().map(JobId::new).toList();
        background.run(
                done(() -> jobs.forEach(queue::runAgain)),
                _ -> toasts.accept(Toast.success(messages.text("queued-again", jobs.size()))),
                this::complain);
    }

    /// Tries a failed or cancelled job again, same seed.
    public void retry(JobId job) {
        background.run(done(() -> queue.retry(job)), _ -> {}, this::complain);
    }

    public void cancel(JobId job) {
        background.run(() -> queue.cancel(List.of(job)), this::cancelled, this::complain);
    }

    private void cancelled(Cancelled cancelled) {
        if (!cancelled.waited().isEmpty()) {
            remember(new Done.Stopped(cancelled));
            toasts.accept(
                    Toast.neutral(messages.text("cancelled"))
                            .withAction(messages.text("undo"), () -> queueAgain(cancelled))
                            .inPlaceOf(cancelled));
        }
    }

    private void queueAgain(Cancelled cancelled) {
        if (!undoable.remove(new Done.Stopped(cancelled))) {
            return;
        }
        background.run(
                () -> queue.undo(cancelled),
                _ -> {},
                problem -> {
                    remember(new Done.Stopped(cancelled));
                    complain(problem);
                });
    }

    /// Reads everything about a cell; nothing happens when it is gone meanwhile.
    public void detail(GalleryKey key, Consumer<GalleryDetail> then) {
        background.run(() -> gallery.detail(key), found -> found.ifPresent(then), this::complain);
    }

    public void say(String text) {
        toasts.accept(Toast.success(text));
    }

    void complain(Problem problem) {
        toasts.accept(Toast.error(problem));
    }

    static List<ImageId> images(Collection<GalleryKey> keys) {
        return keys.stream()
                .filter(GalleryKey::hasImage)
                .map(key -> new ImageId(key.image()))
                .toList();
    }

    private static Callable<Boolean> done(Runnable work) {
        return () -> {
            work.run();
            return true;
        };
    }
}
