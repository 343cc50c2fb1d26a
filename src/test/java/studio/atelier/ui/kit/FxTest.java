package studio.atelier.ui.kit;

import javafx.application.Platform;
import javafx.event.EventType;
import javafx.geometry.Point2D;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.stage.Stage;

import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Runs things on the JavaFX thread and shows scenes in a window of the Headless platform.
final class FxTest {
    private FxTest() {}

    static <T> T on(Callable<T> work) throws TimeoutException {
        FxToolkit.registerPrimaryStage();
        return WaitForAsyncUtils.waitFor(30, TimeUnit.SECONDS, WaitForAsyncUtils.asyncFx(work));
    }

    static void run(Runnable work) throws TimeoutException {
        on(
                () -> {
                    work.run();
                    return true;
                });
    }

    /// A dressed scene in the primary window, shown and laid out.
    static Scene show(Theme theme, Parent root, double width, double height)
            throws TimeoutException {
        Stage stage = FxToolkit.registerPrimaryStage();
        Scene scene =
                on(
                        () -> {
                            Scene made = new Scene(root, width, height);
                            theme.dress(made);
                            stage.setScene(made);
                            stage.setX(0);
                            stage.setY(0);
                            stage.show();
                            stage.toFront();
                            return made;
                        });
        WaitForAsyncUtils.waitForFxEvents();
        return scene;
    }

    /// An event of the primary button, as a window system would send it.
    static MouseEvent mouse(
            EventType<MouseEvent> type, Point2D in, Point2D onScreen, KeyCode... held) {
        Set<KeyCode> keys = Set.of(held);
        return new MouseEvent(
                type,
                in.getX(),
                in.getY(),
                onScreen.getX(),
                onScreen.getY(),
                MouseButton.PRIMARY,
                1,
                keys.contains(KeyCode.SHIFT),
                keys.contains(KeyCode.CONTROL),
                false,
                false,
                true,
                false,
                false,
                false,
                false,
                false,
                null);
    }

    static void settle() {
        WaitForAsyncUtils.waitForFxEvents();
        assert !Platform.isFxApplicationThread();
    }
}
