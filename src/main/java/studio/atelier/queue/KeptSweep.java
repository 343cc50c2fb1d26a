package studio.atelier.queue;

import studio.atelier.db.ImageStore;
import studio.atelier.db.JobStore;
import studio.atelier.model.Job;
import studio.atelier.model.JobStatus;
import studio.atelier.model.PromptId;
import studio.atelier.queue.KeptPictures.Kept;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/// Looks through the kept pictures at a start. Those whose job was committed by a process that died before it
/// could remove them are removed: their bytes are in the store. Those that their job lacks complete it, whatever has
/// become of its engine, and also when it was cancelled, failed, put back or sent again meanwhile. Every other one
/// stays.
///
/// It looks again for a job that was taken from this process with its pictures here: whoever took it may end it
/// without them. Safe to share between threads; one at a time runs it.
final class KeptSweep {
    private final KeptPictures kept;
    private final JobStore jobs;
    private final ImageStore images;
    private final BiConsumer<Job, PromptId> complete;
    private final Set<PromptId> takenAway = ConcurrentHashMap.newKeySet();
    private volatile boolean swept;

    /// @param complete takes up a job of whose sending the pictures are all here, unless somebody has it
    KeptSweep(
            KeptPictures kept,
            JobStore jobs,
            ImageStore images,
            BiConsumer<Job, PromptId> complete) {
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

    /// Whether the look of the start is still to come, or broke off.
    boolean isDue() {
        return !swept;
    }

    /// Whether nothing that is kept will be looked at again.
    boolean isAtRest() {
        return swept && takenAway.isEmpty();
    }

    /// @throws studio.atelier.model.StudioException when the database is out of reach
    void run() {
        for (Kept picture : kept.all()) {
            jobs.find(picture.job())
                    .ifPresent(
                            job ->
                                    sendingOf(picture, job)
                                            .ifPresent(prompt -> sweep(picture, job, prompt)));
        }
        swept = true;
    }

    /// Of which of the job's sendings it came. One that is none of them is of another database.
    private Optional<PromptId> sendingOf(Kept picture, Job job) {
        return job.promptId()
                .filter(picture::isOf)
                .or(() -> jobs.earlierPrompts(job.id()).stream().filter(picture::isOf).findFirst());
    }

    /// Only what was taken away, until whoever has it has ended it.
    ///
    /// @throws studio.atelier.model.StudioException when the database is out of reach
    void runAgain() {
        List<Kept> all = takenAway.isEmpty() ? List.of() : kept.all();
        for (PromptId prompt : takenAway) {
            Optional<Kept> first =
                    all.stream()
                            .filter(picture -> picture.isOf(prompt) && picture.ordinal() == 0)
                            .findFirst();
            first.flatMap(picture -> jobs.find(picture.job()))
                    .filter(job -> sendingOf(first.orElseThrow(), job).isPresent())
                    .ifPresentOrElse(job -> lookAgain(job, prompt), () -> takenAway.remove(prompt));
        }
    }

    private void lookAgain(Job job, PromptId prompt) {
        if (job.status() != JobStatus.COMPLETED) {
            complete.accept(job, prompt);
        }
        // Afterwards, so that the job is in hand before it is due no more.
        if (job.status().isFinal()) {
            takenAway.remove(prompt);
        }
    }

    private void sweep(Kept picture, Job job, PromptId prompt) {
        if (job.status() != JobStatus.COMPLETED) {
            if (picture.ordinal() == 0 && kept.whole(prompt).isPresent()) {
                // Until it has ended with them: somebody may have it now, and end it without.
                takenAway.add(prompt);
                complete.accept(job, prompt);
            }
        } else if (job.promptId().filter(prompt::equals).isPresent() && isRecorded(picture)) {
            Spool.delete(picture.file());
        }
    }

    private boolean isRecorded(Kept picture) {
        return images.imagesOf(picture.job()).stream()
                .anyMatch(image -> image.ordinal() == picture.ordinal());
    }
}
