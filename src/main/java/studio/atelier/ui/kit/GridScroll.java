package studio.atelier.ui.kit;

import javafx.animation.AnimationTimer;
import javafx.geometry.Orientation;
import javafx.scene.control.ScrollBar;
import javafx.scene.input.ScrollEvent;

/// The vertical position of a grid: its scroll bar, wheel, trackpad and touch, and the glide towards where a
/// wheel turn leads. Whole pixels only.
final class GridScroll {
    /// The share of the way that is left after a second of gliding, as an exponent: about 120 ms to 95 %.
    private static final double GLIDE_RATE = 25;

    private static final double WHEEL_STEP = 2.5;
    private static final double NANOS = 1e9;

    private final ScrollBar bar = new ScrollBar();
    private final Glide glide = new Glide();
    private double max;

    GridScroll(Runnable moved) {
        bar.setOrientation(Orientation.VERTICAL);
        bar.setManaged(false);
        bar.setFocusTraversable(false);
        bar.valueProperty().addListener((_, _, _) -> moved.run());
    }

    ScrollBar bar() {
        return bar;
    }

    double top() {
        return Math.round(bar.getValue());
    }

    void extent(double contentHeight, double viewHeight, double rowHeight) {
        max = Math.max(0, contentHeight - viewHeight);
        bar.setVisible(max > 0);
        bar.setMax(max);
        bar.setVisibleAmount(contentHeight == 0 ? 0 : viewHeight / contentHeight * max);
        bar.setUnitIncrement(rowHeight);
        bar.setBlockIncrement(Math.max(rowHeight, viewHeight - rowHeight));
        if (bar.getValue() > max) {
            bar.setValue(max);
        }
        // A glide must not head for what is not there any more.
        glide.target = Math.min(glide.target, max);
    }

    /// Jumps; a glide that runs ends.
    void jumpTo(double top) {
        glide.stop();
        bar.setValue(Math.clamp(top, 0, max));
    }

    /// Stands elsewhere because the content moved; a glide that runs goes on along with it.
    void shiftTo(double top) {
        double wanted = Math.clamp(top, 0, max);
        glide.target += wanted - bar.getValue();
        bar.setValue(wanted);
    }

    /// Glides so that the strip between the two heights is in view.
    void reveal(double from, double to, double viewHeight) {
        double target = glide.running ? glide.target : top();
        if (from < target) {
            approach(from, viewHeight);
        } else if (to > target + viewHeight) {
            approach(Math.min(from, to - viewHeight), viewHeight);
        }
    }

    /// A long way is jumped but for the last view: nobody wants to see a million pictures fly by.
    private void approach(double wanted, double viewHeight) {
        double target = Math.clamp(wanted, 0, max);
        double way = target - bar.getValue();
        if (Math.abs(way) > 3 * viewHeight) {
            bar.setValue(target - Math.signum(way) * viewHeight);
        }
        glide.towards(target);
    }

    void moveBy(double delta) {
        jumpTo(bar.getValue() + delta);
    }

    /// Trackpads and touch screens bring their own smoothness; a wheel's notches are made into a glide.
    void onScroll(ScrollEvent event) {
        if (event.getDeltaY() == 0 || event.isControlDown() || event.isShortcutDown()) {
            return;
        }
        boolean smoothAlready =
                event.isDirect() || event.isInertia() || Math.abs(event.getDeltaY()) < 20;
        if (smoothAlready) {
            moveBy(-event.getDeltaY());
        } else {
            double from = glide.running ? glide.target : bar.getValue();
            glide.towards(from - event.getDeltaY() * WHEEL_STEP);
        }
        event.consume();
    }

    private final class Glide extends AnimationTimer {
        private double target;
        private boolean running;
        private long last;

        void towards(double wanted) {
            target = Math.clamp(wanted, 0, max);
            if (!running) {
                running = true;
                last = 0;
                start();
            }
        }

        @Override
        public void stop() {
            super.stop();
            running = false;
        }

        @Override
        public void handle(long now) {
            double seconds = last == 0 ? 1 / 60.0 : (now - last) / NANOS;
            last = now;
            double way = target - bar.getValue();
            if (Math.abs(way) < 1) {
                bar.setValue(target);
                stop();
            } else {
                bar.setValue(bar.getValue() + way * (1 - Math.exp(-GLIDE_RATE * seconds)));
            }
        }
    }
}
