package studio.atelier.queue;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import studio.atelier.db.ImageStore;
import studio.atelier.db.JobStore;
import studio.atelier.model.GeneratedImage;
import studio.atelier.model.Job;
import studio.atelier.model.JobId;
import studio.atelier.model.JobStatus;
import studio.atelier.model.PromptId;
import studio.atelier.model.StudioException;
import studio.atelier.queue.KeptPictures.Kept;
import studio.atelier.storage.Bucket;
import studio.atelier.storage.ObjectStore;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.BiPredicate;

/// Looks through the kept pictures at a start. Those whose job was committed by a process that died before it
/// could remove them are removed, where their bytes are in the store. Those that their job lacks complete it, whatever has
/// become of its engine, and also when it was cancelled, failed, put back or sent again meanwhile. Every other one
/// stays.
///
/// It looks again for a job that somebody else has while its pictures are here: whoever has it may end it without them.
/// Safe to share between threads; one at a time runs it.
final class KeptSweep {
    private static final Logger LOG = LoggerFactory.getLogger(KeptSweep.class);

    private final KeptPictures kept;
    private final JobStore jobs;
    private final ImageStore images;
    private final ObjectStore store;
    private final Executor aside;
    private final BiPredicate<JobId, PromptId> complete;
    private final Set<PromptId> again = ConcurrentHashMap.newKeySet();
    private volatile boolean swept;

    /// @param aside runs what has to ask the store, which may take minutes: whoever sweeps keeps the leases too
    /// @param complete takes up a job of whose sending the pictures are all here, unless somebody has it: whether it did
    KeptSweep(
            KeptPictures kept,
            JobStore jobs,
            ImageStore images,
            ObjectStore store,
            Executor aside,
            BiPredicate<JobId, PromptId> complete) {
        this.kept = kept;
        this.jobs = jobs;
        this.images = images;
        this.store = store;
        this.aside = aside;
        this.complete = complete;
    }

    /// The job of this sending is committed.
    void release(PromptId prompt) {
        kept.release(prompt);
    }

    /// The job of this sending is not recorded as done by its pictures, and maybe in the hands of somebody else.
    void lookAgainAt(PromptId prompt) {
        if (kept.whole(prompt).isPresent()) {
            again.add(prompt);
        }
    }

    /// An earlier sending of this job of which every picture lies here: it need not be made again.
    ///
    /// @throws studio.atelier.model.StudioException when the database is out of reach
    Optional<PromptId> earlier(Job job) {
        return kept.all().stream()
                .filter(picture -> picture.job().equals(job.id()))
                .flatMap(picture -> picture.sending(job, jobs).stream())
                .filter(prompt -> kept.whole(prompt).isPresent())
                .findFirst();
    }

    /// Whether the look of the start is still to come, or something has to be looked at again.
    boolean isDue() {
        return !swept || !again.isEmpty();
    }

    /// @throws studio.atelier.model.StudioException when the database is out of reach
    void run() {
        for (Kept picture : kept.all()) {
            jobs.find(picture.job())
                    .ifPresent(
                            job ->
                                    picture.sending(job, jobs)
                                            .ifPresent(prompt -> sweep(picture, job, prompt)));
        }
        swept = true;
    }

    /// What is due: everything, where that was not looked through to its end before, and else what has to be looked at
    /// again.
    ///
    /// @throws studio.atelier.model.StudioException when the database is out of reach
    void goOn() {
        if (!swept) {
            run();
        }
        runAgain();
    }

    private void runAgain() {
        for (PromptId prompt : again) {
            Optional<Kept> first =
                    kept.whole(prompt).isEmpty()
                            ? Optional.empty()
                            : kept.all().stream()
                                    .filter(picture -> picture.isOf(prompt))
                                    .findFirst();
            first.flatMap(picture -> jobs.find(picture.job()))
                    .filter(job -> first.orElseThrow().sending(job, jobs).isPresent())
                    .ifPresentOrElse(job -> lookAgain(job, prompt), () -> again.remove(prompt));
        }
    }

    private void lookAgain(Job job, PromptId prompt) {
        // Removed afterwards, so that the job is in hand before it is due no more.
        if (job.status() == JobStatus.COMPLETED || complete.test(job.id(), prompt)) {
            again.remove(prompt);
        }
    }

    private void sweep(Kept picture, Job job, PromptId prompt) {
        if (job.status() != JobStatus.COMPLETED) {
            if (picture.ordinal() == 0
                    && kept.whole(prompt).isPresent()
                    && !complete.test(job.id(), prompt)) {
                again.add(prompt);
            }
        } else {
            aside.execute(() -> clear(picture));
        }
    }

    /// What is recorded and not in the store is here for the last time.
    private void clear(Kept picture) {
        try {
            boolean stored =
                    images.imagesOf(picture.job()).stream()
                            .filter(image -> image.ordinal() == picture.ordinal())
                            .anyMatch(this::isThere);
            if (stored) {
                Spool.delete(picture.file());
            }
        } catch (StudioException e) {
            LOG.info("a kept picture stays: {}", e.getMessage());
        }
    }

    private boolean isThere(GeneratedImage image) {
        return store.find(Bucket.GENERATED, image.storagePath())
                .filter(object -> object.bytes() == image.bytes())
                .isPresent();
    }
}
