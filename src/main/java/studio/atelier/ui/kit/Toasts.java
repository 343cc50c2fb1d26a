package studio.atelier.ui.kit;

import javafx.geometry.Pos;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import studio.atelier.model.Problem;

import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/// Shows toasts in the lower right corner of the window, at most four at a time, and writes each into the
/// activity list. Callable from any thread.
public final class Toasts {
    private static final int MOST = 4;

    private final UiThread ui;
    private final ActivityList activity;
    private final VBox stack = new VBox();

    public Toasts(UiThread ui, ActivityList activity) {
        this.ui = ui;
        this.activity = activity;
        stack.getStyleClass().add("toasts");
        stack.setAlignment(Pos.BOTTOM_RIGHT);
        stack.setPickOnBounds(false);
        stack.setFillWidth(false);
    }

    /// The layer to put over a window's content, filling it; it lets the mouse through where no toast is.
    public Region node() {
        return stack;
    }

    public ActivityList activity() {
        return activity;
    }

    public void success(String text) {
        show(Toast.success(text));
    }

    public void neutral(String text) {
        show(Toast.neutral(text));
    }

    public void error(String text) {
        show(Toast.error(text));
    }

    public void error(Problem problem) {
        show(Toast.error(problem));
    }

    /// As `success`, summed up with others of the same key: "3 images generated".
    public void counted(String key, int count, IntFunction<String> text) {
        show(Toast.success("").grouped(key, count, text));
    }

    public void show(Toast toast) {
        ui.run(() -> add(toast));
    }

    private void add(Toast toast) {
        activity.add(toast);
        Optional<ToastCard> sameGroup =
                toast.group()
                        .flatMap(
                                group ->
                                        cards().filter(card -> card.isOf(group.key())).findFirst());
        if (sameGroup.isPresent()) {
            sameGroup.get().addUp(toast);
            return;
        }
        toast.place()
                .ifPresent(
                        thing ->
                                cards().filter(card -> card.isAbout(thing))
                                        .forEach(ToastCard::leave));
        cards().limit(Math.max(0, cards().count() - MOST + 1)).forEach(ToastCard::leave);
        ToastCard card = new ToastCard(toast, stack.getChildren()::remove);
        stack.getChildren().add(card);
        card.enter();
    }

    private Stream<ToastCard> cards() {
        return stack.getChildren().stream()
                .map(ToastCard.class::cast)
                .filter(card -> !card.isLeaving())
                .toList()
                .stream();
    }
}
