package studio.atelier.ui.settings;

import javafx.css.PseudoClass;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;

import studio.atelier.checks.CheckWords;
import studio.atelier.model.Messages;
import studio.atelier.ui.kit.Icons;
import studio.atelier.ui.settings.EngineListViewModel.Row;
import studio.atelier.ui.settings.EngineSettings.Protocol;

import java.util.List;
import java.util.stream.Stream;

/// An engine in the list: its name, what it is and where, and how it stands.
final class EngineCell extends ListCell<Row> {
    private static final PseudoClass OUT = PseudoClass.getPseudoClass("out-of-use");
    private static final PseudoClass GOES = PseudoClass.getPseudoClass("goes");

    private final Messages messages = Messages.of("settings");
    private final EngineListViewModel model;
    private final Label name = new Label();
    private final Label about = new Label();
    private final StackPane mark = new StackPane();
    private final HBox line;

    EngineCell(EngineListViewModel model) {
        this.model = model;
        getStyleClass().add("engine-cell");
        name.getStyleClass().add("engine-cell-name");
        about.getStyleClass().add("engine-cell-about");
        var words = new VBox(name, about);
        words.setMinWidth(0);
        HBox.setHgrow(words, Priority.ALWAYS);
        mark.getStyleClass().add("engine-cell-mark");
        line = new HBox(words, mark);
        line.getStyleClass().add("engine-cell-line");
        // What is too long for the list ends in dots.
        setPrefWidth(0);
    }

    @Override
    protected void updateItem(@Nullable Row row, boolean empty) {
        super.updateItem(row, empty);
        setText("");
        pseudoClassStateChanged(OUT, false);
        pseudoClassStateChanged(GOES, false);
        mark.getChildren().clear();
        if (empty || row == null) {
            setGraphic(null);
            return;
        }
        setGraphic(line);
        switch (row) {
            case Row.Own(var draft) -> show(draft);
            case Row.Variables() -> {
                boolean fixed = !model.variables().fixed().get().isEmpty();
                name.setText(messages.text(fixed ? "engine.environment" : "engine.env-file"));
                about.setText(variables());
                markChange(model.variables().changed().get());
            }
            case Row.Demo() -> {
                name.setText(messages.text("engine.demo"));
                about.setText(messages.text("engine.demo.about"));
            }
        }
        setAccessibleText(name.getText() + ", " + about.getText());
    }

    private void show(EngineDraft draft) {
        String called = draft.name().text().get().strip();
        name.setText(called.isEmpty() ? messages.text("engine.nameless") : called);
        pseudoClassStateChanged(OUT, !draft.enabled().get());
        pseudoClassStateChanged(GOES, draft.removed().get());
        about.setText(about(draft));
        if (draft.removed().get()) {
            return;
        }
        if (draft.changed().get() && !draft.judgement().valid().get()) {
            mark.getChildren().setAll(Icons.ERROR.node("icon-small", "test-failed"));
        } else {
            markChange(draft.changed().get());
        }
    }

    private String about(EngineDraft draft) {
        if (draft.removed().get()) {
            return messages.text("engine.row.goes");
        }
        Protocol protocol = draft.protocol().get();
        String kind = messages.text("engine.protocol." + CheckWords.nameOf(protocol));
        String at =
                switch (protocol) {
                    case COMFYUI -> shown(draft.address());
                    case RUNPOD -> shown(draft.endpoint());
                    case DEMO -> "";
                };
        String state = draft.enabled().get() ? "" : messages.text("engine.row.out");
        return joined(state, kind, at);
    }

    private String variables() {
        List<SettingField> fields = model.variables().fields();
        return joined(
                Stream.of("COMFYUI_API_URL", "RUNPOD_ENDPOINT_ID")
                        .flatMap(known -> fields.stream().filter(f -> f.name().equals(known)))
                        .map(EngineCell::shown)
                        .toArray(String[]::new));
    }

    private static String joined(String... parts) {
        return String.join(" \u00b7 ", Stream.of(parts).filter(part -> !part.isEmpty()).toList());
    }

    /// Without what comes before the host: a password may be among it.
    private static String shown(SettingField address) {
        return address.text().get().strip().replaceFirst("^[a-zA-Z]+://", "").replaceFirst("^[^/]*@", "");
    }

    private void markChange(boolean changed) {
        if (changed) {
            var dot = new Label(messages.text("engine.row.changed"));
            dot.getStyleClass().add("engine-cell-dot");
            mark.getChildren().setAll(dot);
        }
    }
}
