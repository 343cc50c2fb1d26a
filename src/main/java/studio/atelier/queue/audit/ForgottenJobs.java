package studio.atelier.queue.audit;

import studio.atelier.db.AuditStore;
import studio.atelier.db.AuditStore.Sending;
import studio.atelier.model.Job;
import studio.atelier.queue.Recovery;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/// Jobs that nobody works on and whose engine has their pictures: unfinished ones, and those that ended without
/// a picture because it came too late. They are completed.
final class ForgottenJobs implements Check {
    /// A start asks only for so many of the latest.
    private static final int LATEST = 50;

    private final AuditStore rows;
    private final Engines engines;
    private final Recovery recovery;
    private final Depth depth;
    private final Duration longest;

    /// @param longest how long one job's pictures are waited for
    ForgottenJobs(
            AuditStore rows, Engines engines, Recovery recovery, Depth depth, Duration longest) {
        this.rows = rows;
        this.engines = engines;
        this.recovery = recovery;
        this.depth = depth;
        this.longest = longest;
    }

    @Override
    public void run(Findings findings) {
        int limit = depth == Depth.QUICK ? LATEST : Integer.MAX_VALUE;
        Stream.concat(rows.unfinished().stream(), rows.endedWithoutPicture(limit).stream())
                .flatMap(job -> lastSending(job).stream())
                .toList()
                .forEach(sending -> check(sending, findings));
        // Read afterwards: what is completed by its last sending needs no other.
        rows.earlierSendings(limit).forEach(sending -> check(sending, findings));
    }

    private static Optional<Sending> lastSending(Job job) {
        return job.engine()
                .flatMap(engine -> job.promptId().map(prompt -> new Sending(job, engine, prompt)));
    }

    private void check(Sending sending, Findings findings) {
        Job job = sending.job();
        if (engines.hasPictures(sending, findings)
                && recovery.collect(job, sending.prompt(), longest)) {
            findings.add(Finding.Kind.COLLECTED, job.id().toString(), job.id());
        }
    }
}
