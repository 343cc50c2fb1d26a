package studio.atelier.app;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import studio.atelier.db.ImageStore;
import studio.atelier.gallery.PictureSource;
import studio.atelier.model.GeneratedImage;
import studio.atelier.model.JobId;
import studio.atelier.model.PictureRef;
import studio.atelier.model.PictureSize;
import studio.atelier.model.StudioException;
import studio.atelier.queue.QueueEvent;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/// Makes the thumbnails of new pictures as soon as they are committed, so that the gallery shows them at once.
/// Platform threads of its own, since shrinking keeps a core busy and virtual threads would wait for it, on half of
/// the cores: the rest is for the window. A picture that fails here is tried again when it is looked at.
final class ThumbnailsAhead implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ThumbnailsAhead.class);
    private static final int PATIENCE_SECONDS = 5;

    private final ImageStore images;
    private final PictureSource pictures;
    private final ExecutorService worker =
            Executors.newFixedThreadPool(
                    Math.max(1, Runtime.getRuntime().availableProcessors() / 2),
                    Thread.ofPlatform().daemon().name("thumbnails-ahead-", 0).factory());

    ThumbnailsAhead(ImageStore images, PictureSource pictures) {
        this.images = images;
        this.pictures = pictures;
    }

    /// Listens to the queue; only notes what to do.
    void onEvent(QueueEvent event) {
        if (!(event instanceof QueueEvent.JobCompleted(var job, var _))) {
            return;
        }
        try {
            worker.execute(() -> make(job.id()));
        } catch (RejectedExecutionException e) {
            LOG.debug("the studio closes: no thumbnail of job {} ahead of time", job.id(), e);
        }
    }

    private void make(JobId job) {
        try {
            for (GeneratedImage image : images.imagesOf(job)) {
                try (InputStream thumbnail =
                        pictures.open(new PictureRef.Generated(image.id()), PictureSize.SMALL)) {
                    LOG.trace("{} bytes for {}", thumbnail.available(), image.filename());
                }
            }
        } catch (IOException | StudioException e) {
            LOG.info("no thumbnail yet for job {}: {}", job, e.getMessage());
        }
    }

    /// Waits for those in hand: nothing is written to the home afterwards.
    @Override
    public void close() {
        worker.shutdownNow();
        try {
            if (!worker.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                LOG.info("a thumbnail takes long; the studio closes without it");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
