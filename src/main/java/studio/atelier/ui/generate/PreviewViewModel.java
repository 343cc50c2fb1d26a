package studio.atelier.ui.generate;

import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

import studio.atelier.model.BatchPlan;
import studio.atelier.model.JobDraft;
import studio.atelier.model.Messages;
import studio.atelier.model.ReferenceId;
import studio.atelier.plan.Planner;
import studio.atelier.ui.kit.Background;

/// Steps through the jobs of a planned batch and shows each as it would be sent. JavaFX thread only.
public final class PreviewViewModel {
    private static final Messages MESSAGES = Messages.of("generate");

    private final BatchPlan plan;
    private final Background background;
    private final ReadOnlyIntegerWrapper index = new ReadOnlyIntegerWrapper(this, "index", 0);
    private final ReadOnlyStringWrapper graph = new ReadOnlyStringWrapper(this, "graph", "");

    PreviewViewModel(BatchPlan plan, Background background) {
        this.plan = plan;
        this.background = background;
        show(0);
    }

    /// At least 1.
    public int count() {
        return plan.jobs().size();
    }

    /// 0 to `count() - 1`.
    public ReadOnlyIntegerProperty index() {
        return index.getReadOnlyProperty();
    }

    /// The filled graph of the job shown, as indented JSON; follows `index` a moment later.
    public ReadOnlyStringProperty graph() {
        return graph.getReadOnlyProperty();
    }

    /// Shows another job; numbers out of range stop at the ends.
    public void show(int wanted) {
        int shown = Math.clamp(wanted, 0, count() - 1);
        index.set(shown);
        JobDraft job = plan.jobs().get(shown);
        background.latest(
                "preview.graph",
                () ->
                        Planner.graph(
                                plan.request(),
                                job,
                                plan.request().model().loraFile(),
                                job.reference().filename()),
                graph::set,
                problem -> graph.set(problem.sentence()));
    }

    public void next() {
        show(index.get() + 1);
    }

    public void previous() {
        show(index.get() - 1);
    }

    public String position() {
        return MESSAGES.text("preview.position", index.get() + 1, count());
    }

    public String title() {
        JobDraft job = job();
        return MESSAGES.text("preview.title", job.reference().filename(), job.variation());
    }

    public ReferenceId reference() {
        return job().reference().id();
    }

    public String positive() {
        return job().positivePrompt();
    }

    public String negative() {
        return job().negativePrompt();
    }

    /// The number itself, for showing and copying.
    public String seed() {
        return String.valueOf(job().seed());
    }

    private JobDraft job() {
        return plan.jobs().get(index.get());
    }
}
