package studio.atelier.ui.kit;

import javafx.animation.AnimationTimer;

/// Leads a zoom to its target in about a tenth of a second, around one point.
final class ZoomGlide extends AnimationTimer {
    private static final double RATE = 22;
    private static final double NANOS = 1e9;
    private static final double NEARLY = 0.002;

    /// Applies a zoom around a point.
    interface Step {
        void apply(double zoom, double x, double y);
    }

    private final Step step;
    private double current;
    private double target;
    private double x;
    private double y;
    private long last;
    private boolean running;

    ZoomGlide(Step step) {
        this.step = step;
    }

    void to(double from, double zoom, double aroundX, double aroundY) {
        current = from;
        target = zoom;
        x = aroundX;
        y = aroundY;
        if (!running) {
            running = true;
            last = 0;
            start();
        }
    }

    /// Goes on from where a glide that runs is heading, so that fast wheel turns add up.
    void by(double from, double factor, double aroundX, double aroundY) {
        double goal = (running ? target : from) * factor;
        to(from, Math.clamp(goal, 1 / ZoomPlace.MOST, ZoomPlace.MOST), aroundX, aroundY);
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
        double share = 1 - Math.exp(-RATE * seconds);
        current *= Math.pow(target / current, share);
        if (Math.abs(target / current - 1) < NEARLY) {
            current = target;
            stop();
        }
        step.apply(current, x, y);
    }
}
