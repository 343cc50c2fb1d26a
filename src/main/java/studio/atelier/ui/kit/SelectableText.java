package studio.atelier.ui.kit;

import javafx.scene.control.TextArea;
import javafx.scene.text.Text;

/// A text that can be selected and copied, as high as it needs to be up to a limit, from which on it scrolls.
public final class SelectableText extends TextArea {
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
        setPrefRowCount(1);
        setMinHeight(USE_PREF_SIZE);
        widthProperty().subscribe(_ -> setPrefHeight(heightFor(getWidth())));
        textProperty().subscribe(_ -> setPrefHeight(heightFor(getWidth())));
        fontProperty().subscribe(_ -> setPrefHeight(heightFor(getWidth())));
    }

    private double heightFor(double width) {
        measure.setFont(getFont());
        measure.setText(getText().isEmpty() ? " " : getText());
        measure.setWrappingWidth(Math.max(40, width - SIDES));
        return Math.min(most, Math.ceil(measure.getLayoutBounds().getHeight()) + ENDS);
    }
}
