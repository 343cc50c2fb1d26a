package studio.atelier.ui.generate.shelf;

import atlantafx.base.theme.Styles;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

import org.jspecify.annotations.Nullable;

import studio.atelier.model.Messages;

/// Asks in the place of a pane's buttons whether to give up what was chosen or written in it.
public final class GiveUpBar extends HBox {
    private static final Messages MESSAGES = Messages.of("shelf");

    private final Node instead;
    private final Button keep = new Button(MESSAGES.text("give-up.no"));
    private @Nullable Node focusedBefore;

    /// @param instead hidden while it is asked
    /// @param words of the question
    public GiveUpBar(Node instead, String words, Runnable giveUp) {
        this.instead = instead;
        getStyleClass().addAll("edit-buttons", "give-up");
        setAlignment(Pos.CENTER_LEFT);
        Label question = Lines.warning(words);
        question.setId("give-up-question");
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        keep.setId("give-up-no");
        keep.getStyleClass().add(Styles.ACCENT);
        keep.setMinWidth(USE_PREF_SIZE);
        keep.setOnAction(_ -> end());
        Button yes = new Button(MESSAGES.text("give-up.yes"));
        yes.setId("give-up-yes");
        yes.getStyleClass().add(Styles.DANGER);
        yes.setMinWidth(USE_PREF_SIZE);
        yes.setOnAction(_ -> giveUp.run());
        getChildren().addAll(question, space, yes, keep);
        Lines.reveal(this, false);
    }

    /// Asks, or takes the question back.
    public void askOrNot() {
        if (isVisible()) {
            end();
        } else {
            focusedBefore = getScene().getFocusOwner();
            Lines.reveal(instead, false);
            Lines.reveal(this, true);
            keep.requestFocus();
        }
    }

    private void end() {
        Lines.reveal(this, false);
        Lines.reveal(instead, true);
        Node before = focusedBefore;
        focusedBefore = null;
        if (before != null && before.getScene() != null) {
            before.requestFocus();
        }
    }
}
