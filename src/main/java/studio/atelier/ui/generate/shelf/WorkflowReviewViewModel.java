package studio.atelier.ui.generate.shelf;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import studio.atelier.gallery.Repertoire;
import studio.atelier.model.Messages;
import studio.atelier.model.Problem;
import studio.atelier.model.Workflow;
import studio.atelier.plan.Planner;
import studio.atelier.plan.recognition.Proposal;
import studio.atelier.plan.recognition.Recognition;
import studio.atelier.plan.recognition.WorkflowDraft;
import studio.atelier.queue.Queue;
import studio.atelier.queue.WorkflowVerdict;
import studio.atelier.ui.generate.shelf.ShelfVerbs.Changed;
import studio.atelier.ui.kit.Background;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/// An imported graph under review: which values become variables, what it is called, what the engines say. JavaFX
/// thread only; database and engines are asked elsewhere.
public final class WorkflowReviewViewModel {
    private static final Messages MESSAGES = Messages.of("shelf");

    private final Imported imported;
    private final List<Workflow> workflows;
    private final Means means;
    private final Head untouched;
    private final ShelfVerbs verbs;
    private final ObservableList<Proposal> proposals = FXCollections.observableArrayList();
    private final StringProperty name = new SimpleStringProperty(this, "name", "");
    private final StringProperty description = new SimpleStringProperty(this, "description", "");
    private final ReadOnlyObjectWrapper<Optional<Workflow>> earlier =
            new ReadOnlyObjectWrapper<>(this, "earlier", Optional.empty());
    private final ReadOnlyObjectWrapper<List<String>> lacks =
            new ReadOnlyObjectWrapper<>(this, "lacks", List.of());
    private final ReadOnlyObjectWrapper<List<Problem>> faults =
            new ReadOnlyObjectWrapper<>(this, "faults", List.of());
    private final ReadOnlyObjectWrapper<List<WorkflowVerdict>> verdicts =
            new ReadOnlyObjectWrapper<>(this, "verdicts", List.of());
    private final ReadOnlyBooleanWrapper checking =
            new ReadOnlyBooleanWrapper(this, "checking", false);
    private final ReadOnlyBooleanWrapper saving = new ReadOnlyBooleanWrapper(this, "saving", false);
    private final ReadOnlyObjectWrapper<Optional<Problem>> refusal =
            new ReadOnlyObjectWrapper<>(this, "refusal", Optional.empty());

    /// @param file its name
    record Imported(String file, Recognition recognition) {}

    /// What it is called, and what it is a version of.
    private record Head(String name, String description, Optional<Workflow> earlier) {}

    /// Who is asked.
    record Means(Repertoire repertoire, Queue queue, Background background) {}

    /// @param workflows of which this could be a new version
    WorkflowReviewViewModel(
            Imported imported, List<Workflow> workflows, Means means, ShelfVerbs verbs) {
        this.imported = imported;
        this.workflows = List.copyOf(workflows);
        this.means = means;
        this.verbs = verbs;
        proposals.setAll(imported.recognition().proposals());
        name.set(nameOf(imported.file()));
        earlier.set(ShelfViewModel.named(workflows, name.get()));
        untouched = new Head(name.get(), description.get(), earlier.get());
        look();
        check();
    }

    public String file() {
        return imported.file();
    }

    /// How many nodes the graph has.
    public int nodes() {
        return imported.recognition().graph().size();
    }

    /// Replaced one by one as they are chosen and left.
    public ObservableList<Proposal> proposals() {
        return proposals;
    }

    /// What a reviewer should know, in sentences.
    public List<String> notes() {
        return imported.recognition().notes();
    }

    public StringProperty name() {
        return name;
    }

    public StringProperty description() {
        return description;
    }

    /// The workflows of which this could be a new version.
    public List<Workflow> workflows() {
        return workflows;
    }

    /// The workflow that this is a new version of, empty for a new one.
    public ReadOnlyObjectProperty<Optional<Workflow>> earlier() {
        return earlier.getReadOnlyProperty();
    }

    /// What the workflow would lack, in sentences.
    public ReadOnlyObjectProperty<List<String>> lacks() {
        return lacks.getReadOnlyProperty();
    }

