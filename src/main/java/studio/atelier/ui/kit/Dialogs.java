package studio.atelier.ui.kit;

import javafx.event.EventHandler;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBar;
import javafx.scene.control.ButtonType;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Dialog;
import javafx.scene.control.DialogEvent;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.VBox;
import javafx.stage.Window;
import javafx.stage.WindowEvent;

import org.jspecify.annotations.Nullable;

import studio.atelier.model.Messages;
import studio.atelier.model.Problem;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Questions and answers in windows of their own. None of the methods waits: what follows is passed along.
public final class Dialogs {
    private static final double TEXT_WIDTH = 420;
    private static final double WIDE = 560;
    private static final double LIST_HEIGHT = 420;

    private final Theme theme;
    private final Supplier<? extends @Nullable Window> owner;
    private final Messages messages = Messages.of("kit");

    public Dialogs(Theme theme, Supplier<? extends @Nullable Window> owner) {
        this.theme = theme;
        this.owner = owner;
    }

    /// What a confirmation asks.
    ///
    /// @param verb on the button, with its object: "Cancel 3 jobs"
    /// @param dangerous makes the button red and "keep" the default
    public record Question(String title, String text, String verb, boolean dangerous) {}

    public void confirm(Question question, Runnable onYes) {
        Dialog<ButtonType> dialog = dialog(question.title(), text(question.text(), TEXT_WIDTH));
        ButtonType yes = new ButtonType(question.verb(), ButtonBar.ButtonData.OK_DONE);
        ButtonType no =
                new ButtonType(messages.text("dialog.cancel"), ButtonBar.ButtonData.CANCEL_CLOSE);
        dialog.getDialogPane().getButtonTypes().setAll(yes, no);
        Node yesButton = dialog.getDialogPane().lookupButton(yes);
        yesButton.getStyleClass().add(question.dangerous() ? "danger" : "accent");
        if (question.dangerous() && yesButton instanceof Button button) {
            button.setDefaultButton(false);
        }
        dialog.setOnHidden(
                _ -> {
                    if (yes.equals(dialog.getResult())) {
                        onYes.run();
                    }
                });
        dialog.show();
    }

    /// One way out of a question.
    ///
    /// @param onChosen told whether the answer holds for the future too
    public record Way(String label, Consumer<Boolean> onChosen) {}

    /// A question with several ways out.
    ///
    /// @param remember beside a check box: "Do not ask again"
    /// @param ways the first is the default
    /// @param none what follows when the dialog is closed instead
    public record Crossroads(
            String title, String text, String remember, List<Way> ways, Runnable none) {}

    public void choose(Crossroads question) {
        CheckBox again = new CheckBox(question.remember());
        again.setId("remember-choice");
        VBox content = new VBox(text(question.text(), WIDE), again);
        content.getStyleClass().add("dialog-question");
        Dialog<ButtonType> dialog = dialog(question.title(), content);
        Map<ButtonType, Way> buttons = new LinkedHashMap<>();
        for (Way way : question.ways()) {
            ButtonBar.ButtonData place =
                    buttons.isEmpty() ? ButtonBar.ButtonData.OK_DONE : ButtonBar.ButtonData.NO;
            buttons.put(new ButtonType(way.label(), place), way);
        }
        dialog.getDialogPane().getButtonTypes().setAll(buttons.keySet());
        dialog.getDialogPane()
                .getButtonTypes()
                .add(
                        new ButtonType(
                                messages.text("dialog.cancel"), ButtonBar.ButtonData.CANCEL_CLOSE));
        Node first = dialog.getDialogPane().lookupButton(buttons.keySet().iterator().next());
        first.getStyleClass().add("accent");
        // The others need not be as wide as a whole sentence.
        ButtonBar.setButtonUniformSize(first, false);
        dialog.setOnHidden(
                _ ->
                        Optional.ofNullable(dialog.getResult())
                                .map(buttons::get)
                                .ifPresentOrElse(
                                        way -> way.onChosen().accept(again.isSelected()),
                                        question.none()));
        dialog.show();
    }

    /// A problem in full: what happened, what to do, and the technical answer to copy.
    public void problem(String title, Problem problem) {
        problems(title, List.of(problem));
    }

    /// Each problem in full, one below the other.
    public void problems(String title, List<Problem> problems) {
        Node content =
                problems.size() == 1 ? new ProblemDetails(problems.getFirst()) : all(problems);
        Dialog<ButtonType> dialog = dialog(title, content);
        dialog.getDialogPane().getButtonTypes().setAll(close());
        dialog.show();
    }

    private static ScrollPane all(List<Problem> problems) {
        VBox list = new VBox();
        list.getStyleClass().add("problem-list");
        for (Problem problem : problems) {
            list.getChildren().add(new ProblemDetails(problem));
        }
        ScrollPane scroll = new ScrollPane(list);
        scroll.setFitToWidth(true);
        scroll.setPrefViewportHeight(LIST_HEIGHT);
        return scroll;
    }

    /// Anything else that is only looked at.
    public void show(String title, Node content) {
        Dialog<ButtonType> dialog = dialog(title, content);
        dialog.getDialogPane().getButtonTypes().setAll(close());
        dialog.show();
    }

    private ButtonType close() {
        return new ButtonType(messages.text("dialog.close"), ButtonBar.ButtonData.CANCEL_CLOSE);
    }

    private Dialog<ButtonType> dialog(String title, Node content) {
        Dialog<ButtonType> dialog = new Dialog<>();
        Window window = owner.get();
        if (window != null) {
            dialog.initOwner(window);
            closeWith(window, dialog);
        }
        dialog.setTitle(title);
        Label heading = new Label(title);
        heading.getStyleClass().add("dialog-title");
        heading.setWrapText(true);
        heading.setMaxWidth(WIDE);
        VBox box = new VBox(heading, content);
        box.getStyleClass().add("dialog-body");
        dialog.getDialogPane().getStyleClass().add("kit-dialog");
        dialog.getDialogPane().setContent(box);
        theme.dress(dialog.getDialogPane().getScene());
        // What is asked for in here has to lie over this window, not beside it.
        ProblemRequest.answer(
                box, new Dialogs(theme, () -> dialog.getDialogPane().getScene().getWindow()));
        return dialog;
    }

    /// A question whose window has gone is nobody's: not every platform takes it away by itself.
    private static void closeWith(Window window, Dialog<?> dialog) {
        EventHandler<WindowEvent> gone = _ -> dialog.close();
        window.addEventHandler(WindowEvent.WINDOW_HIDDEN, gone);
        dialog.addEventHandler(
                DialogEvent.DIALOG_HIDDEN,
                _ -> window.removeEventHandler(WindowEvent.WINDOW_HIDDEN, gone));
    }

    private static Label text(String words, double width) {
        Label label = new Label(words);
        label.setWrapText(true);
        label.setMaxWidth(width);
        return label;
    }
}
