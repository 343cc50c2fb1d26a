package studio.atelier.ui.generate;

import javafx.geometry.Orientation;
import javafx.scene.layout.Region;

/// Words on the left and buttons on the right; where both do not fit beside each other, the words stand above.
final class BatchRow extends Region {
    private static final double GAP = 12;
    private static final double ROW_GAP = 8;

    private final Region words;
    private final Region buttons;

    BatchRow(Region words, Region buttons) {
        this.words = words;
        this.buttons = buttons;
        getStyleClass().add("batch-row");
        getChildren().addAll(words, buttons);
    }

    @Override
    public Orientation getContentBias() {
        return Orientation.HORIZONTAL;
    }

    @Override
    protected double computeMinWidth(double height) {
        return snappedLeftInset() + buttons.prefWidth(-1) + snappedRightInset();
    }

    @Override
    protected double computePrefWidth(double height) {
        return computeMinWidth(height) + GAP + words.prefWidth(-1);
    }

    @Override
    protected double computeMinHeight(double width) {
        return computePrefHeight(width);
    }

    @Override
    protected double computePrefHeight(double width) {
        double insets = snappedTopInset() + snappedBottomInset();
        double room = width < 0 ? Double.MAX_VALUE : inner(width);
        double below = buttons.prefHeight(-1);
        return isStacked(room)
                ? insets + words.prefHeight(room) + ROW_GAP + below
                : insets + Math.max(words.prefHeight(room - buttons.prefWidth(-1) - GAP), below);
    }

    @Override
    protected void layoutChildren() {
        double x = snappedLeftInset();
        double y = snappedTopInset();
        double room = inner(getWidth());
        double height = getHeight() - y - snappedBottomInset();
        double across = Math.min(room, buttons.prefWidth(-1));
        double down = buttons.prefHeight(-1);
        if (isStacked(room)) {
            double upper = words.prefHeight(room);
            words.resizeRelocate(x, y, room, upper);
            buttons.resizeRelocate(x + room - across, y + upper + ROW_GAP, across, down);
        } else {
            words.resizeRelocate(x, y, room - across - GAP, height);
            buttons.resizeRelocate(
                    x + room - across, snapPositionY(y + (height - down) / 2), across, down);
        }
    }

    private boolean isStacked(double room) {
        return words.prefWidth(-1) + GAP + buttons.prefWidth(-1) > room;
    }

    private double inner(double width) {
        return width - snappedLeftInset() - snappedRightInset();
    }
}