    /// What keeps it from being saved.
    public ReadOnlyObjectProperty<List<Problem>> faults() {
        return faults.getReadOnlyProperty();
    }

    /// What the engines said, empty while nobody was asked.
    public ReadOnlyObjectProperty<List<WorkflowVerdict>> verdicts() {
        return verdicts.getReadOnlyProperty();
    }

    public ReadOnlyBooleanProperty checking() {
        return checking.getReadOnlyProperty();
    }

    public ReadOnlyBooleanProperty saving() {
        return saving.getReadOnlyProperty();
    }

    /// Why it could not be saved, empty while nothing went wrong.
    public ReadOnlyObjectProperty<Optional<Problem>> refusal() {
        return refusal.getReadOnlyProperty();
    }

    /// Whether a person chose or wrote something that would be lost.
    boolean isTouched() {
        return !description.get().equals(untouched.description())
                || !name.get().equals(untouched.name())
                || !earlier.get().equals(untouched.earlier())
                || !proposals.equals(imported.recognition().proposals());
    }

    /// How many values become variables.
    public long chosen() {
        return proposals.stream().filter(Proposal::accepted).count();
    }

    public void choose(Proposal proposal, boolean accepted) {
        List<Proposal> now = Recognition.choose(proposals, proposal, accepted);
        for (int i = 0; i < now.size(); i++) {
            if (!now.get(i).equals(proposals.get(i))) {
                proposals.set(i, now.get(i));
            }
        }
        verdicts.set(List.of());
        look();
    }

    /// Makes it a new version of a workflow, under whose name it goes on, or a new one.
    public void versionOf(Optional<Workflow> workflow) {
        boolean named = earlier.get().map(Workflow::name).filter(name.get()::equals).isPresent();
        earlier.set(workflow);
        workflow.ifPresent(
                chosen -> {
                    name.set(chosen.name());
                    if (description.get().isBlank()) {
                        description.set(chosen.description());
                    }
                });
        if (workflow.isEmpty() && named) {
            name.set(nameOf(imported.file()));
        }
    }

    /// Asks every engine in use whether it could run it.
    public void check() {
        Workflow asked = draft();
        checking.set(true);
        means.background()
                .latest(
                        "shelf.check",
                        () -> means.queue().check(asked),
                        said -> {
                            checking.set(false);
                            verdicts.set(said);
                        },
                        problem -> {
                            checking.set(false);
                            refusal.set(Optional.of(problem));
                        });
    }

    /// @param done what follows when it is stored
    public void save(Runnable done) {
        if (saving.get() || name.get().isBlank() || !faults.get().isEmpty()) {
            return;
        }
        Workflow draft = draft();
        Optional<Workflow> before = earlier.get();
        saving.set(true);
        refusal.set(Optional.empty());
        means.background()
                .run(
                        () -> means.repertoire().add(draft, before.map(Workflow::id)),
                        stored -> {
                            saving.set(false);
                            done.run();
                            verbs.saved(
                                    MESSAGES.text("workflow.saved", stored.name()),
                                    Changed.to(stored.id()),
                                    Optional.of(takeBack(stored, before)));
                        },
                        problem -> {
                            saving.set(false);
                            refusal.set(Optional.of(problem));
                        });
    }

    private Callable<Changed> takeBack(Workflow stored, Optional<Workflow> before) {
        return () -> {
            means.repertoire().archive(stored.id(), true);
            before.ifPresent(earliest -> means.repertoire().archive(earliest.id(), false));
            return before.map(each -> Changed.to(each.id())).orElse(Changed.SOMETHING);
        };
    }

    private Workflow draft() {
        return WorkflowDraft.of(
                imported.recognition().graph(),
                new ArrayList<>(proposals),
                name.get().isBlank() ? imported.file() : name.get(),
                description.get());
    }

    private void look() {
        lacks.set(Recognition.lacks(proposals));
        faults.set(Planner.templateProblems(draft()));
    }

    /// The file's name as a person would write it.
    private static String nameOf(String file) {
        String stem = file.replaceFirst("(?i)\\.(json|png)$", "").replaceAll("[_\\s]+", " ");
        return stem.strip();
    }
}
