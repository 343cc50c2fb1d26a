package studio.atelier.app.sample;

import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.Area;
import java.awt.geom.Path2D;
import java.util.random.RandomGenerator;

/// A room with a large mirror, in which the figure stands; plants, a rug, light from a window.
final class MirrorScene {
    private MirrorScene() {}

    static void paint(Easel easel, Look look) {
        RandomGenerator random = look.random();
        boolean wide = easel.aspect() > 1.1;
        easel.band(0, 0.84, Easel.lighter(look.far(), 0.2), look.far());
        easel.band(0.84, 1, Easel.mix(look.near(), look.middle(), 0.4), look.near());
        easel.fill(easel.box(0, 0.825, 1, 0.842), Easel.lighter(look.far(), 0.55), 1);
        windowLight(easel, look, random);
        easel.fill(easel.oval(0.5, 0.94, 0.5, 0.055), look.accent(), 0.35);
        easel.fill(easel.oval(0.5, 0.94, 0.42, 0.042), Easel.lighter(look.accent(), 0.3), 0.4);
        double half = wide ? 0.2 : 0.3;
        Shape glass = glass(easel, look, half);
        int frame = Easel.mix(look.accent(), 0x9a7448, 0.5);
        easel.line(glass, 0.05, Easel.darker(frame, 0.25), 0.35);
        reflection(easel, look, glass, half, wide);
        easel.line(glass, 0.028, frame, 1);
        easel.line(glass, 0.007, Easel.lighter(frame, 0.5), 0.8);
        double side = wide ? 0.16 : 0.1;
        plant(easel, look, random, side, 0.93, wide ? 0.5 : 0.42);
        if (random.nextBoolean() || wide) {
            lamp(easel, look, 1 - side, wide);
        } else {
            stool(easel, look, 1 - side * 1.1);
        }
        easel.vignette(0.28);
    }

    private static Shape glass(Easel easel, Look look, double half) {
        String caption = look.reference().caption();
        if (caption.contains("round")) {
            return easel.oval(0.5, 0.46, half * 1.24, half * 1.24 * 1.28);
        }
        if (look.seed() % 2 == 0) {
            return easel.rounded(0.5 - half, 0.08, 0.5 + half, 0.88, 0.03);
        }
        Path2D arch = new Path2D.Double();
        arch.moveTo(easel.x(0.5 - half), easel.y(0.88));
        arch.lineTo(easel.x(0.5 - half), easel.y(0.32));
        arch.curveTo(
                easel.x(0.5 - half),
                easel.y(0.0),
                easel.x(0.5 + half),
                easel.y(0.0),
                easel.x(0.5 + half),
                easel.y(0.32));
        arch.lineTo(easel.x(0.5 + half), easel.y(0.88));
        arch.closePath();
        return arch;
    }

    private static void reflection(Easel easel, Look look, Shape glass, double half, boolean wide) {
        Graphics2D graphics = easel.graphics();
        Shape before = graphics.getClip();
        graphics.clip(new Area(glass));
        easel.band(0, 0.72, Easel.lighter(look.middle(), 0.55), Easel.lighter(look.middle(), 0.15));
        easel.band(0.72, 1, look.near(), Easel.darker(look.near(), 0.2));
        easel.fill(
                easel.rounded(0.5 - half * 0.86, 0.14, 0.5 - half * 0.3, 0.5, 0.01),
                Easel.lighter(look.light(), 0.4),
                0.95);
        easel.fill(
                easel.box(0.5 - half * 0.6, 0.14, 0.5 - half * 0.56, 0.5),
                Easel.lighter(look.middle(), 0.1),
                1);
        easel.fill(
                easel.box(0.5 - half * 0.86, 0.31, 0.5 - half * 0.3, 0.317),
                Easel.lighter(look.middle(), 0.1),
                1);
        easel.fill(
                easel.rounded(0.5 + half * 0.3, 0.24, 0.5 + half * 0.8, 0.42, 0.008),
                look.accent(),
                0.55);
        easel.fill(easel.circle(0.5 + half * 0.55, 0.33, 0.05), look.light(), 0.7);
        easel.glow(0.5 - half * 0.58, 0.32, 0.5, look.light(), 0.6);
        boolean round = look.reference().caption().contains("round");
        double tall = round ? 0.88 : wide ? 0.78 : 0.72;
        Figure.draw(easel, look, 0.52, round ? 1.07 : wide ? 0.96 : 0.9, tall);
        easel.fill(
                easel.polygon(
                        0.5 - half,
                        0.62,
                        0.5 - half,
                        0.4,
                        0.5 + half * 0.5,
                        -0.02,
                        0.5 + half * 0.9,
                        -0.02),
                0xffffff,
                0.11);
        easel.fill(
                easel.polygon(
                        0.5 - half * 0.5,
                        0.92,
                        0.5 + half,
                        0.28,
                        0.5 + half,
                        0.34,
                        0.5 - half * 0.38,
                        0.92),
                0xffffff,
                0.1);
        graphics.setClip(before);
    }

