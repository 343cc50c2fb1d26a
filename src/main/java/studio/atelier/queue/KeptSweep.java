package studio.atelier.queue;

import studio.atelier.db.ImageStore;
import studio.atelier.db.JobStore;
import studio.atelier.model.Job;
import studio.atelier.model.JobStatus;
import studio.atelier.queue.KeptPictures.Kept;

import java.util.function.Consumer;

/// Looks through the kept pictures at a start. Those whose job was committed by a process that died before it
/// could remove them are removed: their bytes are in the store. Those that an unfinished job waits for complete it,
/// whatever has become of its engine. Every other one stays.
final class KeptSweep {
    private final KeptPictures kept;
    private final JobStore jobs;
    private final ImageStore images;
    private final Consumer<Job> complete;

    /// @param complete takes up a job whose pictures are all here
    KeptSweep(KeptPictures kept, JobStore jobs, ImageStore images, Consumer<Job> complete) {
        this.kept = kept;
        this.jobs = jobs;
        this.images = images;
        this.complete = complete;
    }

    /// @throws studio.atelier.model.StudioException when the database is out of reach
    void run() {
        for (Kept picture : kept.all()) {
            jobs.find(picture.job())
                    .filter(job -> job.promptId().filter(picture::isOf).isPresent())
                    .ifPresent(job -> sweep(picture, job));
        }
    }

    private void sweep(Kept picture, Job job) {
        if (job.status() == JobStatus.COMPLETED && isRecorded(picture)) {
            Spool.delete(picture.file());
        } else if (job.status() == JobStatus.PROCESSING
                && picture.ordinal() == 0
                && kept.whole(job.promptId().orElseThrow()).isPresent()) {
            complete.accept(job);
        }
    }

    private boolean isRecorded(Kept picture) {
        return images.imagesOf(picture.job()).stream()
                .anyMatch(image -> image.ordinal() == picture.ordinal());
    }
}
