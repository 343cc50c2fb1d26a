package studio.atelier.ui.generate.edit;

import atlantafx.base.theme.Styles;

import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

import studio.atelier.model.Messages;

import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/// Asks for a category: one that is there, or a new name.
public final class CategoryPane extends VBox {
    private static final Messages MESSAGES = Messages.of("references");
    private static final int LONGEST = 100;
    private static final double ROW = 30;
    private static final int ROWS = 6;

    /// What is asked.
    ///
    /// @param text below the title
    /// @param verb on the button: "Move 3 references"
    /// @param initial the name to begin with
    /// @param known categories that are there
    /// @param renames whether a category gets the name, so that a known one is a merger
    public record Question(
            String title,
            String text,
            String verb,
            String initial,
            List<String> known,
            boolean renames) {}

    private final Question question;
    private final Consumer<String> onAnswer;
    private final Runnable close;
    private final TextField name = new TextField();
    private final ListView<String> list = new ListView<>();
    private final Label hint = new Label();
    private final Button answer = new Button();

    /// @param onAnswer gets a name that is not blank, after the pane was closed
    public CategoryPane(Question question, Consumer<String> onAnswer, Runnable close) {
        this.question = question;
        this.onAnswer = onAnswer;
        this.close = close;
        getStyleClass().addAll("preview", "edit-pane");
        setMaxSize(USE_PREF_SIZE, USE_PREF_SIZE);
        Label title = new Label(question.title());
        title.getStyleClass().add("preview-title");
        Label text = new Label(question.text());
        text.setWrapText(true);
        text.getStyleClass().add("hint");
        hint.getStyleClass().add("hint");
        hint.setWrapText(true);
        fillName();
        fillList();
        getChildren().addAll(new VBox(title, text), new VBox(name, list), hint, buttons());
        name.textProperty().subscribe(this::typed);
        focusedProperty()
                .subscribe(
                        focused -> {
                            if (focused) {
                                name.requestFocus();
                                name.selectAll();
                            }
                        });
    }

    private void fillName() {
        name.setId("category-name");
        name.setPromptText(MESSAGES.text("category.prompt"));
        name.setAccessibleText(MESSAGES.text("category.prompt"));
        name.setText(question.initial());
        name.setOnAction(_ -> answer());
        name.addEventFilter(
                KeyEvent.KEY_PRESSED,
                event -> {
                    if (event.getCode() == KeyCode.DOWN && !list.getItems().isEmpty()) {
                        list.requestFocus();
                        list.getSelectionModel().selectFirst();
                        event.consume();
                    }
                });
    }

    private void fillList() {
        list.setId("category-list");
        list.getStyleClass().add(Styles.DENSE);
        list.setAccessibleText(MESSAGES.text("category.known"));
        list.setFixedCellSize(ROW);
        list.setOnMouseClicked(
                event -> {
                    String chosen = list.getSelectionModel().getSelectedItem();
                    if (event.getButton() == MouseButton.PRIMARY && chosen != null) {
                        take(chosen, event.getClickCount() == 2);
                    }
                });
        list.addEventFilter(
                KeyEvent.KEY_PRESSED,
                event -> {
                    String chosen = list.getSelectionModel().getSelectedItem();
                    if (event.getCode() == KeyCode.ENTER && chosen != null) {
                        take(chosen, true);
                        event.consume();
                    }
                });
    }

    private void take(String chosen, boolean finish) {
        name.setText(chosen);
        if (finish) {
            answer();
        }
    }

    private HBox buttons() {
        Button cancel = new Button(MESSAGES.text("cancel"));
        cancel.setMinWidth(USE_PREF_SIZE);
        cancel.setOnAction(_ -> close.run());
        answer.setId("category-answer");
        answer.getStyleClass().add(Styles.ACCENT);
        answer.setMinWidth(USE_PREF_SIZE);
        answer.setOnAction(_ -> answer());
        HBox buttons = new HBox(cancel, answer);
        buttons.getStyleClass().add("edit-buttons");
        buttons.setAlignment(Pos.CENTER_RIGHT);
        return buttons;
    }

    /// The list shows what the typed name may mean; all of it while it is the name of one.
    private void typed(String text) {
        String wanted = text.strip().toLowerCase(Locale.ROOT);
        boolean exists = question.known().stream().anyMatch(k -> k.equalsIgnoreCase(wanted));
        boolean untouched = text.equals(question.initial());
        List<String> fitting =
                question.known().stream()
                        .filter(
                                k ->
                                        exists
                                                || untouched
                                                || k.toLowerCase(Locale.ROOT).contains(wanted))
                        .toList();
        // A click in the list must not replace its rows under the second click.
        if (!list.getItems().equals(fitting)) {
            list.getItems().setAll(fitting);
        }
        list.setPrefHeight(Math.clamp(fitting.size(), 1, ROWS) * ROW + 2);
        list.setVisible(!fitting.isEmpty());
        list.setManaged(!fitting.isEmpty());
        boolean same = question.renames() && text.strip().equals(question.initial());
        answer.setDisable(wanted.isEmpty() || same);
        boolean merges =
                question.renames() && exists && !wanted.equalsIgnoreCase(question.initial());
        answer.setText(merges ? MESSAGES.text("category.merge") : question.verb());
        hint.setText(hint(text.strip(), exists, merges));
    }

    private String hint(String text, boolean exists, boolean merges) {
        if (text.isEmpty()) {
            return MESSAGES.text("category.name-it");
        }
        if (merges) {
            return MESSAGES.text("category.merges", text);
        }
        return exists || question.renames()
                ? MESSAGES.text("category.choose")
                : MESSAGES.text("category.new", text);
    }

    private void answer() {
        if (!answer.isDisabled()) {
            String typed = name.getText().strip();
            String given = typed.substring(0, Math.min(LONGEST, typed.length()));
            // Letter case aside it is the same category, so it is written as it was.
            String category =
                    question.renames()
                            ? given
                            : question.known().stream()
                                    .filter(k -> k.equalsIgnoreCase(given))
                                    .findFirst()
                                    .orElse(given);
            close.run();
            onAnswer.accept(category);
        }
    }
}
