package studio.atelier.ui.kit;

import javafx.scene.image.Image;

import org.jspecify.annotations.Nullable;

import studio.atelier.model.PictureRef;
import studio.atelier.model.PictureSize;
import studio.atelier.model.Problem;
import studio.atelier.model.StudioException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/// Loads and decodes pictures off the JavaFX thread: what is in view before what is near it, the newest wish
/// first, the same picture only once, and what nobody wants any more not at all. Call it on the JavaFX
/// thread; answers come there too, from a cache at once.
public final class PictureLoader implements AutoCloseable {
    /// The distance of a picture that is in view.
    public static final int VISIBLE = 0;

    /// Opens the bytes of a picture; blocks.
    @FunctionalInterface
    public interface Source {
        /// @throws StudioException when there is no such picture or its store fails
        InputStream open(PictureRef picture, PictureSize size) throws IOException;
    }

    /// One wish for a picture. A cell cancels it when it shows something else.
    public interface Request {
        void cancel();
    }

    private record Key(PictureRef picture, PictureSize size) {}

    private final PictureFailures failures = new PictureFailures();
    private final Source source;
    private final UiThread ui;
    private final int workers;
    private final ExecutorService threads =
            Executors.newCachedThreadPool(
                    Thread.ofPlatform().daemon().name("picture-", 1).factory());

    // All below is guarded by this lock; it is never held while reading or decoding.
    private final Object lock = new Object();
    private final PictureCache<Key> cache;
    private final Map<Key, Job> jobs = new HashMap<>();
    private final TreeSet<Job> waiting =
            new TreeSet<>(
                    Comparator.comparingInt((Job job) -> job.distance)
                            .thenComparingLong(job -> -job.round)
                            .thenComparingLong(job -> job.number));
    private int running;
    private long round;
    private long number;
    private boolean roundOpen;
    private boolean closed;

    /// @param workers pictures decoded at the same time
    /// @param cacheBytes decoded pictures kept, in bytes
    public PictureLoader(Source source, UiThread ui, int workers, long cacheBytes) {
        this.source = source;
        this.ui = ui;
        this.workers = workers;
        this.cache = new PictureCache<>(cacheBytes);
    }

    /// A loader that leaves a core to the screen and keeps up to 256 MB, or an eighth of a small heap.
    public PictureLoader(Source source, UiThread ui) {
        this(
                source,
                ui,
                Math.clamp(Runtime.getRuntime().availableProcessors() - 1L, 2, 6),
                Math.min(256L << 20, Runtime.getRuntime().maxMemory() / 8));
    }

    /// The picture if it is at hand.
    public Optional<Image> cached(PictureRef picture, PictureSize size) {
        synchronized (lock) {
            return Optional.ofNullable(cache.get(new Key(picture, size)));
        }
    }

    /// Asks for a picture. `onPicture` is called before this returns if the picture is at hand, and `onFailure` if it
    /// is known to be damaged.
    ///
    /// @param distance `VISIBLE`, or how far from the view; nearer ones come first
    public Request load(
            PictureRef picture,
            PictureSize size,
            int distance,
            Consumer<Image> onPicture,
            Consumer<Problem> onFailure) {
        Key key = new Key(picture, size);
        Wish wish = new Wish(key, distance, onPicture, onFailure);
        Optional<Problem> damage = failures.lasting(picture, size);
        if (damage.isPresent()) {
            onFailure.accept(damage.get());
            return wish;
        }
        Image image;
        synchronized (lock) {
            image = cache.get(key);
            if (image == null && !closed) {
                enqueue(wish);
            }
        }
        if (image != null) {
            onPicture.accept(image);
        }
        return wish;
    }

    /// Loads a picture into the cache before anyone shows it.
    public Request prefetch(PictureRef picture, PictureSize size, int distance) {
        return load(picture, size, Math.max(VISIBLE + 1, distance), _ -> {}, _ -> {});
    }

    /// Forgets a picture whose bytes changed; one that is being read right now is read again.
    public void forget(PictureRef picture) {
        failures.forget(picture);
        synchronized (lock) {
            cache.removeIf(key -> key.picture().equals(picture));
            for (Job job : jobs.values()) {
                job.again |= job.thread != null && job.key.picture().equals(picture);
            }
        }
    }

