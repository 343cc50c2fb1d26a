package studio.atelier.ui;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import studio.atelier.model.Problem;
import studio.atelier.queue.audit.AuditReport;
import studio.atelier.queue.audit.AuditWords;
import studio.atelier.ui.kit.Background;

import java.util.List;
import java.util.concurrent.Callable;

/// The check of everything that a person can ask for. JavaFX thread only.
public final class AuditViewModel {
    /// Where the check stands.
    public sealed interface State {
        /// Never asked for.
        record None() implements State {}

        record Running() implements State {}

        /// @param lines what was found, in words
        record Done(int missing, List<String> lines) implements State {
            public Done {
                lines = List.copyOf(lines);
            }
        }

        record Failed(Problem problem) implements State {}
    }

    private final Callable<AuditReport> audit;
    private final Background background;
    private final AuditWords words = new AuditWords();
    private final ReadOnlyObjectWrapper<State> state =
            new ReadOnlyObjectWrapper<>(new State.None());

    /// @param audit blocks until all is compared
    public AuditViewModel(Callable<AuditReport> audit, Background background) {
        this.audit = audit;
        this.background = background;
    }

    public ReadOnlyObjectProperty<State> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /// Begins a check, unless one runs.
    public void check() {
        if (!(state.get() instanceof State.Running)) {
            state.set(new State.Running());
            background.run(
                    audit,
                    report -> state.set(new State.Done(report.missing(), words.lines(report))),
                    problem -> state.set(new State.Failed(problem)));
        }
    }
}
