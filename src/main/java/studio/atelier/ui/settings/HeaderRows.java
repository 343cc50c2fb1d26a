package studio.atelier.ui.settings;

import atlantafx.base.theme.Styles;

import javafx.collections.ListChangeListener;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import studio.atelier.model.Messages;
import studio.atelier.ui.kit.Icons;

import java.util.List;

/// The headers that go along with every request to an engine, each a name and a secret value.
final class HeaderRows extends VBox {
    private static final PseudoClass INVALID = PseudoClass.getPseudoClass("invalid");

    private final Messages messages = Messages.of("settings");
    private final EngineDraft engine;
    private final VBox rows = new VBox();

    HeaderRows(EngineDraft engine) {
        this.engine = engine;
        getStyleClass().add("setting-row");
        rows.getStyleClass().add("header-rows");
        var label = new Label(messages.text("field.engine-headers"));
        label.getStyleClass().add("setting-label");
        var help = new Label(messages.text("help.engine-headers"));
        help.getStyleClass().add("setting-help");
        help.setWrapText(true);
        var add = new Button(messages.text("engine.header.add"), Icons.ADD.node("icon-small"));
        add.setId("engine-header-add");
        add.getStyleClass().add(Styles.SMALL);
        add.setOnAction(
                _ -> {
                    engine.addHeader();
                    rows.getChildren().getLast().lookup(".text-field").requestFocus();
                });
        getChildren().addAll(label, rows, add, help);
        engine.headers().addListener((ListChangeListener<HeaderDraft>) this::follow);
        engine.headers().forEach(header -> rows.getChildren().add(row(header)));
    }

    private void follow(ListChangeListener.Change<? extends HeaderDraft> change) {
        while (change.next()) {
            rows.getChildren().remove(change.getFrom(), change.getFrom() + change.getRemovedSize());
            List<Node> added =
                    change.getAddedSubList().stream().<Node>map(header -> row(header)).toList();
            rows.getChildren().addAll(change.getFrom(), added);
        }
    }

    private Node row(HeaderDraft header) {
        var name = new TextField();
        name.setId("setting-engine-header-name");
        name.setPromptText(messages.text("prompt.engine-header-name"));
        name.setAccessibleText(messages.text("field.engine-header-name"));
        name.textProperty().bindBidirectional(header.name());
        var value =
                new SecretInput(
                        "setting-engine-header-value",
                        header.value()
                                .kept()
                                .map(
                                        kept ->
                                                messages.text(
                                                        kept
                                                                ? "secret.kept"
                                                                : "prompt.engine-header-value")),
                        header.value().text());
        value.describe(messages.text("field.engine-header-value"));
        HBox.setHgrow(value, Priority.ALWAYS);
        String words = messages.text("engine.header.remove");
        var remove = new Button("", Icons.CLOSE.node("icon-small"));
        remove.getStyleClass().addAll(Styles.BUTTON_ICON, Styles.FLAT);
        remove.setAccessibleText(words);
        remove.setTooltip(new Tooltip(words));
        remove.setOnAction(_ -> engine.headers().remove(header));
        var complaint = new Label();
        complaint.getStyleClass().add("field-complaint");
        complaint.setWrapText(true);
        var line = new HBox(name, value, remove);
        line.getStyleClass().add("header-row");
        header.complaint()
                .subscribe(
                        wrong -> {
                            complaint.setText(wrong);
                            complaint.setVisible(!wrong.isEmpty());
                            complaint.setManaged(!wrong.isEmpty());
                            name.pseudoClassStateChanged(INVALID, !wrong.isEmpty());
                            value.pseudoClassStateChanged(INVALID, !wrong.isEmpty());
                        });
        return new VBox(line, complaint);
    }
}