    private static void windowLight(Easel easel, Look look, RandomGenerator random) {
        double left = -0.1 + 0.3 * random.nextDouble();
        for (int pane = 0; pane < 2; pane++) {
            double x = left + pane * 0.2;
            easel.fill(
                    easel.polygon(x, 0.04, x + 0.16, 0.1, x + 0.34, 0.66, x + 0.18, 0.6),
                    look.light(),
                    0.55);
        }
        easel.glow(0.1, 0.1, 0.9, look.light(), 0.5);
    }

    private static void plant(
            Easel easel, Look look, RandomGenerator random, double x, double foot, double tall) {
        int green = Easel.mix(look.accent(), 0x4f7d57, 0.7);
        for (int i = 0; i < 15; i++) {
            double lean = (i - 7) / 7.0;
            double length = tall * (0.5 + 0.5 * random.nextDouble()) * (1 - 0.35 * lean * lean);
            double tipX = x + lean * 0.19;
            double tipY = foot - 0.12 - length;
            Path2D leaf = new Path2D.Double();
            leaf.moveTo(easel.x(x), easel.y(foot - 0.1));
            leaf.curveTo(
                    easel.x(x + lean * 0.02 - 0.03), easel.y(foot - 0.1 - length * 0.5),
                    easel.x(tipX - 0.05), easel.y(tipY + length * 0.3),
                    easel.x(tipX), easel.y(tipY));
            leaf.curveTo(
                    easel.x(tipX + 0.03), easel.y(tipY + length * 0.45),
                    easel.x(x + lean * 0.05 + 0.03), easel.y(foot - 0.1 - length * 0.4),
                    easel.x(x), easel.y(foot - 0.1));
            int tone =
                    i % 3 == 0
                            ? Easel.darker(green, 0.35)
                            : i % 3 == 1 ? green : Easel.lighter(green, 0.2);
            easel.fill(leaf, tone, 0.97);
        }
        Path2D pot =
                easel.polygon(
                        x - 0.075,
                        foot - 0.12,
                        x + 0.075,
                        foot - 0.12,
                        x + 0.052,
                        foot + 0.005,
                        x - 0.052,
                        foot + 0.005);
        easel.shade(pot, Easel.lighter(look.middle(), 0.3), Easel.darker(look.middle(), 0.25));
    }

    private static void lamp(Easel easel, Look look, double x, boolean wide) {
        Path2D stand = new Path2D.Double();
        stand.moveTo(easel.x(x), easel.y(0.3));
        stand.lineTo(easel.x(x), easel.y(0.92));
        easel.line(stand, 0.008, Easel.darker(look.near(), 0.4), 1);
        easel.fill(easel.oval(x, 0.925, 0.07, 0.012), Easel.darker(look.near(), 0.4), 1);
        double w = wide ? 0.07 : 0.1;
        easel.glow(x, 0.28, 0.55, look.light(), 0.75);
        easel.shade(
                easel.polygon(x - w * 0.55, 0.2, x + w * 0.55, 0.2, x + w, 0.33, x - w, 0.33),
                Easel.lighter(look.light(), 0.4),
                Easel.mix(look.light(), look.accent(), 0.3));
    }

    private static void stool(Easel easel, Look look, double x) {
        int wood = Easel.mix(look.near(), 0x9a7448, 0.5);
        for (double leg = -1; leg <= 1; leg += 2) {
            Path2D path = new Path2D.Double();
            path.moveTo(easel.x(x + leg * 0.04), easel.y(0.78));
            path.lineTo(easel.x(x + leg * 0.065), easel.y(0.94));
            easel.line(path, 0.012, Easel.darker(wood, 0.2), 1);
        }
        easel.fill(easel.oval(x, 0.78, 0.095, 0.02), Easel.lighter(wood, 0.2), 1);
        easel.fill(easel.rounded(x - 0.06, 0.72, x + 0.05, 0.775, 0.01), look.accent(), 0.9);
        easel.fill(easel.rounded(x - 0.05, 0.695, x + 0.06, 0.725, 0.008), look.light(), 1);
    }
}
