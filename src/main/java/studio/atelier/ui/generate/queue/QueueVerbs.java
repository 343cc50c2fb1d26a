package studio.atelier.ui.generate.queue;

import studio.atelier.model.BatchId;
import studio.atelier.model.JobId;
import studio.atelier.model.JobStatus;
import studio.atelier.model.Messages;
import studio.atelier.model.Problem;
import studio.atelier.queue.Cancelled;
import studio.atelier.queue.Queue;
import studio.atelier.ui.kit.Background;
import studio.atelier.ui.kit.Toast;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// What a person does to jobs and batches in the side bar, with a way back from cancelling. JavaFX thread only; the
/// work is done elsewhere.
public final class QueueVerbs {
    private static final Messages MESSAGES = Messages.of("queue");
    private static final int UNDO_DEPTH = 20;

    private final Queue queue;
    private final Background background;
    private final Answers answers;
    private final Deque<Cancelled> undoable = new ArrayDeque<>();
    private Consumer<Toast> toasts = _ -> {};

    /// Where the outcome of a verb is said.
    ///
    /// @param done a few words
    record Answers(Consumer<String> done, Consumer<Problem> refused) {}

    QueueVerbs(Queue queue, Background background, Answers answers) {
        this.queue = queue;
        this.background = background;
        this.answers = answers;
    }

    /// @param show for example `Toasts::show`
    public void onToast(Consumer<Toast> show) {
        toasts = show;
    }

    /// Jobs and whole batches, as they are selected together. A batch stands for all its jobs.
    public record Chosen(Collection<JobItem> jobs, Collection<BatchItem> batches) {
        public Chosen {
            Set<JobId> inBatches =
                    batches.stream()
                            .flatMap(batch -> batch.jobs().stream())
                            .map(JobItem::id)
                            .collect(Collectors.toSet());
            jobs = jobs.stream().filter(job -> !inBatches.contains(job.id())).toList();
            batches = List.copyOf(batches);
        }

        static Chosen of(JobItem job) {
            return new Chosen(List.of(job), List.of());
        }

        static Chosen of(BatchItem batch) {
            return new Chosen(List.of(), List.of(batch));
        }

        /// How many jobs `toFront` would move.
        int waiting() {
            return count(JobItem::isWaiting, JobItem::isWaiting);
        }

        /// How many jobs `cancel` would end.
        int cancellable() {
            return count(JobItem::isCancellable, JobItem::isCancellable);
        }

        /// How many jobs `retry` would queue.
        int retryable() {
            return count(JobItem::isRetryable, job -> job.status() == JobStatus.FAILED);
        }

        private int count(Predicate<JobItem> single, Predicate<JobItem> ofBatch) {
            long inBatches =
                    batches.stream().flatMap(b -> b.jobs().stream()).filter(ofBatch).count();
            return (int) (inBatches + jobs.stream().filter(single).count());
        }

        private List<JobId> ids(Predicate<JobItem> wanted) {
            return jobs.stream().filter(wanted).map(JobItem::id).toList();
        }

        private List<BatchId> batchIds() {
            return batches.stream().map(BatchItem::id).toList();
        }
    }

    /// Lets what waits of it run before everything else that waits.
    public void toFront(Chosen chosen) {
        List<JobId> jobs = chosen.ids(JobItem::isWaiting);
        List<BatchId> batches = chosen.batchIds();
        background.run(
                () ->
                        (jobs.isEmpty() ? 0 : queue.toFront(jobs))
                                + batches.reversed().stream().mapToInt(queue::toFront).sum(),
                moved -> answers.done().accept(MESSAGES.text("notice.front", moved)),
                answers.refused());
    }

    /// Cancels what is not over yet.
    public void cancel(Chosen chosen) {
        List<JobId> jobs = chosen.ids(JobItem::isCancellable);
        List<BatchId> batches = chosen.batchIds();
        background.run(
                () -> {
                    Cancelled all = jobs.isEmpty() ? Cancelled.NOTHING : queue.cancel(jobs);
                    for (BatchId batch : batches) {
                        all = all.and(queue.cancelBatch(batch));
                    }
                    return all;
                },
                this::cancelled,
                answers.refused());
    }

    /// Finishes what runs and drops the rest.
    public void cancelWaiting(BatchItem batch) {
        background.run(() -> queue.cancelWaiting(batch.id()), this::cancelled, answers.refused());
    }

    /// Queues what failed again, and of single jobs also what was cancelled.
    public void retry(Chosen chosen) {
        List<JobId> jobs = chosen.ids(JobItem::isRetryable);
        List<BatchId> batches = chosen.batchIds();
        background.run(
                () ->
                        (jobs.isEmpty() ? 0 : queue.retry(jobs))
                                + (batches.isEmpty() ? 0 : queue.retryFailed(batches)),
                count -> answers.done().accept(MESSAGES.text("notice.retried", count)),
                answers.refused());
    }

    /// Queues all that failed in these batches again.
    public void retryFailed(Collection<BatchItem> batches) {
        retry(
                new Chosen(
                        List.of(),
                        batches.stream().filter(b -> b.count(JobStatus.FAILED) > 0).toList()));
    }

    /// Takes back the latest cancellation that was not taken back yet.
    ///
    /// @return false when there is none
    public boolean undo() {
        Cancelled latest = undoable.peek();
        if (latest == null) {
            return false;
        }
        undo(latest);
        return true;
    }

    private void undo(Cancelled cancelled) {
        if (!undoable.remove(cancelled)) {
            return; // by the other way to ask for it
        }
        background.run(
                () -> queue.undo(cancelled),
                count ->
                        toasts.accept(
                                Toast.neutral(undone(count, cancelled.waited().size()))
                                        .inPlaceOf(cancelled)),
                problem -> {
                    undoable.push(cancelled);
                    answers.refused().accept(problem);
                });
    }

    private static String undone(int count, int of) {
        return count == of
                ? MESSAGES.text("toast.undone", count)
                : MESSAGES.text("toast.undone-some", count, of);
    }

    private void cancelled(Cancelled cancelled) {
        int waited = cancelled.waited().size();
        int stopping = cancelled.stopping();
        if (waited == 0 && stopping == 0) {
            answers.done().accept(MESSAGES.text("notice.nothing-to-cancel"));
            return;
        }
        String text =
                waited == 0
                        ? MESSAGES.text("toast.stopping", stopping)
                        : MESSAGES.text("toast.cancelled", waited, stopping);
        Toast toast = Toast.neutral(text).inPlaceOf(cancelled);
        if (waited == 0) {
            toasts.accept(toast);
            return;
        }
        undoable.push(cancelled);
        if (undoable.size() > UNDO_DEPTH) {
            undoable.removeLast();
        }
        toasts.accept(toast.withAction(MESSAGES.text("toast.undo"), () -> undo(cancelled)));
    }
}
