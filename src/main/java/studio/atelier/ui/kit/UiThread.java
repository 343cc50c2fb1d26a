package studio.atelier.ui.kit;

import javafx.application.Platform;

import studio.atelier.model.Allowed;

import java.util.concurrent.Executor;

/// The only door to the JavaFX thread. There is no blocking variant on purpose: nobody waits for the screen,
/// and the screen waits for nobody.
@Allowed("Platform: this is the one door")
public final class UiThread implements Executor {
    /// Runs now when already on the JavaFX thread, else as soon as it is free.
    public void run(Runnable action) {
        if (Platform.isFxApplicationThread()) {
            action.run();
        } else {
            Platform.runLater(action);
        }
    }

    /// Runs after the current event and layout, also when called on the JavaFX thread: for changes to the scene
    /// graph from inside a callback.
    public void later(Runnable action) {
        Platform.runLater(action);
    }

    @Override
    public void execute(Runnable action) {
        run(action);
    }
}
