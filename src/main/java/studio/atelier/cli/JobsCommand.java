package studio.atelier.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import studio.atelier.model.Job;
import studio.atelier.model.JobStatus;
import studio.atelier.model.Problem;
import studio.atelier.queue.BatchView;
import studio.atelier.queue.JobView;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/// Lists the jobs of the latest batches, and the latest that the earlier web client made.
@Command(
        name = "jobs",
        resourceBundle = "studio.atelier.messages.cli",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class JobsCommand implements Callable<Integer> {
    private static final int MOST_EARLIER = 1_000;

    /// A person who has worked here for long does not want to read all of them each time.
    private static final int SHOWN_EARLIER = 20;

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
            int most = studio.json() ? MOST_EARLIER : SHOWN_EARLIER;
            List<Job> earlier = workspace.queue().withoutBatch(most);
            if (studio.json()) {
                studio.printJson(Map.of("jobs", rows(views, earlier)));
            } else {
                views.forEach(this::print);
                print(earlier);
                if (views.isEmpty() && earlier.isEmpty()) {
                    studio.print("jobs.none");
                }
            }
            return CommandLineStudio.DONE;
        }
    }

    private List<Map<String, Object>> rows(List<BatchView> views, List<Job> earlier) {
        Stream<Job> ours = views.stream().flatMap(view -> view.jobs().stream()).map(JobView::job);
        return Stream.concat(ours, earlier.stream()).filter(this::wanted).map(JobRow::of).toList();
    }

    private void print(List<Job> earlier) {
        if (!earlier.isEmpty()) {
            studio.print("jobs.earlier");
            for (Job job : earlier) {
                if (wanted(job)) {
                    print(job, job.createdAt().toString());
                }
            }
        }
    }

    private void print(Job job, String about) {
        studio.print(
                "jobs.job",
                job.id().toString(),
                job.status().databaseName(),
                about,
                job.problem().map(Problem::sentence).orElse(""));
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
                print(job.job(), job.referenceName());
            }
        }
    }
}
