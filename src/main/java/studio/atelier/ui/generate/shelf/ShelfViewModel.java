package studio.atelier.ui.generate.shelf;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;

import studio.atelier.gallery.Repertoire;
import studio.atelier.gallery.WorkflowFiles;
import studio.atelier.model.LoraModel;
import studio.atelier.model.Messages;
import studio.atelier.model.ModelId;
import studio.atelier.model.Workflow;
import studio.atelier.plan.recognition.Recognition;
import studio.atelier.plan.recognition.WorkflowReader;
import studio.atelier.queue.Queue;
import studio.atelier.ui.generate.shelf.ShelfVerbs.Changed;
import studio.atelier.ui.kit.Background;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// How models and workflows come, change and go. JavaFX thread only; files, database and engines are asked elsewhere.
public final class ShelfViewModel {
    private static final Messages MESSAGES = Messages.of("shelf");

    private final Repertoire repertoire;
    private final Queue queue;
    private final Background background;
    private final Offered offered;
    private final ShelfVerbs verbs;
    private final ReadOnlyBooleanWrapper reading =
            new ReadOnlyBooleanWrapper(this, "reading", false);
    private Consumer<WorkflowReviewViewModel> onReview = _ -> {};

    /// What there is to choose from now.
    ///
    /// @param loras of the engine
    public record Offered(
            Supplier<List<LoraModel>> models,
            Supplier<List<Workflow>> workflows,
            Supplier<EngineLoras> loras) {}

    /// What was put away.
    public record Archive(List<LoraModel> models, List<Workflow> workflows) {}

    /// @param changed told of what is different, to read it again and choose it
    public ShelfViewModel(
            Repertoire repertoire,
            Queue queue,
            Background background,
            Offered offered,
            Consumer<Changed> changed) {
        this.repertoire = repertoire;
        this.queue = queue;
        this.background = background;
        this.offered = offered;
        this.verbs = new ShelfVerbs(repertoire, background, changed);
    }

    public ShelfVerbs verbs() {
        return verbs;
    }

    /// Whether a file is being read.
    public ReadOnlyBooleanProperty reading() {
        return reading.getReadOnlyProperty();
    }

    /// @param show puts a review on the screen
    public void onReview(Consumer<WorkflowReviewViewModel> show) {
        onReview = show;
    }

    /// Reads a file and puts what was recognised up for review; says what is wrong with it otherwise.
    public void importWorkflow(Path file) {
        String name = String.valueOf(file.getFileName());
        reading.set(true);
        background.latest(
                "shelf.read",
                () -> read(file, name),
                recognition -> {
                    reading.set(false);
                    onReview.accept(review(name, recognition));
                },
                problem -> {
                    reading.set(false);
                    verbs.refused(problem);
                });
    }

    /// Blocks.
    private static Recognition read(Path file, String name) {
        byte[] bytes = WorkflowFiles.bytes(file, WorkflowReader.MOST_BYTES);
        return Recognition.of(WorkflowReader.read(name, bytes));
    }

    private WorkflowReviewViewModel review(String file, Recognition recognition) {
        return new WorkflowReviewViewModel(
                new WorkflowReviewViewModel.Imported(file, recognition),
                offered.workflows().get(),
                new WorkflowReviewViewModel.Means(repertoire, queue, background),
                verbs);
    }

    /// For a model that is not there yet.
    public ModelEditorViewModel newModel() {
        return editor(blank(), MESSAGES.text("model.new"));
    }

    public ModelEditorViewModel edit(LoraModel model) {
        return editor(model, MESSAGES.text("model.edit", model.name()));
    }

    /// For a model that begins as a copy of another.
    public ModelEditorViewModel duplicate(LoraModel model) {
        LoraModel copy =
                new LoraModel(
                        blank().id(),
                        MESSAGES.text("model.copy", model.name()),
                        "",
                        model.skinTone(),
                        model.hairColor(),
                        model.hairStyle(),
                        model.loraFile(),
                        model.triggerWord(),
                        model.negativePrompt());
        return editor(copy, MESSAGES.text("model.duplicate", model.name()));
    }

    private ModelEditorViewModel editor(LoraModel model, String title) {
        return new ModelEditorViewModel(
                model,
                title,
                new ModelEditorViewModel.Surroundings(
                        offered.models().get(), offered.loras().get()),
                repertoire,
                background,
                verbs);
    }

    private static LoraModel blank() {
        return new LoraModel(new ModelId(0), "", "", "", "", "", "", "", "");
    }

    /// Asks what was put away.
    public void archive(Consumer<Archive> show) {
        background.latest(
                "shelf.archive",
                () -> new Archive(repertoire.archivedModels(), repertoire.archivedWorkflows()),
                show,
                verbs::refused);
    }

    /// The workflow that a file would be a new version of: one of its name.
    static Optional<Workflow> named(List<Workflow> workflows, String name) {
        return workflows.stream().filter(each -> each.name().equalsIgnoreCase(name)).findFirst();
    }
}
