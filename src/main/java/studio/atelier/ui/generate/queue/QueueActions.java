package studio.atelier.ui.generate.queue;

import javafx.scene.Node;

import studio.atelier.model.Problem;
import studio.atelier.ui.generate.queue.QueueVerbs.Chosen;
import studio.atelier.ui.kit.ProblemRequest;

import java.util.List;

/// What the rows of the side bar can ask for.
final class QueueActions {
    private final QueueViewModel viewModel;
    private final Node from;

    /// @param from where requests for the details of a problem start
    QueueActions(QueueViewModel viewModel, Node from) {
        this.viewModel = viewModel;
        this.from = from;
    }

    void toggle(BatchItem batch) {
        viewModel.toggle(batch);
    }

    void toggleAll(BatchItem batch) {
        viewModel.toggleAll(batch);
    }

    void toFront(BatchItem batch) {
        viewModel.verbs().toFront(Chosen.of(batch));
    }

    void cancel(BatchItem batch) {
        viewModel.verbs().cancel(Chosen.of(batch));
    }

    void cancelWaiting(BatchItem batch) {
        viewModel.verbs().cancelWaiting(batch);
    }

    void retryFailed(BatchItem batch) {
        viewModel.verbs().retry(Chosen.of(batch));
    }

    void toFront(JobItem job) {
        viewModel.verbs().toFront(Chosen.of(job));
    }

    void cancel(JobItem job) {
        viewModel.verbs().cancel(Chosen.of(job));
    }

    void retry(JobItem job) {
        viewModel.verbs().retry(Chosen.of(job));
    }

    void checkStatus(JobItem job) {
        viewModel.checkStatus(job);
    }

    void showError(String of, Problem problem) {
        ProblemRequest.ask(from, of, List.of(problem));
    }
}
