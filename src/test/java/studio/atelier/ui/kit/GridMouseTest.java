package studio.atelier.ui.kit;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import javafx.geometry.Point2D;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeoutException;

class GridMouseTest {
    private GridStage stage;

    @BeforeEach
    void open() throws TimeoutException {
        stage = new GridStage(200);
    }

    @AfterEach
    void close() {
        stage.robot.release(new MouseButton[0]);
        stage.close();
    }

    @Test
    void aClickSelectsOnlyThat() throws Exception {
        stage.click(3);
        stage.click(8);
        assertEquals(Set.of(8), stage.selected());
        assertEquals(8, stage.focus());
    }

    @Test
    void ctrlTogglesAndShiftExtendsFromTheLastClick() throws Exception {
        stage.click(2);
        stage.click(5, KeyCode.CONTROL);
        assertEquals(Set.of(2, 5), stage.selected());
        stage.click(2, KeyCode.CONTROL);
        assertEquals(Set.of(5), stage.selected());
        stage.click(5);
        stage.click(8, KeyCode.SHIFT);
        assertEquals(Set.of(5, 6, 7, 8), stage.selected());
        stage.click(3, KeyCode.SHIFT);
        assertEquals(Set.of(3, 4, 5), stage.selected());
    }

    @Test
    void ctrlAndShiftTogetherKeepWhatWasSelected() throws Exception {
        stage.click(0);
        stage.click(10, KeyCode.CONTROL);
        stage.click(12, KeyCode.CONTROL, KeyCode.SHIFT);
        assertEquals(Set.of(0, 10, 11, 12), stage.selected());
        stage.click(9, KeyCode.CONTROL, KeyCode.SHIFT);
        assertEquals(Set.of(0, 9, 10), stage.selected());
    }

    @Test
    void theCheckMarkTogglesWithoutAKey() throws Exception {
        stage.click(1);
        stage.robot.clickOn(stage.corner(4).add(15, 15));
        FxTest.settle();
        assertEquals(Set.of(1, 4), stage.selected());
    }

    @Test
    void aDoubleClickOpens() throws Exception {
        List<Integer> opened = new ArrayList<>();
        FxTest.run(() -> stage.grid.setOnOpen(opened::add));
        stage.robot.doubleClickOn(stage.middle(7));
        FxTest.settle();
        assertEquals(List.of(7), opened);
        assertEquals(Set.of(7), stage.selected());
    }

    @Test
    void aRightClickSelectsWhatIsNotSelectedAndKeepsWhatIs() throws Exception {
        List<Integer> asked = new ArrayList<>();
        FxTest.run(() -> stage.grid.setOnContextMenu((item, _) -> asked.add(item)));
        stage.click(1);
        stage.click(2, KeyCode.CONTROL);
        stage.robot.rightClickOn(stage.middle(2));
        FxTest.settle();
        assertEquals(Set.of(1, 2), stage.selected());
        stage.robot.rightClickOn(stage.middle(9));
        FxTest.settle();
        assertEquals(Set.of(9), stage.selected());
        assertEquals(List.of(2, 9), asked);
    }

    @Test
    void aClickBesideTheCellsLetsGo() throws Exception {
        stage.click(3);
        stage.robot.clickOn(stage.corner(1).subtract(6, 0).add(0, 40));
        FxTest.settle();
        assertEquals(Set.of(), stage.selected());
    }

    @Test
    void aRubberBandTakesWhatItTouchesAndNothingAboveTheGapItStartsIn() throws Exception {
        int columns = stage.columns();
        Point2D from = stage.corner(columns + 1).subtract(6, 6);
        Point2D to = stage.middle(2 * columns + 2);
        drag(from, to);
        stage.robot.release(MouseButton.PRIMARY);
        FxTest.settle();
        assertEquals(
                new TreeSet<>(List.of(columns + 1, columns + 2, 2 * columns + 1, 2 * columns + 2)),
                stage.selected());
    }

    @Test
    void aRubberBandThatShrinksLetsGoAgainAndCtrlAddsToWhatWasThere() throws Exception {
        stage.click(0);
        int columns = stage.columns();
        Point2D from = stage.corner(columns + 1).subtract(6, 6);
        stage.mouse(MouseEvent.MOUSE_PRESSED, from, KeyCode.CONTROL);
        stage.mouse(MouseEvent.MOUSE_DRAGGED, stage.middle(2 * columns + 3), KeyCode.CONTROL);
        assertEquals(7, stage.selected().size());
        stage.mouse(MouseEvent.MOUSE_DRAGGED, stage.middle(columns + 1), KeyCode.CONTROL);
        assertEquals(Set.of(0, columns + 1), stage.selected());
        stage.mouse(MouseEvent.MOUSE_RELEASED, stage.middle(columns + 1), KeyCode.CONTROL);
    }

    @Test
    void aRubberBandPulledOverTheEdgeScrolls() throws Exception {
        drag(stage.corner(1).subtract(6, 6), stage.middle(1));
        stage.mouse(MouseEvent.MOUSE_DRAGGED, stage.middle(1).add(0, 900));
        int columns = stage.columns();
        await().until(() -> stage.selected().contains(10 * columns + 1));
        assertTrue(stage.top() > 0);
        stage.mouse(MouseEvent.MOUSE_RELEASED, stage.middle(1));
        stage.robot.release(MouseButton.PRIMARY);
        FxTest.settle();
        double after = stage.top();
        Set<Integer> selected = stage.selected();
        stage.layout();
        stage.layout();
        assertEquals(after, stage.top(), "scrolls on after the button was let go");
        assertTrue(selected.stream().allMatch(item -> item % columns == 1), selected.toString());
    }

    @Test
    void fewerItemsUnderARubberBandAreNoTrouble() throws Exception {
        drag(stage.corner(1).subtract(6, 6), stage.middle(20));
        FxTest.run(
                () -> {
                    stage.grid.setItems(GridStage.upTo(3));
                    assertEquals(-1, stage.grid.indexAt(500, 500));
                });
        stage.robot.moveTo(stage.middle(2));
        stage.robot.release(MouseButton.PRIMARY);
        FxTest.settle();
        assertTrue(stage.selected().contains(2), stage.selected().toString());
    }

    private void drag(Point2D from, Point2D to) {
        stage.robot.moveTo(from);
        stage.robot.press(MouseButton.PRIMARY);
        stage.robot.moveTo(from.add(8, 8));
        stage.robot.moveTo(to);
        FxTest.settle();
    }
}
