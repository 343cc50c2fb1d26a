package studio.atelier.ui.kit;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import javafx.animation.Animation;
import javafx.geometry.Point2D;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.layout.StackPane;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;

import studio.atelier.model.Problem;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;

class ToastsTest {
    private final FxRobot robot = new FxRobot();
    private ActivityList activity;
    private Toasts toasts;

    @BeforeEach
    void open() throws TimeoutException {
        activity = FxTest.on(() -> new ActivityList(InstantSource.system()));
        toasts = FxTest.on(() -> new Toasts(new UiThread(), activity));
        FxTest.show(
                FxTest.on(Theme::new),
                FxTest.on(
                        () -> new StackPane(new Button("something else to focus"), toasts.node())),
                800,
                600);
        robot.moveTo(new Point2D(10, 10));
    }

    private List<ToastCard> cards() throws TimeoutException {
        return FxTest.on(
                () ->
                        toasts.node().getChildrenUnmodifiable().stream()
                                .map(ToastCard.class::cast)
                                .filter(card -> !card.isLeaving())
                                .toList());
    }

    private List<String> texts() throws TimeoutException {
        List<String> texts = new ArrayList<>();
        for (ToastCard card : cards()) {
            texts.add(FxTest.on(() -> ((Label) card.lookup(".toast-text")).getText()));
        }
        return texts;
    }

    @Test
    void oneGroupIsOneToastAndOneLineOfActivity() throws Exception {
        for (int count : new int[] {1, 2, 1}) {
            toasts.counted("made", count, n -> n + " images generated");
        }
        toasts.neutral("Saved");
        toasts.counted("made", 1, n -> n + " images generated");
        FxTest.settle();
        assertEquals(List.of("5 images generated", "Saved"), texts());
        assertEquals(
                List.of("1 images generated", "Saved", "4 images generated"),
                FxTest.on(
                        () ->
                                activity.entries().stream()
                                        .map(ActivityList.Activity::text)
                                        .toList()));
        assertEquals(3, FxTest.on(() -> activity.unreadProperty().get()));
    }

    @Test
    void atMostFourAreShownAndTheOldestGoesFirst() throws Exception {
        for (int i = 1; i <= 6; i++) {
            toasts.neutral("Toast " + i);
        }
        FxTest.settle();
        assertEquals(List.of("Toast 3", "Toast 4", "Toast 5", "Toast 6"), texts());
        await().until(() -> FxTest.on(() -> toasts.node().getChildrenUnmodifiable().size() == 4));
    }

    @Test
    void aToastUnderThePointerStaysAndGoesOnWhenThePointerLeaves() throws Exception {
        toasts.success("Done");
        FxTest.settle();
        ToastCard card = cards().getFirst();
        await().until(() -> FxTest.on(() -> card.getOpacity() == 1));
        assertEquals(Animation.Status.RUNNING, FxTest.on(card::time));
        robot.moveTo(card);
        await().until(() -> FxTest.on(card::time) == Animation.Status.PAUSED);
        toasts.neutral("Another");
        FxTest.settle();
        robot.moveTo(new Point2D(10, 10));
        await().until(() -> FxTest.on(card::time) == Animation.Status.RUNNING);
    }

    @Test
    void aToastWithTheKeyboardInItStaysEvenWhenItCountsOn() throws Exception {
        toasts.show(
                Toast.success("")
                        .withAction("Undo", () -> {})
                        .grouped("moved", 1, n -> n + " moved"));
        FxTest.settle();
        ToastCard card = cards().getFirst();
        FxTest.run(() -> card.lookup(".toast-action").requestFocus());
        assertEquals(Animation.Status.PAUSED, FxTest.on(card::time));
        toasts.counted("moved", 1, n -> n + " moved");
        FxTest.settle();
        assertEquals(Animation.Status.PAUSED, FxTest.on(card::time));
        assertEquals(List.of("2 moved"), texts());
    }

    @Test
    void theActionRunsAndTheToastGoes() throws Exception {
        List<String> done = new ArrayList<>();
        toasts.show(Toast.neutral("Moved to the trash").withAction("Undo", () -> done.add("undo")));
        FxTest.settle();
        await().until(() -> FxTest.on(() -> cards().getFirst().getTranslateX() == 0));
        robot.clickOn(".toast-action");
        FxTest.settle();
        assertEquals(List.of("undo"), done);
        await().until(() -> FxTest.on(() -> toasts.node().getChildrenUnmodifiable().isEmpty()));
    }

    @Test
    void aLongActivityWrapsInItsRow() throws Exception {
        FxTest.run(() -> activity.add(Toast.neutral("Short")));
        FxTest.run(
                () ->
                        activity.add(
                                Toast.error(
                                        Problem.of(
                                                Problem.Kind.ENGINE_UNREACHABLE,
                                                "The studio machine beside the window",
                                                "http://10.0.0.7:8188/with/a/long/path"))));
        ActivityView view =
                FxTest.on(() -> new ActivityView(activity, new Dialogs(new Theme(), () -> null)));
        FxTest.show(FxTest.on(Theme::new), FxTest.on(() -> new StackPane(view)), 380, 420);
        List<ListCell<?>> rows =
                FxTest.on(
                        () -> {
                            view.applyCss();
                            view.layout();
                            List<ListCell<?>> found = new ArrayList<>();
                            view.lookupAll(".activity-row")
                                    .forEach(n -> found.add((ListCell<?>) n));
                            return found.stream().filter(row -> !row.isEmpty()).toList();
                        });
        assertEquals(2, rows.size());
        for (ListCell<?> row : rows) {
            FxTest.run(
                    () -> {
                        Label text = (Label) row.lookup(".activity-text");
                        double needed = text.prefHeight(text.getWidth());
                        assertTrue(text.getHeight() >= needed, text.getText());
                        assertTrue(row.getWidth() <= 380, "width " + row.getWidth());
                    });
        }
        double tallest = rows.stream().mapToDouble(ListCell::getHeight).max().orElse(0);
        double lowest = rows.stream().mapToDouble(ListCell::getHeight).min().orElse(0);
        assertTrue(tallest > lowest + 10, tallest + " " + lowest);
    }
}
