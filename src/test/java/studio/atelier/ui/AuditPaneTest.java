package studio.atelier.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.stage.Stage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

import studio.atelier.model.JobId;
import studio.atelier.model.Problem;
import studio.atelier.model.StudioException;
import studio.atelier.queue.audit.AuditReport;
import studio.atelier.queue.audit.Finding;
import studio.atelier.ui.AuditViewModel.State;
import studio.atelier.ui.kit.SameThreadBackground;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

// The view is made on the JavaFX thread, which the check cannot follow.
@SuppressWarnings("NullAway.Init")
@ExtendWith(ApplicationExtension.class)
class AuditPaneTest {
    private Callable<AuditReport> audit = () -> new AuditReport(3, 3, List.of(), List.of());
    private AuditViewModel model;
    private AuditPane pane;

    @Start
    void start(Stage stage) {
        model = new AuditViewModel(() -> audit.call(), new SameThreadBackground());
        pane = new AuditPane(model);
        stage.setScene(new Scene(pane, 600, 500));
        stage.show();
    }

    @Test
    void allIsWell(FxRobot robot) {
        robot.interact(model::check);
        assertEquals("Everything is where it should be.", summary());
        assertTrue(lines().endsWith("\n0 missing"), lines());
    }

    @Test
    void whatIsMissingIsNamedWithItsJob(FxRobot robot) {
        var lost =
                new Finding(
                        Finding.Kind.MISSING, "milan_dune_00007_.png", Optional.of(new JobId(12)));
        audit = () -> new AuditReport(3, 2, List.of(lost), List.of());
        robot.interact(model::check);
        assertEquals("1 picture is missing.", summary());
        assertEquals(
                """
                3 pictures are recorded, 2 objects are stored.
                Not in the store; restore them from a backup, or run their jobs again (1):
                  milan_dune_00007_.png (job 12)
                1 missing""",
                lines());
    }

    @Test
    void aStoreOutOfReachIsSaid(FxRobot robot) {
        audit =
                () -> {
                    throw new StudioException(
                            Problem.of(Problem.Kind.STORE_FAULTY, "the store", "down"));
                };
        robot.interact(model::check);
        assertTrue(model.stateProperty().get() instanceof State.Failed);
        assertNotNull(pane.lookup(".problem-details"));
    }

    private String summary() {
        return pane.lookup("#audit-summary") instanceof Label label ? label.getText() : "";
    }

    private String lines() {
        return pane.lookup("#audit-lines") instanceof TextArea lines ? lines.getText() : "";
    }
}
