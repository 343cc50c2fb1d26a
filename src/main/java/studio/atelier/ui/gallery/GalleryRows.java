package studio.atelier.ui.gallery;

import studio.atelier.gallery.Gallery;
import studio.atelier.gallery.GalleryItem;
import studio.atelier.gallery.GalleryKey;
import studio.atelier.model.JobId;
import studio.atelier.model.Problem;
import studio.atelier.ui.kit.Background;
import studio.atelier.ui.kit.GridRange;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// The rows around the view, read a page at a time. One page is on its way at any moment: it may finish while
/// the person scrolls on, and is given up when they jump elsewhere. JavaFX thread only; reading runs elsewhere.
public final class GalleryRows {
    static final int PAGE = 120;
    private static final int AHEAD = 60;
    private static final int KEPT = 3000;

    private final Gallery gallery;
    private final Background background;
    private final List<Runnable> listeners = new ArrayList<>();
    private final Map<GalleryKey, GalleryItem> rows =
            new LinkedHashMap<>(256, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<GalleryKey, GalleryItem> eldest) {
                    return size() > KEPT;
                }
            };
    private final Set<Integer> changedJobs = new HashSet<>();
    private final Set<GalleryKey> gone = new HashSet<>();
    private Set<GalleryKey> onTheWay = Set.of();
    private GallerySnapshot snapshot = GallerySnapshot.EMPTY;
    private GridRange view = GridRange.NONE;
    private Consumer<Problem> onFailure = _ -> {};
    private Runnable onGone = () -> {};

    GalleryRows(Gallery gallery, Background background) {
        this.gallery = gallery;
        this.background = background;
    }

    /// The row of a cell, when it is at hand. An outdated one stays until the new one is there.
    public Optional<GalleryItem> row(GalleryKey key) {
        return Optional.ofNullable(rows.get(key));
    }

    /// Told after rows arrived.
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    /// Says what is in view, so that its rows and some around it are read.
    public void look(GallerySnapshot shown, GridRange inView) {
        if (shown != snapshot) {
            snapshot = shown;
            gone.clear();
        }
        view = inView;
        load();
    }

    void onFailure(Consumer<Problem> handler) {
        onFailure = handler;
    }

    /// Told when a cell has no row any more.
    void onGone(Runnable handler) {
        onGone = handler;
    }

    void changed(JobId job) {
        changedJobs.add(job.value());
        load();
    }

    void everythingChanged() {
        rows.keySet().forEach(key -> changedJobs.add(key.job()));
        load();
    }

    private void load() {
        GridRange around = view.widened(AHEAD, snapshot.size());
        boolean useful = onTheWay.stream().anyMatch(key -> around.contains(snapshot.indexOf(key)));
        List<GalleryKey> missing = useful ? List.of() : missing(around);
        if (missing.isEmpty()) {
            return;
        }
        giveUp();
        onTheWay = Set.copyOf(missing);
        missing.forEach(key -> changedJobs.remove(key.job()));
        background.latest(
                this, () -> gallery.items(missing), items -> arrived(missing, items), this::failed);
    }

    /// What is in view comes first.
    private List<GalleryKey> missing(GridRange around) {
        List<GalleryKey> missing = new ArrayList<>();
        collect(view, missing);
        collect(new GridRange(view.end(), around.end()), missing);
        collect(new GridRange(around.first(), view.first()), missing);
        return missing;
    }

    private void collect(GridRange range, List<GalleryKey> missing) {
        int end = Math.min(range.end(), snapshot.size());
        for (int index = range.first(); index < end && missing.size() < PAGE; index++) {
            GalleryKey key = snapshot.get(index);
            boolean known = rows.containsKey(key) && !changedJobs.contains(key.job());
            if (!known && !gone.contains(key)) {
                missing.add(key);
            }
        }
    }

    /// The rows on the way will not come: what was outdated still is.
    private void giveUp() {
        for (GalleryKey key : onTheWay) {
            if (rows.containsKey(key)) {
                changedJobs.add(key.job());
            }
        }
        onTheWay = Set.of();
    }

    private void arrived(List<GalleryKey> asked, List<GalleryItem> items) {
        onTheWay = Set.of();
        Map<GalleryKey, GalleryItem> found = new HashMap<>();
        items.forEach(item -> found.put(item.key(), item));
        rows.putAll(found);
        boolean lost = false;
        for (GalleryKey key : asked) {
            lost |= !found.containsKey(key) && gone.add(key);
        }
        listeners.forEach(Runnable::run);
        load();
        if (lost) {
            onGone.run();
        }
    }

    private void failed(Problem problem) {
        giveUp();
        onFailure.accept(problem);
    }
}
