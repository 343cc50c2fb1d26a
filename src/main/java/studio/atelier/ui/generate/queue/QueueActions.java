package studio.atelier.ui.generate.queue;

import studio.atelier.model.Problem;

import java.util.List;

/// What the rows of the side bar can ask for.
final class QueueActions {
    private final QueueViewModel viewModel;
    private final Overlay overlay;

    QueueActions(QueueViewModel viewModel, Overlay overlay) {
        this.viewModel = viewModel;
        this.overlay = overlay;
    }

    void toggle(BatchItem batch) {
        viewModel.toggle(batch);
    }

    void toggleAll(BatchItem batch) {
        viewModel.toggleAll(batch);
    }

    void cancel(BatchItem batch) {
        viewModel.cancel(batch);
    }

    void retryFailed(BatchItem batch) {
        viewModel.retryFailed(batch);
    }

    void cancel(JobItem job) {
        viewModel.cancel(List.of(job));
    }

    void retry(JobItem job) {
        viewModel.retry(List.of(job));
    }

    void checkStatus(JobItem job) {
        viewModel.checkStatus(job);
    }

    void showError(String of, Problem problem) {
        overlay.show(new ErrorPane(of, problem, overlay::close));
    }
}
