package studio.atelier.app.sample;

import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.Path2D;
import java.util.random.RandomGenerator;

/// Facades on both sides, windows, a lantern, pavement.
final class StreetScene {
    private StreetScene() {}

    static void paint(Easel easel, Look look) {
        RandomGenerator random = look.random();
        boolean dark = look.far() < 0x400000;
        double glowX = 0.46 + 0.1 * random.nextDouble();
        easel.band(0, 0.74, look.far(), Easel.mix(look.middle(), look.light(), 0.55));
        easel.glow(glowX, 0.6, 0.7, look.light(), 0.75);
        skyline(easel, look, random);
        side(easel, look, random, 0, dark);
        side(easel, look, random, 1, dark);
        ground(easel, look, random, dark);
        awning(easel, look, look.seed() % 2 == 0 ? 0.0 : 0.74, dark);
        lantern(easel, look, look.seed() % 2 == 0 ? 0.78 : 0.23);
        bokeh(easel, look, random, dark ? 26 : 9);
        double tall = easel.aspect() > 1.1 ? 0.66 : 0.56;
        easel.fill(easel.oval(0.5, 0.935, 0.17, 0.014), 0x0d0b16, 0.4);
        Figure.draw(easel, look, 0.5, 0.94, tall);
        easel.vignette(dark ? 0.5 : 0.3);
    }

    private static void skyline(Easel easel, Look look, RandomGenerator random) {
        for (int i = 0; i < 12; i++) {
            double left = 0.22 + i * 0.05;
            double top = 0.44 + 0.18 * random.nextDouble();
            int tone = Easel.mix(look.middle(), look.light(), 0.35 + 0.15 * random.nextDouble());
            easel.fill(easel.box(left, top, left + 0.052, 0.78), tone, 0.8);
        }
        easel.glow(0.5, 0.68, 0.45, look.light(), 0.45);
    }

    /// Three houses on one side, the nearer the larger.
    private static void side(
            Easel easel, Look look, RandomGenerator random, int side, boolean dark) {
        double[] edges = {0.36, 0.25, 0.13, -0.02};
        for (int i = 0; i < 3; i++) {
            double inner = edges[i];
            double outer = edges[i + 1];
            double top = 0.30 - i * 0.1 + 0.05 * random.nextDouble();
            int[] tones = {
                look.middle(), look.near(), look.accent(), Easel.lighter(look.middle(), 0.25)
            };
            int tone = tones[random.nextInt(tones.length)];
            tone = dark ? Easel.darker(tone, 0.45) : Easel.mix(tone, look.far(), 0.28 - 0.12 * i);
            double left = side == 0 ? outer : 1 - inner;
            double right = side == 0 ? inner : 1 - outer;
            house(easel, look, random, new double[] {left, top, right, 0.84}, tone);
        }
    }

