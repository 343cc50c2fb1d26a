package studio.atelier.ui.kit;

import javafx.animation.Animation;
import javafx.animation.FadeTransition;
import javafx.animation.Interpolator;
import javafx.animation.ParallelTransition;
import javafx.animation.PauseTransition;
import javafx.animation.TranslateTransition;
import javafx.css.PseudoClass;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.util.Duration;

import studio.atelier.model.Messages;
import studio.atelier.model.Problem;

import java.util.Locale;
import java.util.function.Consumer;

/// One toast on the screen: it stays four seconds, longer while the pointer or the keyboard is in it.
final class ToastCard extends HBox {
    private static final Duration STAY = Duration.seconds(4);
    private static final Duration MOVE = Duration.millis(160);
    private static final double SLIDE = 24;

    private final Consumer<Node> gone;
    private final Label text = new Label();
    private final PauseTransition stay = new PauseTransition(STAY);
    private Toast toast;
    private int count;
    private boolean leaving;

    ToastCard(Toast toast, Consumer<Node> gone) {
        this.toast = toast;
        this.gone = gone;
        getStyleClass().add("toast");
        setMaxWidth(USE_PREF_SIZE);
        setAccessibleRole(AccessibleRole.TEXT);
        text.getStyleClass().add("toast-text");
        text.setWrapText(true);
        HBox.setHgrow(text, Priority.ALWAYS);
        Icons icon =
                switch (toast.kind()) {
                    case SUCCESS -> Icons.SUCCESS;
                    case ERROR -> Icons.ERROR;
                    case NEUTRAL -> Icons.INFO;
                };
        String kind = toast.kind().name().toLowerCase(Locale.ROOT);
        pseudoClassStateChanged(PseudoClass.getPseudoClass(kind), true);
        getChildren().addAll(icon.node("toast-icon"), text);
        toast.action().ifPresent(this::addAction);
        toast.problem().ifPresent(problem -> getChildren().add(details(problem)));
        getChildren().add(closeButton());
        count = toast.group().map(Toast.Group::count).orElse(1);
        say(toast.text());
        stay.setOnFinished(_ -> leave());
        hoverProperty().subscribe(_ -> pauseOrGoOn());
        focusWithinProperty().subscribe(_ -> pauseOrGoOn());
    }

    boolean isOf(String groupKey) {
        return toast.group().filter(group -> group.key().equals(groupKey)).isPresent();
    }

    boolean isAbout(Object thing) {
        return toast.place().filter(thing::equals).isPresent();
    }

    boolean isLeaving() {
        return leaving;
    }

    /// Whether its time runs or rests.
    Animation.Status time() {
        return stay.getStatus();
    }

    /// Counts another toast of the same group in, and starts the time again.
    void addUp(Toast next) {
        toast = next;
        next.group()
                .ifPresent(
                        group -> {
                            count += group.count();
                            say(group.text().apply(count));
                        });
        stay.playFromStart();
        pauseOrGoOn();
    }

    void enter() {
        setOpacity(0);
        setTranslateX(SLIDE);
        move(1, 0);
        stay.playFromStart();
    }

    void leave() {
        if (!leaving) {
            leaving = true;
            stay.stop();
            ParallelTransition way = move(0, SLIDE);
            way.setOnFinished(_ -> gone.accept(this));
        }
    }

    private ParallelTransition move(double opacity, double x) {
        FadeTransition fade = new FadeTransition(MOVE, this);
        fade.setToValue(opacity);
        TranslateTransition slide = new TranslateTransition(MOVE, this);
        slide.setToX(x);
        slide.setInterpolator(Interpolator.EASE_OUT);
        ParallelTransition both = new ParallelTransition(fade, slide);
        both.play();
        return both;
    }

    private void pauseOrGoOn() {
        boolean attended = isHover() || isFocusWithin();
        if (attended && stay.getStatus() == Animation.Status.RUNNING) {
            stay.pause();
        } else if (!attended && stay.getStatus() == Animation.Status.PAUSED) {
            stay.playFromStart();
        }
    }

    private void say(String words) {
        text.setText(words);
        setAccessibleText(words);
    }

    private void addAction(Toast.Action action) {
        Button button = new Button(action.label());
        button.getStyleClass().addAll("toast-action", "flat");
        button.setMinWidth(USE_PREF_SIZE);
        button.setOnAction(
                _ -> {
                    leave();
                    action.run().run();
                });
        getChildren().add(button);
    }

    private static Button details(Problem problem) {
        Button details = new DetailsButton(problem);
        details.getStyleClass().add("toast-action");
        return details;
    }

    private Button closeButton() {
        Button close = new Button();
        close.setGraphic(Icons.CLOSE.node("icon-small"));
        close.getStyleClass().addAll("toast-close", "button-icon", "flat");
        String words = Messages.of("kit").text("toast.close");
        close.setAccessibleText(words);
        close.setTooltip(new Tooltip(words));
        close.setOnAction(_ -> leave());
        return close;
    }
}