    /// Bytes of the decoded pictures that are kept.
    long cachedBytes() {
        synchronized (lock) {
            return cache.bytes();
        }
    }

    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
            waiting.clear();
            jobs.clear();
        }
        threads.shutdownNow();
    }

    /// All wishes of one event or layout pass make a round: within it the first comes first, but a newer round
    /// goes before an older one.
    private void enqueue(Wish wish) {
        if (!roundOpen) {
            roundOpen = true;
            round++;
            ui.later(
                    () -> {
                        synchronized (lock) {
                            roundOpen = false;
                        }
                    });
        }
        Job job = jobs.computeIfAbsent(wish.key, Job::new);
        waiting.remove(job);
        job.wishes.add(wish);
        job.rank(round, number++);
        if (job.thread == null) {
            waiting.add(job);
        }
        if (running < workers && !waiting.isEmpty()) {
            running++;
            threads.execute(this::work);
        }
    }

    private void work() {
        for (Job job = next(); job != null; job = next()) {
            finish(job, read(job.key));
        }
    }

    private @Nullable Job next() {
        synchronized (lock) {
            Job job = waiting.pollFirst();
            if (job == null) {
                running--;
            } else {
                job.thread = Thread.currentThread();
            }
            return job;
        }
    }

    private sealed interface Outcome {
        record Loaded(Image image) implements Outcome {}

        record Failed(Throwable failure) implements Outcome {}
    }

    // A decoder may throw anything at a broken file; whatever it is becomes words in `finish`.
    private Outcome read(Key key) {
        byte[] file;
        try (InputStream bytes = source.open(key.picture(), key.size())) {
            file = bytes.readAllBytes();
        } catch (IOException | RuntimeException failure) {
            return new Outcome.Failed(failure);
        }
        try {
            Image image = new Image(new ByteArrayInputStream(file));
            return image.isError()
                    ? new Outcome.Failed(new PictureFailures.Damaged(image.getException()))
                    : new Outcome.Loaded(image);
        } catch (RuntimeException failure) {
            return new Outcome.Failed(new PictureFailures.Damaged(failure));
        }
    }

    private void finish(Job job, Outcome outcome) {
        List<Wish> wishes;
        synchronized (lock) {
            job.thread = null;
            // An interrupt meant this job alone, not the thread's next one.
            Thread.interrupted();
            boolean loaded = outcome instanceof Outcome.Loaded;
            boolean spoilt = job.again || (job.cancelled && !loaded);
            job.again = false;
            job.cancelled = false;
            if (spoilt && !job.wishes.isEmpty() && !closed) {
                // Cancelled, and wanted again before the worker noticed; or its bytes changed.
                waiting.add(job);
                return;
            }
            if (!spoilt && outcome instanceof Outcome.Loaded(Image image)) {
                cache.put(job.key, image);
            }
            jobs.remove(job.key, job);
            wishes = List.copyOf(job.wishes);
        }
        if (!wishes.isEmpty()) {
            deliver(job.key, wishes, outcome);
        }
    }

    private void deliver(Key key, List<Wish> wishes, Outcome outcome) {
        switch (outcome) {
            case Outcome.Loaded(Image image) ->
                    ui.run(() -> wishes.forEach(wish -> wish.accept(image)));
            case Outcome.Failed(Throwable failure) -> {
                Problem problem = failures.of(key.picture(), key.size(), failure);
                ui.run(() -> wishes.forEach(wish -> wish.refuse(problem)));
            }
        }
    }

    private static final class Job {
        private final Key key;
        private final List<Wish> wishes = new ArrayList<>(1);
        private @Nullable Thread thread;
        private boolean cancelled;
        private boolean again;
        private int distance;
        private long round;
        private long number;

        Job(Key key) {
            this.key = key;
        }

        void rank(long newRound, long newNumber) {
            distance = wishes.stream().mapToInt(wish -> wish.distance).min().orElse(0);
            round = newRound;
            number = newNumber;
        }
    }

    private final class Wish implements Request {
        private final Key key;
        private final int distance;
        private final Consumer<Image> onPicture;
        private final Consumer<Problem> onFailure;
        private boolean cancelled;

        Wish(Key key, int distance, Consumer<Image> onPicture, Consumer<Problem> onFailure) {
            this.key = key;
            this.distance = distance;
            this.onPicture = onPicture;
            this.onFailure = onFailure;
        }

        void accept(Image image) {
            if (!cancelled) {
                onPicture.accept(image);
            }
        }

        void refuse(Problem problem) {
            if (!cancelled) {
                onFailure.accept(problem);
            }
        }

        @Override
        public void cancel() {
            cancelled = true;
            synchronized (lock) {
                Job job = jobs.get(key);
                if (job == null || !job.wishes.remove(this)) {
                    return;
                }
                if (!job.wishes.isEmpty()) {
                    if (waiting.remove(job)) {
                        job.rank(job.round, job.number);
                        waiting.add(job);
                    }
                } else if (job.thread == null) {
                    waiting.remove(job);
                    jobs.remove(key);
                } else {
                    job.cancelled = true;
                    job.thread.interrupt();
                }
            }
        }
    }
}
