package studio.atelier.ui.generate.shelf;

import javafx.beans.property.StringProperty;

import studio.atelier.model.Messages;
import studio.atelier.ui.kit.NameField;

import java.util.List;

/// A LoRA file by name.
final class LoraField {
    private static final Messages MESSAGES = Messages.of("shelf");

    private LoraField() {}

    /// @param known as the engine lists them
    static NameField of(List<String> known, StringProperty text) {
        NameField field = new NameField("model-lora", text);
        field.input().setPromptText(MESSAGES.text(known.isEmpty() ? "lora.type" : "lora.search"));
        field.describeList(MESSAGES.text("lora.list"));
        field.offer(known);
        return field;
    }
}
