package studio.atelier.queue;

import studio.atelier.db.ImageStore;
import studio.atelier.db.JobStore;
import studio.atelier.model.Job;
import studio.atelier.model.JobStatus;
import studio.atelier.queue.KeptPictures.Kept;

import java.util.Optional;

/// Removes kept pictures whose job was committed by a process that died before it could. Their bytes are in the
/// store; every other kept picture stays.
final class KeptSweep implements Runnable {
    private final KeptPictures kept;
    private final JobStore jobs;
    private final ImageStore images;

    KeptSweep(KeptPictures kept, JobStore jobs, ImageStore images) {
        this.kept = kept;
        this.jobs = jobs;
        this.images = images;
    }

    /// @throws studio.atelier.model.StudioException when the database is out of reach
    @Override
    public void run() {
        for (Kept picture : kept.all()) {
            if (isCommitted(picture)) {
                Spool.delete(picture.file());
            }
        }
    }

    private boolean isCommitted(Kept picture) {
        Optional<Job> job = jobs.find(picture.job());
        return job.filter(found -> found.status() == JobStatus.COMPLETED)
                        .flatMap(Job::promptId)
                        .filter(picture::isOf)
                        .isPresent()
                && images.imagesOf(picture.job()).stream()
                        .anyMatch(image -> image.ordinal() == picture.ordinal());
    }
}
