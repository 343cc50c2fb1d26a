package studio.atelier.queue.audit;

import studio.atelier.db.AuditStore;
import studio.atelier.model.Job;
import studio.atelier.queue.Recovery;

import java.time.Duration;
import java.util.List;
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
        List<Job> jobs =
                Stream.concat(rows.unfinished().stream(), rows.endedWithoutPicture(limit).stream())
                        .toList();
        for (Job job : jobs) {
            if (engines.hasPictures(job, findings)
                    && recovery.collect(job, job.promptId().orElseThrow(), longest)) {
                findings.add(Finding.Kind.COLLECTED, job.id().toString(), job.id());
            }
        }
    }
}
