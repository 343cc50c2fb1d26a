package studio.atelier.ui.kit;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import javafx.scene.input.KeyCode;
import javafx.scene.input.ScrollEvent;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeoutException;

/// Where a grid stands, and what is selected, when items or sizes change.
class GridPlaceTest {
    private GridStage stage;

    @BeforeEach
    void open() throws TimeoutException {
        stage = new GridStage(2_000);
    }

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void selectionFocusAndPlaceStayWhenNewItemsComeOnTop() throws Exception {
        FxTest.run(() -> stage.grid.scrollTo(1_000));
        stage.layout();
        stage.click(1_000);
        double y = stage.corner(1_000).getY();
        List<Integer> more = new ArrayList<>(GridStage.numbers(5_000, 5_000 + 3 * stage.columns()));
        more.addAll(GridStage.numbers(0, 2_000));
        stage.set(GridItems.of(more));
        int now = more.indexOf(1_000);
        assertEquals(Set.of(1_000), stage.selected());
        assertEquals(now, stage.focus());
        assertEquals(y, stage.corner(now).getY());
    }

    @Test
    void aGridAtItsTopStaysThereAndShowsWhatIsNew() throws Exception {
        List<Integer> more = new ArrayList<>(List.of(7_000));
        more.addAll(GridStage.numbers(0, 2_000));
        stage.set(GridItems.of(more));
        assertEquals(0, stage.top());
    }

    @Test
    void aGridThatIsScrolledALittleStaysToo() throws Exception {
        FxTest.run(() -> stage.grid.scroll().jumpTo(50));
        stage.layout();
        FxTest.run(() -> stage.grid.gapProperty().set(10));
        stage.layout();
        assertTrue(stage.top() > 30, "top " + stage.top());
    }

    @Test
    void deletingAllInViewStaysInTheNeighbourhood() throws Exception {
        FxTest.run(() -> stage.grid.scrollTo(1_000));
        stage.layout();
        stage.click(1_000);
        GridRange view = stage.inView();
        List<Integer> left = new ArrayList<>(GridStage.numbers(0, 2_000));
        left.removeAll(GridStage.numbers(view.first(), view.end()));
        stage.set(GridItems.of(left));
        assertTrue(stage.inView().contains(view.first()), stage.inView() + " " + view);
        assertEquals(view.end(), left.get(stage.focus()));
        assertEquals(Set.of(1_000), stage.selected(), "keys stay until the screen lets them go");
    }

    @Test
    void otherItemsAltogetherBeginAtTheTop() throws Exception {
        FxTest.run(() -> stage.grid.scrollTo(1_000));
        stage.layout();
        stage.set(GridItems.of(GridStage.numbers(10_000, 12_000)));
        assertEquals(0, stage.top());
        assertEquals(-1, stage.focus());
    }

    @Test
    void shiftGoesOnFromItsAnchorWhenItemsWereReplaced() throws Exception {
        stage.click(5);
        stage.keys(KeyCode.SHIFT, KeyCode.RIGHT);
        List<Integer> more = new ArrayList<>(List.of(9_000));
        more.addAll(GridStage.numbers(0, 2_000));
        stage.set(GridItems.of(more));
        stage.keys(KeyCode.SHIFT, KeyCode.RIGHT);
        assertEquals(Set.of(5, 6, 7), stage.selected());
    }

    @Test
    void theItemAtTheUpperEdgeStaysThereWhenCellsOrWindowChange() throws Exception {
        FxTest.run(() -> stage.grid.scroll().jumpTo(stage.grid.geometry().y(1_000) - 20));
        stage.layout();
        int anchor = stage.inView().first();
        double top = stage.top();
        for (double size : new double[] {90, 240, 111, 150}) {
            FxTest.run(() -> stage.grid.cellSizeProperty().set(size));
            stage.layout();
            assertTrue(stage.inView().contains(anchor), size + ": " + stage.inView());
        }
        assertEquals(top, stage.top(), "there and back again");
        for (double width : new double[] {500, 777, 1000}) {
            FxTest.run(() -> stage.grid.resize(width, 800));
            FxTest.run(stage.grid::layout);
            int first = anchor;
            assertTrue(stage.get(() -> stage.grid.visibleRangeProperty().get().contains(first)));
        }
        assertEquals(top, stage.top());
    }

    @Test
    void theWheelGlidesAndALiveUpdateDoesNotStopIt() throws Exception {
        List<Integer> more = new ArrayList<>(GridStage.numbers(0, 2_000));
        more.add(9_000);
        FxTest.run(
                () -> {
                    stage.grid.fireEvent(notchDown(40));
                    stage.grid.fireEvent(notchDown(40));
                    stage.grid.setItems(GridItems.of(more));
                });
        await().until(() -> stage.top() == 200);
        FxTest.run(() -> stage.grid.fireEvent(notchDown(6)));
        assertEquals(206, stage.top(), "a trackpad is followed at once");
    }

    private static ScrollEvent notchDown(double pixels) {
        return new ScrollEvent(
                ScrollEvent.SCROLL,
                500,
                400,
                500,
                400,
                false,
                false,
                false,
                false,
                false,
                false,
                0,
                -pixels,
                0,
                -pixels,
                ScrollEvent.HorizontalTextScrollUnits.NONE,
                0,
                ScrollEvent.VerticalTextScrollUnits.NONE,
                0,
                0,
                null);
    }

    @Test
    void aGlideEndsWhenTheContentBecomesShorter() throws Exception {
        FxTest.run(
                () -> {
                    stage.grid.scroll().reveal(1_500, 1_600, 800);
                    stage.grid.setItems(GridStage.upTo(12));
                });
        stage.layout();
        stage.set(GridStage.upTo(2_000));
        stage.layout();
        assertEquals(0, stage.top());
    }
}
