package studio.atelier.ui.generate.shelf;

import studio.atelier.gallery.Repertoire;
import studio.atelier.model.LoraModel;
import studio.atelier.model.Messages;
import studio.atelier.model.ModelId;
import studio.atelier.model.Problem;
import studio.atelier.model.Workflow;
import studio.atelier.model.WorkflowId;
import studio.atelier.ui.kit.Background;
import studio.atelier.ui.kit.Toast;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/// Puts models and workflows away and brings them back, each with a way back. JavaFX thread only; the work is done
/// elsewhere.
public final class ShelfVerbs {
    private static final Messages MESSAGES = Messages.of("shelf");
    private static final int UNDO_DEPTH = 20;

    /// What changed, so that it can be chosen.
    public record Changed(Optional<ModelId> model, Optional<WorkflowId> workflow) {
        public static final Changed SOMETHING = new Changed(Optional.empty(), Optional.empty());

        static Changed to(ModelId model) {
            return new Changed(Optional.of(model), Optional.empty());
        }

        static Changed to(WorkflowId workflow) {
            return new Changed(Optional.empty(), Optional.of(workflow));
        }
    }

    /// Something done, and what takes it back.
    private record Step(Callable<Changed> back) {}

    private final Repertoire repertoire;
    private final Background background;
    private final Consumer<Changed> changed;
    private final Deque<Step> undoable = new ArrayDeque<>();
    private Consumer<Toast> toasts = _ -> {};

    ShelfVerbs(Repertoire repertoire, Background background, Consumer<Changed> changed) {
        this.repertoire = repertoire;
        this.background = background;
        this.changed = changed;
    }

    /// @param show for example `Toasts::show`
    public void onToast(Consumer<Toast> show) {
        toasts = show;
    }

    public void archive(LoraModel model) {
        run(
                () -> repertoire.archive(model.id(), true),
                MESSAGES.text("archived", model.name()),
                () -> {
                    repertoire.archive(model.id(), false);
                    return Changed.to(model.id());
                });
    }

    public void archive(Workflow workflow) {
        run(
                () -> repertoire.archive(workflow.id(), true),
                MESSAGES.text("archived", workflow.name()),
                () -> {
                    repertoire.archive(workflow.id(), false);
                    return Changed.to(workflow.id());
                });
    }

    public void bringBack(LoraModel model) {
        back(() -> repertoire.archive(model.id(), false), Changed.to(model.id()), model.name());
    }

    public void bringBack(Workflow workflow) {
        back(
                () -> repertoire.archive(workflow.id(), false),
                Changed.to(workflow.id()),
                workflow.name());
    }

    /// Takes back what was put away last and is not back yet.
    ///
    /// @return false when there is none
    public boolean undo() {
        Step latest = undoable.peek();
        if (latest == null) {
            return false;
        }
        undo(latest);
        return true;
    }

    /// Says that something was saved, chooses it, and offers the way back.
    void saved(String text, Changed what, Optional<Callable<Changed>> back) {
        Toast toast = Toast.success(text);
        toasts.accept(back.map(way -> offer(toast, way)).orElse(toast));
        changed.accept(what);
    }

    void refused(Problem problem) {
        toasts.accept(Toast.error(problem));
    }

    private void run(Callable<Boolean> work, String text, Callable<Changed> back) {
        background.run(
                work,
                done -> {
                    if (done) {
                        toasts.accept(offer(Toast.neutral(text), back));
                    }
                    changed.accept(Changed.SOMETHING);
                },
                this::refused);
    }

    private void back(Callable<Boolean> work, Changed what, String name) {
        background.run(
                work,
                _ -> {
                    toasts.accept(Toast.neutral(MESSAGES.text("back", name)));
                    changed.accept(what);
                },
                this::refused);
    }

    private Toast offer(Toast toast, Callable<Changed> back) {
        var step = new Step(back);
        undoable.push(step);
        if (undoable.size() > UNDO_DEPTH) {
            undoable.removeLast();
        }
        return toast.inPlaceOf(step).withAction(MESSAGES.text("undo"), () -> undo(step));
    }

    private void undo(Step step) {
        if (!undoable.remove(step)) {
            return; // by the other way to ask for it
        }
        background.run(
                step.back(),
                what -> {
                    toasts.accept(Toast.neutral(MESSAGES.text("undone")).inPlaceOf(step));
                    changed.accept(what);
                },
                problem -> {
                    undoable.push(step);
                    refused(problem);
                });
    }
}
