package studio.atelier.ui.settings;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import studio.atelier.model.Problem;
import studio.atelier.ui.kit.Background;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/// Names that a server lists for a field, asked for when somebody is about to choose one. That it lists none keeps
/// nobody from typing one. JavaFX thread only.
public final class NameListViewModel {
    /// What is known of the list.
    public sealed interface State {
        record Unasked() implements State {}

        record Asking() implements State {}

        record Listed(List<String> names) implements State {}

        record Failed(Problem problem) implements State {}
    }

    /// Asks a server. Blocks.
    interface Source {
        /// @param values that say where the server is
        /// @throws studio.atelier.model.StudioException why there is no list
        List<String> names(Map<String, String> values);
    }

    private final Source source;
    private final Background background;
    private final Supplier<Map<String, String>> values;
    private final List<String> beside;
    private final ReadOnlyObjectWrapper<State> state =
            new ReadOnlyObjectWrapper<>(new State.Unasked());
    private Map<String, String> asked = Map.of();

    /// @param values what is typed at this moment
    /// @param beside the names of the values that have no say in what is listed
    NameListViewModel(
            Source source,
            Background background,
            Supplier<Map<String, String>> values,
            List<String> beside) {
        this.source = source;
        this.background = background;
        this.values = values;
        this.beside = List.copyOf(beside);
    }

    public ReadOnlyObjectProperty<State> state() {
        return state.getReadOnlyProperty();
    }

    /// Asks, unless the list of this server is known or on its way. One that failed is asked for again.
    public void look() {
        Map<String, String> now = relevant();
        boolean known = state.get() instanceof State.Listed || state.get() instanceof State.Asking;
        if (known && now.equals(asked)) {
            return;
        }
        asked = now;
        state.set(new State.Asking());
        Callable<List<String>> work = () -> source.names(now);
        background.latest(
                this,
                work,
                names -> answered(now, new State.Listed(List.copyOf(names))),
                problem -> answered(now, new State.Failed(problem)));
    }

    /// Something else is typed: what is known of another server is forgotten.
    void edited() {
        if (!(state.get() instanceof State.Unasked) && !relevant().equals(asked)) {
            asked = Map.of();
            state.set(new State.Unasked());
        }
    }

    private void answered(Map<String, String> by, State found) {
        if (by.equals(asked)) {
            state.set(found);
        }
    }

    private Map<String, String> relevant() {
        Map<String, String> relevant = new TreeMap<>(values.get());
        relevant.keySet().removeAll(beside);
        return relevant;
    }
}