    private static void house(
            Easel easel, Look look, RandomGenerator random, double[] place, int tone) {
        double left = place[0];
        double top = place[1];
        double right = place[2];
        easel.shade(
                easel.box(left, top, right, place[3]),
                Easel.lighter(tone, 0.12),
                Easel.darker(tone, 0.22));
        easel.fill(
                easel.box(left - 0.006, top, right + 0.006, top + 0.014),
                Easel.lighter(tone, 0.4),
                1);
        double width = right - left;
        int columns = 2 + random.nextInt(2);
        int rows = (int) ((0.70 - top) / 0.095);
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                double cell = width / columns;
                double x = left + cell * (column + 0.24);
                double y = top + 0.045 + row * 0.095;
                boolean lit = random.nextDouble() < 0.55;
                int glass = lit ? look.light() : Easel.darker(tone, 0.5);
                Shape pane = easel.rounded(x, y, x + cell * 0.52, y + 0.058, 0.006);
                easel.line(pane, 0.006, Easel.lighter(tone, 0.45), 0.8);
                easel.shade(
                        pane,
                        glass,
                        lit ? Easel.mix(glass, look.accent(), 0.28) : Easel.darker(glass, 0.2));
                easel.fill(
                        easel.box(x + cell * 0.25, y, x + cell * 0.27, y + 0.058),
                        Easel.lighter(tone, 0.3),
                        0.7);
            }
        }
        easel.shade(
                easel.rounded(left + width * 0.12, 0.735, right - width * 0.12, 0.84, 0.008),
                Easel.lighter(look.light(), 0.1),
                Easel.mix(look.light(), look.near(), 0.55));
    }

    private static void ground(Easel easel, Look look, RandomGenerator random, boolean dark) {
        easel.band(
                0.84,
                1,
                Easel.mix(look.near(), look.light(), dark ? 0.12 : 0.3),
                Easel.darker(look.near(), 0.3));
        easel.fill(
                easel.polygon(0.36, 0.80, 0.64, 0.80, 1.15, 1.02, -0.15, 1.02),
                Easel.mix(look.near(), look.light(), dark ? 0.1 : 0.22),
                1);
        for (int i = 0; i < 9; i++) {
            double part = (i + 1) / 9.0;
            double y = 0.80 + 0.2 * part * part;
            Path2D joint = new Path2D.Double();
            joint.moveTo(easel.x(0.36 - 0.51 * part * part), easel.y(y));
            joint.lineTo(easel.x(0.64 + 0.51 * part * part), easel.y(y));
            easel.line(joint, 0.0022, Easel.darker(look.near(), 0.35), 0.45);
        }
        Graphics2D graphics = easel.graphics();
        Shape before = graphics.getClip();
        graphics.clip(easel.box(0, 0.81, 1, 1));
        for (int i = 0; i < (dark ? 26 : 10); i++) {
            double x = random.nextDouble();
            double y = 0.84 + 0.14 * random.nextDouble();
            easel.fill(
                    easel.oval(
                            x,
                            y,
                            0.012 + 0.03 * random.nextDouble(),
                            0.004 + 0.01 * random.nextDouble()),
                    random.nextBoolean() ? look.light() : look.accent(),
                    dark ? 0.3 : 0.12);
        }
        graphics.setClip(before);
    }

    private static void awning(Easel easel, Look look, double left, boolean dark) {
        int stripes = 6;
        double width = 0.26;
        for (int i = 0; i < stripes; i++) {
            double x = left + i * width / stripes;
            double next = x + width / stripes;
            Path2D stripe = new Path2D.Double();
            stripe.moveTo(easel.x(x), easel.y(0.645));
            stripe.lineTo(easel.x(next), easel.y(0.645));
            stripe.lineTo(easel.x(next + (left < 0.5 ? 0.02 : -0.02)), easel.y(0.715));
            stripe.quadTo(
                    easel.x((x + next) / 2 + (left < 0.5 ? 0.02 : -0.02)),
                    easel.y(0.735),
                    easel.x(x + (left < 0.5 ? 0.02 : -0.02)),
                    easel.y(0.715));
            stripe.closePath();
            int tone = i % 2 == 0 ? look.accent() : Easel.lighter(look.light(), 0.4);
            easel.fill(stripe, dark ? Easel.darker(tone, 0.2) : tone, 1);
        }
        easel.glow(left + width / 2, 0.76, 0.2, look.light(), 0.5);
    }

    private static void lantern(Easel easel, Look look, double x) {
        int iron = Easel.darker(look.near(), 0.6);
        Path2D post = new Path2D.Double();
        post.moveTo(easel.x(x), easel.y(0.9));
        post.lineTo(easel.x(x), easel.y(0.42));
        easel.line(post, 0.01, iron, 1);
        easel.fill(easel.rounded(x - 0.018, 0.885, x + 0.018, 0.905, 0.004), iron, 1);
        easel.glow(x, 0.39, 0.28, look.light(), 0.9);
        easel.fill(
                easel.polygon(x - 0.024, 0.365, x + 0.024, 0.365, x + 0.015, 0.42, x - 0.015, 0.42),
                Easel.lighter(look.light(), 0.5),
                1);
        easel.fill(easel.polygon(x - 0.032, 0.366, x, 0.338, x + 0.032, 0.366), iron, 1);
    }

    private static void bokeh(Easel easel, Look look, RandomGenerator random, int count) {
        for (int i = 0; i < count; i++) {
            double x = random.nextDouble();
            double y = 0.3 + 0.5 * random.nextDouble();
            int tone = random.nextInt(3) == 0 ? look.accent() : look.light();
            easel.fill(easel.circle(x, y, 0.008 + 0.022 * random.nextDouble()), tone, 0.16);
        }
    }
}
