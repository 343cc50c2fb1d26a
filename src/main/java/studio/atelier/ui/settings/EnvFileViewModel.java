package studio.atelier.ui.settings;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import studio.atelier.model.Problem;
import studio.atelier.ui.kit.Background;

import java.nio.file.Path;

/// The taking over of a `.env` file: first a look, then the taking. JavaFX thread only.
public final class EnvFileViewModel {
    /// Where it stands. Values are never shown.
    public sealed interface State {
        record None() implements State {}

        record Looking() implements State {}

        record Seen(Path file, ConnectionSettings.EnvFile found) implements State {}

        record Taken(ConnectionSettings.EnvFile taken) implements State {}

        record Failed(Problem problem) implements State {}
    }

    private final ConnectionSettings settings;
    private final Background background;
    private final Runnable onTaken;
    private final ReadOnlyObjectWrapper<State> state =
            new ReadOnlyObjectWrapper<>(new State.None());

    /// @param onTaken what is shown of the connections has to be read anew
    public EnvFileViewModel(ConnectionSettings settings, Background background, Runnable onTaken) {
        this.settings = settings;
        this.background = background;
        this.onTaken = onTaken;
    }

    public ReadOnlyObjectProperty<State> state() {
        return state.getReadOnlyProperty();
    }

    public void look(Path file) {
        state.set(new State.Looking());
        background.latest(
                "env-file",
                () -> settings.look(file),
                found -> state.set(new State.Seen(file, found)),
                problem -> state.set(new State.Failed(problem)));
    }

    /// Takes over what was looked at.
    public void take() {
        if (state.get() instanceof State.Seen(var file, var _)) {
            state.set(new State.Looking());
            background.latest(
                    "env-file",
                    () -> settings.take(file),
                    taken -> {
                        state.set(new State.Taken(taken));
                        onTaken.run();
                    },
                    problem -> state.set(new State.Failed(problem)));
        }
    }

    /// Everything was opened anew: what was taken over holds.
    void startedAnew() {
        if (state.get() instanceof State.Taken) {
            forget();
        }
    }

    public void forget() {
        state.set(new State.None());
    }
}
