package studio.atelier.ui.gallery;

import javafx.scene.control.TextArea;
import javafx.scene.text.Text;

/// A text that can be selected and copied, as high as it needs to be up to a limit, from which on it scrolls.
final class SelectableText extends TextArea {
    private static final double MOST = 220;
    private static final double SIDES = 28;
    private static final double ENDS = 20;

    private final Text measure = new Text();

    SelectableText() {
        getStyleClass().add("selectable-text");
        setEditable(false);
        setWrapText(true);
        setPrefRowCount(1);
        setMinHeight(USE_PREF_SIZE);
        textProperty().subscribe(_ -> requestLayout());
        fontProperty().subscribe(_ -> requestLayout());
        widthProperty().subscribe(_ -> setPrefHeight(heightFor(getWidth())));
        textProperty().subscribe(_ -> setPrefHeight(heightFor(getWidth())));
        fontProperty().subscribe(_ -> setPrefHeight(heightFor(getWidth())));
    }

    private double heightFor(double width) {
        measure.setFont(getFont());
        measure.setText(getText().isEmpty() ? " " : getText());
        measure.setWrappingWidth(Math.max(40, width - SIDES));
        return Math.min(MOST, Math.ceil(measure.getLayoutBounds().getHeight()) + ENDS);
    }
}
