package studio.atelier.ui.generate.edit;

import javafx.geometry.Bounds;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Pane;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;

import studio.atelier.model.Messages;
import studio.atelier.model.ReferenceImage;

import java.util.function.BiConsumer;
import java.util.function.IntConsumer;

/// Writes a caption where it stands. Enter saves, Tab saves and goes on to the next one, Escape leaves; the keyboard
/// going elsewhere saves too, so that nothing written is lost. Fills the place over the pictures and lets the mouse
/// through beside itself.
public final class CaptionEditor extends Pane {
    private static final Messages MESSAGES = Messages.of("references");
    private static final double WIDTH = 340;
    private static final double HEIGHT = 104;
    private static final double MARGIN = 8;

    /// As much as a text file beside a picture may bring.
    private static final int LONGEST = 64 * 1024;

    private final TextArea text = new TextArea();
    private final VBox box;
    private final BiConsumer<ReferenceImage, String> onSave;
    private final IntConsumer onStep;
    private final Runnable onEnd;
    private @Nullable ReferenceImage edited;

    /// The caption as the field shows it: what is not touched is not written either.
    private String shown = "";

    /// @param onStep 1 for the next one, -1 for the one before
    /// @param onEnd gives the keyboard back
    public CaptionEditor(
            BiConsumer<ReferenceImage, String> onSave, IntConsumer onStep, Runnable onEnd) {
        this.onSave = onSave;
        this.onStep = onStep;
        this.onEnd = onEnd;
        setPickOnBounds(false);
        text.setId("caption-editor");
        text.setWrapText(true);
        text.setPromptText(MESSAGES.text("caption.prompt"));
        Label keys = new Label(MESSAGES.text("caption.keys"));
        keys.getStyleClass().add("hint");
        box = new VBox(text, keys);
        box.getStyleClass().add("caption-editor");
        box.setPrefSize(WIDTH, HEIGHT);
        box.setVisible(false);
        getChildren().add(box);
        text.addEventFilter(KeyEvent.KEY_PRESSED, this::keys);
        text.focusedProperty()
                .subscribe(
                        focused -> {
                            if (!focused) {
                                save();
                            }
                        });
    }

    public boolean isEditing() {
        return edited != null;
    }

    /// @param caption where it stands, in this pane
    public void edit(ReferenceImage reference, Bounds caption) {
        save();
        edited = reference;
        text.setText(reference.caption());
        shown = text.getText();
        text.setAccessibleText(MESSAGES.text("caption.of", reference.filename()));
        double x = caption.getCenterX() - WIDTH / 2;
        double y = caption.getMinY() - MARGIN;
        box.resizeRelocate(
                Math.clamp(x, MARGIN, Math.max(MARGIN, getWidth() - WIDTH - MARGIN)),
                Math.clamp(y, MARGIN, Math.max(MARGIN, getHeight() - HEIGHT - MARGIN)),
                Math.min(WIDTH, Math.max(0, getWidth() - 2 * MARGIN)),
                HEIGHT);
        box.setVisible(true);
        text.requestFocus();
        text.selectAll();
    }

    /// Ends editing and keeps what was written.
    public void save() {
        ReferenceImage reference = edited;
        if (reference != null) {
            String typed = text.getText();
            leave();
            if (!typed.equals(shown)) {
                String written = typed.strip().replaceAll("\\s*\\R\\s*", " ");
                onSave.accept(reference, written.substring(0, Math.min(LONGEST, written.length())));
            }
        }
    }

    private void leave() {
        edited = null;
        box.setVisible(false);
    }

    @Override
    protected void layoutChildren() {
        // The box stays where `edit` put it.
        box.layout();
    }

    private void keys(KeyEvent event) {
        switch (event.getCode()) {
            case ENTER -> {
                save();
                onEnd.run();
            }
            case ESCAPE -> {
                leave();
                onEnd.run();
            }
            case TAB -> {
                save();
                onStep.accept(event.isShiftDown() ? -1 : 1);
            }
            default -> {
                return;
            }
        }
        event.consume();
    }
}
