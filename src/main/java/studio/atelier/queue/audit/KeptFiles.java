package studio.atelier.queue.audit;

import studio.atelier.db.JobStore;
import studio.atelier.model.Job;
import studio.atelier.model.JobId;
import studio.atelier.model.JobStatus;
import studio.atelier.model.PromptId;
import studio.atelier.queue.KeptPictures.Kept;
import studio.atelier.queue.Recovery;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Downloaded pictures on the local disk: those that a job waits for complete it, the others are named.
final class KeptFiles implements Check {
    private final JobStore jobs;
    private final Recovery recovery;
    private final Duration longest;

    /// @param longest how long one job's pictures are waited for
    KeptFiles(JobStore jobs, Recovery recovery, Duration longest) {
        this.jobs = jobs;
        this.recovery = recovery;
        this.longest = longest;
    }

    @Override
    public void run(Findings findings) {
        Map<String, List<Kept>> sendings =
                recovery.kept().all().stream()
                        .collect(
                                Collectors.groupingBy(
                                        Kept::prompt, LinkedHashMap::new, Collectors.toList()));
        sendings.values().forEach(kept -> check(kept, findings));
    }

    private void check(List<Kept> kept, Findings findings) {
        JobId id = kept.getFirst().job();
        Optional<Job> known = jobs.find(id);
        Optional<PromptId> sending = known.flatMap(job -> kept.getFirst().sending(job, jobs));
        if (sending.isEmpty()) {
            kept.forEach(file -> findings.add(Finding.Kind.UNCLAIMED, file.name()));
            return;
        }
        Job job = known.orElseThrow();
        // What is committed is cleared away by the queue itself.
        if (job.status() == JobStatus.COMPLETED) {
            return;
        }
        if (isWhole(kept) && recovery.collect(job, sending.get(), longest)) {
            findings.add(Finding.Kind.COLLECTED, id.toString(), id);
        } else if (job.status().isFinal()) {
            kept.forEach(file -> findings.add(Finding.Kind.UNCLAIMED, file.name(), id));
        }
    }

    private static boolean isWhole(List<Kept> kept) {
        return kept.stream().map(Kept::ordinal).distinct().count() == kept.getFirst().count();
    }
}
