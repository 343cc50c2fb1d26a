package studio.atelier.cli;

import studio.atelier.model.BatchId;
import studio.atelier.model.Job;
import studio.atelier.model.JobStatus;
import studio.atelier.model.Problem;
import studio.atelier.model.Retry;
import studio.atelier.model.StudioException;
import studio.atelier.queue.BatchView;
import studio.atelier.queue.EngineAside;
import studio.atelier.queue.JobView;
import studio.atelier.queue.Queue;
import studio.atelier.queue.QueueEvent;

import java.io.Console;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Waits for batches and shows how far they are: one line that redraws itself on a terminal, a line for each
/// change elsewhere. The queue is asked twice a second; it is the truth, whoever runs the jobs.
final class Progress {
    private static final int BAR = 30;
    private static final int LATEST = 200;

    private final CommandLineStudio studio;
    private final Workspace workspace;
    private final List<EngineAside> aside;
    private final boolean terminal = isTerminal();
    private String shown = "";
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    /// @param aside the engines that do not take part
    Progress(CommandLineStudio studio, Workspace workspace, List<EngineAside> aside) {
        this.studio = studio;
        this.workspace = workspace;
        this.aside = aside;
    }

    private static boolean isTerminal() {
        return Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    }

    /// @return the exit code
    int watch(List<BatchId> batches, int jobs) throws Exception {
        try (Queue.Subscription _ = workspace.queue().subscribe(this::tell)) {
            return watchTold(batches, jobs);
        }
    }

    /// Whoever waits hears why nothing moves.
    private void tell(QueueEvent event) {
        switch (event) {
            case QueueEvent.EngineDown(_, Problem problem) -> tell(problem);
            case QueueEvent.ServiceChanged(_, Optional<Problem> problem) ->
                    problem.ifPresent(this::tell);
            default -> {
                // the rest is seen in the jobs
            }
        }
    }

    /// Once for each kind: what comes and goes would fill the screen.
    private void tell(Problem problem) {
        if (told.add(problem.code())) {
            studio.refuse(List.of(problem));
        }
    }

    private int watchTold(List<BatchId> batches, int jobs) throws InterruptedException {
        var never = new CountDownLatch(1);
        List<JobView> now = read(batches);
        while (now.isEmpty() || now.stream().anyMatch(v -> !v.job().status().isFinal())) {
            show(now, jobs);
            tellStandstill(now);
            if (never.await(500, TimeUnit.MILLISECONDS)) {
                break;
            }
            now = readAgain(batches, now);
        }
        show(now, jobs);
        return finish(now.stream().map(JobView::job).toList());
    }

    /// While nothing runs, what a person holds back is looked at until it was told.
    private void tellStandstill(List<JobView> jobs) {
        boolean waits =
                jobs.stream().allMatch(v -> v.job().status() != JobStatus.PROCESSING)
                        && jobs.stream().anyMatch(v -> v.job().status() == JobStatus.QUEUED);
        if (waits) {
            try {
                Standstill.of(workspace.queue()).ifPresent(this::tell);
            } catch (StudioException e) {
                tell(e.problem());
            }
        }
    }

    /// What cannot be asked for a while does not end the waiting: the jobs go on when it comes back.
    private List<JobView> readAgain(List<BatchId> batches, List<JobView> before) {
        try {
            return read(batches);
        } catch (StudioException e) {
            if (e.problem().retry() == Retry.NEVER) {
                throw e;
            }
            tell(e.problem());
            return before;
        }
    }

    private List<JobView> read(List<BatchId> batches) {
        return workspace.queue().latest(LATEST).stream()
                .filter(view -> batches.contains(view.batch().id()))
                .map(BatchView::jobs)
                .flatMap(List::stream)
                .toList();
    }

    private void show(List<JobView> jobs, int total) {
        if (studio.json()) {
            return;
        }
        long done = jobs.stream().filter(view -> view.job().status().isFinal()).count();
        double fraction =
                jobs.stream().mapToDouble(v -> v.job().status().isFinal() ? 1 : v.fraction()).sum()
                        / Math.max(1, total);
        int filled = (int) Math.round(fraction * BAR);
        String line =
                studio.text(
                        "generate.progress",
                        "#".repeat(filled) + "-".repeat(BAR - filled),
                        Math.round(fraction * 100),
                        done,
                        total);
        String key = terminal ? line : done + "/" + total;
        if (!key.equals(shown)) {
            shown = key;
            PrintWriter out = studio.out();
            out.print(terminal ? "\r" + line : line + System.lineSeparator());
            out.flush();
        }
    }

    /// Field names are stable.
    private static Map<String, Object> json(EngineAside aside) {
        return Map.of(
                "engine", aside.engine(),
                "sentence", aside.sentence(),
                "lacks", aside.lacks().stream().map(Problem::sentence).toList());
    }

    private int finish(List<Job> jobs) {
        Map<JobStatus, Long> counts = new LinkedHashMap<>();
        jobs.forEach(job -> counts.merge(job.status(), 1L, Long::sum));
        if (studio.json()) {
            studio.printJson(
                    Map.of(
                            "jobs", jobs.stream().map(JobRow::of).toList(),
                            "aside", aside.stream().map(Progress::json).toList()));
        } else {
            if (terminal) {
                studio.out().println();
            }
            jobs.stream()
                    .flatMap(job -> job.problem().stream())
                    .map(problem -> problem.sentence())
                    .distinct()
                    .forEach(studio.err()::println);
            studio.err().flush();
            studio.print(
                    "generate.done",
                    counts.getOrDefault(JobStatus.COMPLETED, 0L),
                    counts.getOrDefault(JobStatus.FAILED, 0L),
                    counts.getOrDefault(JobStatus.CANCELLED, 0L));
        }
        return counts.getOrDefault(JobStatus.COMPLETED, 0L) == jobs.size()
                ? CommandLineStudio.DONE
                : CommandLineStudio.SOME_FAILED;
    }
}
