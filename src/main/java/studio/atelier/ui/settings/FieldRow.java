package studio.atelier.ui.settings;

import javafx.beans.property.StringProperty;
import javafx.beans.value.ObservableValue;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;

import studio.atelier.model.Messages;

import java.util.List;

/// A label, the input, what it is good for, and what is wrong with it.
final class FieldRow extends VBox {
    private static final PseudoClass INVALID = PseudoClass.getPseudoClass("invalid");

    private final Messages messages = Messages.of("settings");

    /// @param fixed the environment decides
    FieldRow(SettingField field, ObservableValue<Boolean> fixed) {
        getStyleClass().add("setting-row");
        String key = field.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        var label = new Label(messages.text("field." + key));
        label.getStyleClass().add("setting-label");
        Node input = input(field, key, fixed);
        label.setLabelFor(input instanceof NameListInput listed ? listed.input() : input);
        var complaint = new Label();
        complaint.getStyleClass().add("field-complaint");
        complaint.setWrapText(true);
        complaint.textProperty().bind(field.complaint());
        var help = new Label(messages.text("help." + key));
        help.getStyleClass().add("setting-help");
        help.setWrapText(true);
        field.complaint()
                .subscribe(
                        words -> {
                            input.pseudoClassStateChanged(INVALID, !words.isEmpty());
                            reveal(complaint, !words.isEmpty());
                            reveal(help, words.isEmpty() && !help.getText().isEmpty());
                        });
        getChildren().addAll(label, input, help, complaint);
    }

    private Node input(SettingField field, String key, ObservableValue<Boolean> fixed) {
        String id = "setting-" + key;
        String prompt = messages.text("prompt." + key);
        String label = messages.text("field." + key);
        return switch (field.kind().form()) {
            case TEXT -> {
                var input = new TextField();
                input.setId(id);
                input.textProperty().bindBidirectional(field.text());
                yield prepared(input, prompt, label, fixed);
            }
            case LISTED -> {
                var input = new NameListInput(id, field.text(), field.names().orElseThrow());
                prepared(input.input(), prompt, label, fixed);
                yield input;
            }
            case SECRET -> {
                var input =
                        new SecretInput(
                                id,
                                field.kept()
                                        .map(kept -> kept ? messages.text("secret.kept") : prompt),
                                field.text());
                input.describe(label);
                fixed.subscribe(is -> input.setEditable(!is));
                yield input;
            }
            case FLAG -> {
                ComboBox<String> input = choices(field.text(), prompt);
                input.setId(id);
                input.setAccessibleText(label);
                fixed.subscribe(input::setDisable);
                yield input;
            }
        };
    }

    private static TextField prepared(
            TextField input, String prompt, String label, ObservableValue<Boolean> fixed) {
        input.setPromptText(prompt);
        input.setAccessibleText(label);
        fixed.subscribe(is -> input.setEditable(!is));
        return input;
    }

    /// @param usual what holds when nothing is chosen
    private ComboBox<String> choices(StringProperty text, String usual) {
        var box = new ComboBox<String>();
        box.getItems().setAll(List.of("", "true", "false"));
        box.setConverter(
                new StringConverter<>() {
                    @Override
                    public String toString(String value) {
                        return value == null || value.isEmpty()
                                ? usual
                                : messages.text(isYes(value) ? "flag.yes" : "flag.no");
                    }

                    @Override
                    public String fromString(String words) {
                        return words;
                    }
                });
        box.valueProperty().bindBidirectional(text);
        return box;
    }

    private static boolean isYes(String value) {
        return List.of("true", "1", "yes").contains(value.toLowerCase(java.util.Locale.ROOT));
    }

    private static void reveal(Node node, boolean shown) {
        node.setVisible(shown);
        node.setManaged(shown);
    }
}
