package studio.atelier.ui.generate.queue;

import studio.atelier.model.BatchId;
import studio.atelier.model.Job;
import studio.atelier.model.JobStatus;
import studio.atelier.model.Messages;
import studio.atelier.model.Problem;
import studio.atelier.queue.QueueEvent;
import studio.atelier.ui.kit.Toast;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Turns the queue's events into notices: one for each batch that is over, not one for each picture, with the
/// failures of a batch said together. JavaFX thread only.
public final class QueueToasts {
    private static final Messages MESSAGES = Messages.of("queue");

    /// What is known of a batch until it is over.
    private static final class Tally {
        private int images;
        private final Map<String, Problem> problems = new LinkedHashMap<>();

        void fail(Problem problem) {
            problems.putIfAbsent(problem.sentence(), problem);
        }
    }

    private final Consumer<Toast> show;
    private final Map<BatchId, Tally> tallies = new HashMap<>();
    private final Map<String, Problem> down = new HashMap<>();

    /// @param show for example `Toasts::show`
    public QueueToasts(Consumer<Toast> show) {
        this.show = show;
    }

    public void accept(QueueEvent event) {
        switch (event) {
            case QueueEvent.JobCompleted(var job, var images) ->
                    job.batch().ifPresent(batch -> tally(batch).images += images);
            case QueueEvent.JobChanged(var job) when job.status() == JobStatus.FAILED ->
                    failed(job);
            case QueueEvent.BatchStopped(var batch, _, var problem) -> tally(batch).fail(problem);
            case QueueEvent.BatchFinished finished -> finished(finished);
            case QueueEvent.BudgetReached _ ->
                    show.accept(Toast.error(MESSAGES.text("toast.budget")));
            case QueueEvent.EngineDown(var engine, var problem) -> down(engine, problem);
            case QueueEvent.EngineUp(var engine) -> up(engine);
            case QueueEvent.ServiceChanged(var service, var problem) ->
                    problem.ifPresentOrElse(cause -> down(service, cause), () -> up(service));
            default -> {} // shown in the list, nothing to call out
        }
    }

    private void failed(Job job) {
        job.batch()
                .ifPresent(batch -> job.problem().ifPresent(problem -> tally(batch).fail(problem)));
    }

    private void finished(QueueEvent.BatchFinished batch) {
        Tally tally = tallies.remove(batch.batch());
        int images = tally == null ? batch.completed() : Math.max(tally.images, batch.completed());
        if (batch.failed() > 0) {
            failed(batch, images, Optional.ofNullable(tally));
        } else if (batch.completed() > 0) {
            show.accept(
                    Toast.success("")
                            .grouped(
                                    "images-generated",
                                    images,
                                    count -> MESSAGES.text("toast.generated", count)));
        } // whoever cancelled a whole batch was told at once
    }

    private void failed(QueueEvent.BatchFinished batch, int images, Optional<Tally> tally) {
        Map<String, Problem> problems = tally.map(known -> known.problems).orElse(Map.of());
        String why =
                problems.size() == 1
                        ? problems.keySet().iterator().next()
                        : MESSAGES.text("toast.see-queue");
        String text =
                batch.completed() > 0
                        ? MESSAGES.text("toast.generated-some", images, batch.failed(), why)
                        : MESSAGES.text("toast.failed", batch.failed(), why);
        Toast toast = Toast.error(text);
        show.accept(
                problems.size() == 1
                        ? toast.withProblem(problems.values().iterator().next())
                        : toast);
    }

    /// An outage is called out once, however often it is reported.
    private void down(String what, Problem problem) {
        if (down.put(what, problem) == null) {
            show.accept(Toast.error(problem));
        }
    }

    private void up(String what) {
        if (down.remove(what) != null) {
            show.accept(Toast.success(MESSAGES.text("toast.back", what)));
        }
    }

    private Tally tally(BatchId batch) {
        return tallies.computeIfAbsent(batch, _ -> new Tally());
    }
}
