package studio.atelier.ui.settings;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import studio.atelier.checks.Check;
import studio.atelier.checks.Step;
import studio.atelier.checks.StepResult;
import studio.atelier.checks.Subject;
import studio.atelier.model.Problem;
import studio.atelier.ui.kit.Background;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;

/// A test of a connection while it runs: its steps appear at once and get their outcomes one by one. JavaFX thread
/// only.
public final class TestViewModel {
    public enum State {
        NONE,
        RUNNING,
        /// There is nothing to test, as nothing is connected.
        NOTHING,
        FINE,
        FAILED
    }

    /// A step, waiting for its outcome while `result` is empty.
    public record Row(Subject subject, String name, Step step, Optional<StepResult> result) {}

    private final Background background;
    private final Executor ui;
    private final ObservableList<Row> rows = FXCollections.observableArrayList();
    private final ReadOnlyObjectWrapper<State> state = new ReadOnlyObjectWrapper<>(State.NONE);
    private final ReadOnlyObjectWrapper<Optional<Problem>> problem =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private int turn;

    TestViewModel(Background background, Executor ui) {
        this.background = background;
        this.ui = ui;
    }

    public ObservableList<Row> rows() {
        return rows;
    }

    public ReadOnlyObjectProperty<State> state() {
        return state.getReadOnlyProperty();
    }

    /// Why the test itself could not be made.
    public ReadOnlyObjectProperty<Optional<Problem>> problem() {
        return problem.getReadOnlyProperty();
    }

    /// Begins anew; what an earlier test still finds is not shown.
    ///
    /// @param made makes the checks; may block
    void start(Callable<List<Check>> made) {
        turn++;
        int now = turn;
        rows.clear();
        problem.set(Optional.empty());
        state.set(State.RUNNING);
        background.run(
                made,
                checks -> begin(checks, now),
                trouble -> end(now, State.FAILED, Optional.of(trouble)));
    }

    private void begin(List<Check> checks, int now) {
        if (now != turn) {
            return;
        }
        List<Row> waiting = new ArrayList<>();
        for (Check check : checks) {
            for (Step step : check.steps()) {
                waiting.add(new Row(check.subject(), check.name(), step, Optional.empty()));
            }
        }
        rows.setAll(waiting);
        if (checks.isEmpty()) {
            state.set(State.NOTHING);
            return;
        }
        background.run(
                () -> run(checks, now),
                fine -> end(now, fine ? State.FINE : State.FAILED, Optional.empty()),
                trouble -> end(now, State.FAILED, Optional.of(trouble)));
    }

    /// Waits no more; what is under way ends by itself.
    public void stop() {
        turn++;
        rows.clear();
        state.set(State.NONE);
        problem.set(Optional.empty());
    }

    /// Something else is entered now: that the former works is no longer true of it. What failed stays in sight, as
    /// it says what to enter.
    void outdate() {
        if (state.get() != State.FAILED) {
            stop();
        }
    }

    private void end(int at, State ended, Optional<Problem> trouble) {
        if (at == turn) {
            problem.set(trouble);
            state.set(ended);
        }
    }

    private boolean run(List<Check> checks, int now) {
        boolean fine = true;
        int first = 0;
        for (Check made : checks) {
            try (Check check = made) {
                int[] at = {first};
                fine &= check.run(result -> hear(at[0]++, result, now)).isFine();
                first += check.steps().size();
            }
        }
        return fine;
    }

    private void hear(int at, StepResult result, int now) {
        ui.execute(
                () -> {
                    if (now == turn) {
                        Row row = rows.get(at);
                        rows.set(
                                at,
                                new Row(
                                        row.subject(),
                                        row.name(),
                                        row.step(),
                                        Optional.of(result)));
                    }
                });
    }

    /// Whether this is the step that is being taken.
    boolean isNext(Row row) {
        return state.get() == State.RUNNING
                && rows.stream()
                        .filter(waiting -> waiting.result().isEmpty())
                        .findFirst()
                        .filter(next -> next.equals(row))
                        .isPresent();
    }
}
