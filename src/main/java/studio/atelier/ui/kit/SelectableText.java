package studio.atelier.ui.kit;

import javafx.geometry.Orientation;
import javafx.scene.control.TextArea;
import javafx.scene.text.Text;

/// A text that can be selected and copied, as high as it needs to be up to a limit, from which on it scrolls.
public final class SelectableText extends TextArea {
    private static final double USUAL_WIDTH = 400;
    private static final double SIDES = 28;
    private static final double ENDS = 20;

    private final Text measure = new Text();
    private final double most;

    /// @param most pixels of height
    public SelectableText(double most) {
        this.most = most;
        getStyleClass().add("selectable-text");
        setEditable(false);
        setWrapText(true);
        setMinHeight(USE_PREF_SIZE);
        textProperty().subscribe(_ -> requestLayout());
        fontProperty().subscribe(_ -> requestLayout());
    }

    /// Its height follows from its width, so that whoever lays it out asks once.
    @Override
    public Orientation getContentBias() {
        return Orientation.HORIZONTAL;
    }

    @Override
    protected double computePrefHeight(double width) {
        measure.setFont(getFont());
        measure.setText(getText().isEmpty() ? " " : getText());
        measure.setWrappingWidth((width > 0 ? width : USUAL_WIDTH) - SIDES);
        return Math.min(most, Math.ceil(measure.getLayoutBounds().getHeight()) + ENDS);
    }
}
