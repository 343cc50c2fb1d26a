package studio.atelier.ui.kit;

import studio.atelier.model.Problem;

import java.util.concurrent.Callable;
import java.util.function.Consumer;

/// Runs blocking work off the JavaFX thread and brings its result back to it. Tests pass a same-thread twin.
public interface Background {
    /// Runs `work` on a virtual thread, then `onSuccess` or `onFailure` on the JavaFX thread.
    <T> void run(Callable<T> work, Consumer<T> onSuccess, Consumer<Problem> onFailure);

    /// As `run`, but only the result of the latest call with the same key arrives; an older one that still
    /// runs is interrupted. For searches, filters and reloads.
    <T> void latest(
            Object key, Callable<T> work, Consumer<T> onSuccess, Consumer<Problem> onFailure);
}
