package studio.atelier.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import studio.atelier.model.Job;
import studio.atelier.model.JobStatus;
import studio.atelier.queue.BatchView;
import studio.atelier.queue.JobView;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/// Lists the jobs of the latest batches.
@Command(
        name = "jobs",
        resourceBundle = "studio.atelier.messages.cli",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class JobsCommand implements Callable<Integer> {
    private final CommandLineStudio studio;

    @Option(names = "--status", paramLabel = "STATUS")
    private @Nullable JobStatus status;

    @Option(names = "--batches", paramLabel = "N", defaultValue = "10")
    private int batches;

    JobsCommand(CommandLineStudio studio) {
        this.studio = studio;
    }

    @Override
    public Integer call() {
        try (Workspace workspace = studio.open()) {
            List<BatchView> views = workspace.queue().latest(batches);
            if (studio.json()) {
                studio.printJson(
                        Map.of(
                                "jobs",
                                views.stream()
                                        .flatMap(view -> view.jobs().stream())
                                        .map(JobView::job)
                                        .filter(this::wanted)
                                        .map(JobRow::of)
                                        .toList()));
            } else {
                views.forEach(this::print);
                if (views.isEmpty()) {
                    studio.print("jobs.none");
                }
            }
            return CommandLineStudio.DONE;
        }
    }

    private boolean wanted(Job job) {
        return status == null || job.status() == status;
    }

    private void print(BatchView view) {
        studio.print(
                "jobs.batch",
                view.batch().id().value(),
                view.batch().modelName(),
                view.batch().workflowName(),
                view.jobs().size());
        for (JobView job : view.jobs()) {
            if (wanted(job.job())) {
                studio.print(
                        "jobs.job",
                        job.job().id().toString(),
                        job.job().status().databaseName(),
                        job.referenceName(),
                        job.job().problem().map(problem -> problem.sentence()).orElse(""));
            }
        }
    }
}
