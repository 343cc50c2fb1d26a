package studio.atelier.ui;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.stage.Stage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

import studio.atelier.model.Problem;

import java.util.concurrent.atomic.AtomicInteger;

// The view is made on the JavaFX thread, which the check cannot follow.
@SuppressWarnings("NullAway.Init")
@ExtendWith(ApplicationExtension.class)
class StartViewTest {
    private static final Problem PASSES =
            Problem.detailed(
                    Problem.Kind.DATABASE_UNREACHABLE, "refused", "postgresql://host/studio");

    private final AtomicInteger tries = new AtomicInteger();
    private StartView view;

    @Start
    void start(Stage stage) {
        view = new StartView(() -> {});
        stage.setScene(new Scene(view, 700, 500));
        stage.show();
    }

    @Test
    void whatMayPassIsTriedAgainByItself(FxRobot robot) {
        robot.interact(() -> view.failed(PASSES, tries::incrementAndGet, () -> {}));
        Node button = view.lookup(".button:default");

        await().until(() -> tries.get() == 1);

        robot.interact(() -> view.failed(PASSES, tries::incrementAndGet, () -> {}));
        assertSame(button, view.lookup(".button:default"), "the page was made anew");
        robot.interact(view::starting);
        assertNull(view.lookup(".button:default"));
    }

    @Test
    void whatWillNotPassWaitsForThePerson(FxRobot robot) {
        var lasting = Problem.of(Problem.Kind.DATABASE_TOO_OLD, "11", "14");
        robot.interact(() -> view.failed(lasting, tries::incrementAndGet, () -> {}));
        Button again = (Button) view.lookup(".button:default");
        assertNotNull(again);
        assertTrue(again.isFocused(), "not the one that leaves");
        robot.interact(again::fire);
        assertEquals(1, tries.get());
    }
}
