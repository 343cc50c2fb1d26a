package studio.atelier.ui.settings;

import javafx.css.PseudoClass;
import javafx.scene.Node;
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

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// An engine in the list: its name, what it is and where, and how it stands.
final class EngineCell extends ListCell<Row> {
    private static final PseudoClass OUT = PseudoClass.getPseudoClass("out-of-use");
    private static final PseudoClass GOES = PseudoClass.getPseudoClass("goes");

    private final Messages messages = Messages.of("settings");
    private final EngineListViewModel model;
    private final Label name = new Label();
    private final Label about = new Label();
    private final Label address = new Label();
    private final StackPane mark = new StackPane();
    private final HBox line;

    EngineCell(EngineListViewModel model) {
        this.model = model;
        getStyleClass().add("engine-cell");
        name.getStyleClass().add("engine-cell-name");
        about.getStyleClass().add("engine-cell-about");
        address.getStyleClass().add("engine-cell-address");
        var words = new VBox(name, about, address);
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
        mark(Optional.empty());
        if (empty || row == null) {
            setGraphic(null);
            return;
        }
        setGraphic(line);
        switch (row) {
            case Row.Own(var draft) -> show(draft);
            case Row.Variables() -> {
                boolean fixed = !model.variables().fixed().get().isEmpty();
                say(
                        messages.text(fixed ? "engine.environment" : "engine.env-file"),
                        "",
                        variables());
                mark(changed(model.variables().changed().get()));
            }
            case Row.Demo() ->
                    say(messages.text("engine.demo"), messages.text("engine.demo.about"), "");
        }
        setAccessibleText(String.join(", ", name.getText(), about.getText(), address.getText()));
    }

    private void show(EngineDraft draft) {
        String called = draft.name().text().get().strip();
        pseudoClassStateChanged(OUT, !draft.enabled().get());
        pseudoClassStateChanged(GOES, draft.removed().get());
        say(
                called.isEmpty() ? messages.text("engine.nameless") : called,
                about(draft),
                switch (draft.protocol().get()) {
                    case COMFYUI -> shown(draft.address());
                    case RUNPOD -> shown(draft.endpoint());
                    case DEMO -> "";
                });
        boolean wrong = draft.changed().get() && !draft.judgement().valid().get();
        if (!draft.removed().get()) {
            mark(
                    wrong
                            ? Optional.of(Icons.ERROR.node("icon-small", "test-failed"))
                            : changed(draft.changed().get()));
        }
    }

    private String about(EngineDraft draft) {
        if (draft.removed().get()) {
            return messages.text("engine.row.goes");
        }
        String kind = messages.text("engine.protocol." + CheckWords.nameOf(draft.protocol().get()));
        return draft.enabled().get() ? kind : messages.text("engine.row.out", kind);
    }

    private void say(String called, String what, String where) {
        name.setText(called);
        about.setText(what);
        address.setText(where);
        reveal(about, !what.isEmpty());
        reveal(address, !where.isEmpty());
    }

    private void mark(Optional<Node> shown) {
        mark.getChildren().setAll(shown.stream().toList());
        reveal(mark, shown.isPresent());
    }

    private static void reveal(Node node, boolean shown) {
        node.setVisible(shown);
        node.setManaged(shown);
    }

    private String variables() {
        List<SettingField> fields = model.variables().fields();
        return Stream.of("COMFYUI_API_URL", "RUNPOD_ENDPOINT_ID")
                .flatMap(known -> fields.stream().filter(field -> field.name().equals(known)))
                .map(EngineCell::shown)
                .filter(where -> !where.isEmpty())
                .collect(Collectors.joining(" \u00b7 "));
    }

    /// Without what comes before the host: a password may be among it.
    private static String shown(SettingField address) {
        return address.text()
                .get()
                .strip()
                .replaceFirst("^[a-zA-Z]+://", "")
                .replaceFirst("^[^/]*@", "");
    }

    private Optional<Node> changed(boolean is) {
        var dot = new Label(messages.text("engine.row.changed"));
        dot.getStyleClass().add("engine-cell-dot");
        return Optional.<Node>of(dot).filter(_ -> is);
    }
}
