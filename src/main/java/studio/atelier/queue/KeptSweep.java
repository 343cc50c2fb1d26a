package studio.atelier.queue;

import studio.atelier.db.ImageStore;
import studio.atelier.db.JobStore;
import studio.atelier.model.Job;
import studio.atelier.model.JobStatus;
import studio.atelier.model.PromptId;
import studio.atelier.queue.KeptPictures.Kept;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// Looks through the kept pictures at a start. Those whose job was committed by a process that died before it
/// could remove them are removed: their bytes are in the store. Those that their job lacks complete it, whatever has
/// become of its engine, and also when it was cancelled or failed meanwhile. Every other one stays.
///
/// It looks again for a job that was taken from this process with its pictures here: whoever took it may end it
/// without them. Safe to share between threads; one at a time runs it.
final class KeptSweep {
    private final KeptPictures kept;
    private final JobStore jobs;
    private final ImageStore images;
    private final Consumer<Job> complete;
    private final Set<PromptId> takenAway = ConcurrentHashMap.newKeySet();

    /// @param complete takes up a job whose pictures are all here, unless somebody has it
    KeptSweep(KeptPictures kept, JobStore jobs, ImageStore images, Consumer<Job> complete) {
        this.kept = kept;
        this.jobs = jobs;
        this.images = images;
        this.complete = complete;
    }

    /// The job of this sending is committed.
    void release(PromptId prompt) {
        kept.release(prompt);
    }

    /// Somebody else has the job of this sending now.
    void takenAway(PromptId prompt) {
        if (kept.whole(prompt).isPresent()) {
            takenAway.add(prompt);
        }
    }

    /// Whether there is something to look at again.
    boolean isDue() {
        return !takenAway.isEmpty();
    }

    /// @throws studio.atelier.model.StudioException when the database is out of reach
    void run() {
        for (Kept picture : kept.all()) {
            jobs.find(picture.job())
                    .filter(job -> job.promptId().filter(picture::isOf).isPresent())
                    .ifPresent(job -> sweep(picture, job));
        }
    }

    /// Only what was taken away, until whoever has it has ended it.
    ///
    /// @throws studio.atelier.model.StudioException when the database is out of reach
    void runAgain() {
        for (PromptId prompt : takenAway) {
            kept.all().stream()
                    .filter(picture -> picture.isOf(prompt) && picture.ordinal() == 0)
                    .findFirst()
                    .flatMap(picture -> jobs.find(picture.job()))
                    .filter(job -> job.promptId().filter(prompt::equals).isPresent())
                    .ifPresentOrElse(this::lookAgain, () -> takenAway.remove(prompt));
        }
    }

    private void lookAgain(Job job) {
        if (job.status() != JobStatus.COMPLETED) {
            complete.accept(job);
        }
        // Afterwards, so that the job is in hand before it is due no more.
        if (job.status() != JobStatus.PROCESSING) {
            takenAway.remove(job.promptId().orElseThrow());
        }
    }

    private void sweep(Kept picture, Job job) {
        if (job.status() == JobStatus.COMPLETED && isRecorded(picture)) {
            Spool.delete(picture.file());
        } else if (job.status() != JobStatus.COMPLETED
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
