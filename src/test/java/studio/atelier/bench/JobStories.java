package studio.atelier.bench;

import studio.atelier.gallery.Gallery;
import studio.atelier.gallery.GalleryItem;
import studio.atelier.gallery.GalleryKey;
import studio.atelier.gallery.GalleryQuery;
import studio.atelier.gallery.PictureSource;
import studio.atelier.model.GeneratedImage;
import studio.atelier.model.Job;
import studio.atelier.model.JobId;
import studio.atelier.model.PictureRef;
import studio.atelier.model.PictureSize;
import studio.atelier.queue.QueueEvent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/// Listens to the queue's feed as a screen does, and notes when it knew what of each job.
final class JobStories {
    private static final int PAGE = 100;

    private final Gallery gallery;
    private final PictureSource pictures;
    private final Map<JobId, List<Long>> changes = new ConcurrentHashMap<>();
    private final Map<String, Long> recorded = new ConcurrentHashMap<>();
    private final Map<String, Long> visible = new ConcurrentHashMap<>();

    JobStories(Gallery gallery, PictureSource pictures) {
        this.gallery = gallery;
        this.pictures = pictures;
    }

    /// On the feed's thread.
    void hear(QueueEvent event) {
        if (event instanceof QueueEvent.JobChanged(Job job)) {
            changes.computeIfAbsent(job.id(), _ -> new ArrayList<>()).add(System.nanoTime());
        } else if (event instanceof QueueEvent.JobCompleted(Job job, int _)) {
            String prompt = job.promptId().orElseThrow().value();
            recorded.put(prompt, System.currentTimeMillis());
            Thread.ofVirtual().start(() -> look(job, prompt));
        }
    }

    /// What the Gallery tab reads to show a new picture: the cells, the first page, and the thumbnail.
    private void look(Job job, String prompt) {
        List<GalleryKey> keys = gallery.keys(GalleryQuery.ALL);
        List<GalleryItem> page = gallery.items(keys.subList(0, Math.min(PAGE, keys.size())));
        GeneratedImage image =
                page.stream()
                        .filter(item -> item.key().job() == job.id().value())
                        .flatMap(item -> item.image().stream())
                        .findFirst()
                        .orElseGet(() -> onItsOwn(keys, job));
        try (var bytes = pictures.open(new PictureRef.Generated(image.id()), PictureSize.SMALL)) {
            bytes.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        visible.put(prompt, System.currentTimeMillis());
    }

    /// It lies outside the first page.
    private GeneratedImage onItsOwn(List<GalleryKey> keys, Job job) {
        return gallery.items(keys.stream().filter(key -> key.job() == job.id().value()).toList())
                .getFirst()
                .image()
                .orElseThrow();
    }

    int visible() {
        return visible.size();
    }

    /// Milliseconds from the engine's end to the news of the commit.
    double recordedAfter(EngineRun run) {
        return Objects.requireNonNull(recorded.get(run.prompt())) - run.endedAt();
    }

    /// Milliseconds from the engine's end until a thumbnail's bytes were here.
    double visibleAfter(EngineRun run) {
        return Objects.requireNonNull(visible.get(run.prompt())) - run.endedAt();
    }

    /// Milliseconds from each claim to the commit of the id to send under.
    List<Double> prepared() {
        return between(0);
    }

    /// Milliseconds from that commit to the commit that the engine took it.
    List<Double> sent() {
        return between(1);
    }

    private List<Double> between(int first) {
        return changes.values().stream()
                .filter(times -> times.size() > first + 1)
                .map(times -> (times.get(first + 1) - times.get(first)) / 1e6)
                .toList();
    }
}
