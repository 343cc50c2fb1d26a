package studio.atelier.ui.settings;

import javafx.beans.property.StringProperty;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;

import studio.atelier.model.Messages;
import studio.atelier.model.Problem.Kind;
import studio.atelier.ui.kit.NameField;
import studio.atelier.ui.settings.NameListViewModel.State;

import java.util.List;

/// A name to type or to choose from what the server lists, with a quiet word on how the listing went.
final class NameListInput extends VBox {
    private final Messages messages = Messages.of("settings");
    private final NameField field;
    private final Label note = new Label();

    NameListInput(String id, StringProperty text, NameListViewModel names) {
        getStyleClass().add("name-list-input");
        field = new NameField(id, text).withButton(messages.text("names.all"));
        field.describeList(messages.text("names.list"));
        note.setId(id + "-note");
        note.getStyleClass().add("setting-help");
        note.setWrapText(true);
        getChildren().addAll(field, note);
        names.state().subscribe(this::show);
        // Asked for where somebody is about to choose, and again when another server is typed
        // meanwhile.
        input().focusedProperty()
                .subscribe(
                        focused -> {
                            if (focused && input().isEditable()) {
                                names.look();
                            }
                        });
    }

    TextField input() {
        return field.input();
    }

    private void show(State state) {
        field.offer(state instanceof State.Listed(var names) ? names : List.of());
        note.setText(
                switch (state) {
                    case State.Unasked() -> "";
                    case State.Asking() -> messages.text("names.asking");
                    case State.Listed(var names) -> messages.text("names.listed", names.size());
                    case State.Failed(var problem) ->
                            problem.code().equals(Kind.CAPTIONS_UNSET.code())
                                    ? messages.text("names.unset")
                                    : messages.text("names.failed", problem.sentence());
                });
        boolean said = !note.getText().isEmpty();
        note.setVisible(said);
        note.setManaged(said);
    }
}
