package studio.atelier.app.sample;

import java.awt.geom.Path2D;
import java.util.random.RandomGenerator;

/// Sky, sun, sea and sand in layers.
final class BeachScene {
    private BeachScene() {}

    static void paint(Easel easel, Look look) {
        RandomGenerator random = look.random();
        double horizon = 0.44 + 0.06 * random.nextDouble();
        double shore = horizon + 0.17 + 0.05 * random.nextDouble();
        double sunX = random.nextBoolean() ? 0.22 : 0.76;
        double sunY = horizon - 0.14 - 0.16 * random.nextDouble();
        easel.band(0, horizon, look.far(), Easel.mix(look.far(), look.light(), 0.75));
        easel.glow(sunX, sunY, 0.75, look.light(), 0.85);
        easel.fill(easel.circle(sunX, sunY, 0.085), Easel.lighter(look.light(), 0.5), 1);
        clouds(easel, look, random, horizon);
        hills(easel, look, random, horizon);
        sea(easel, look, random, horizon, shore, sunX);
        sand(easel, look, random, shore);
        boolean palms = look.reference().caption().contains("palm");
        if (palms) {
            palm(easel, look, 0.12, 0.86, 0.1);
            palm(easel, look, 0.9, 0.8, -0.08);
        } else {
            parasol(easel, look, sunX < 0.5 ? 0.82 : 0.16, shore + 0.12);
        }
        double x = sunX < 0.5 ? 0.42 : 0.58;
        double tall = easel.aspect() > 1.1 ? 0.66 : 0.56;
        easel.fill(easel.oval(x + 0.06, 0.925, 0.2, 0.016), Easel.darker(look.near(), 0.5), 0.3);
        Figure.draw(easel, look, x, 0.93, tall);
        easel.glow(sunX, sunY, 0.9, look.light(), 0.22);
    }

    private static void clouds(Easel easel, Look look, RandomGenerator random, double horizon) {
        for (int i = 0; i < 5; i++) {
            double x = random.nextDouble();
            double y = 0.06 + (horizon - 0.16) * random.nextDouble();
            double size = 0.06 + 0.08 * random.nextDouble();
            for (int puff = -3; puff <= 3; puff++) {
                double part = 1 - Math.abs(puff) / 4.0;
                easel.fill(
                        easel.oval(
                                x + puff * size * 0.55 / easel.aspect(),
                                y - 0.006 * part,
                                size * (0.55 + 0.3 * part),
                                size * 0.2 * part),
                        Easel.lighter(look.light(), 0.5),
                        0.28);
            }
        }
    }

    private static void hills(Easel easel, Look look, RandomGenerator random, double horizon) {
        int haze = Easel.mix(look.middle(), look.far(), 0.55);
        easel.fill(easel.wave(horizon - 0.015, 0.02, 0.9, random.nextDouble() * 6), haze, 0.8);
        easel.fill(
                easel.wave(horizon + 0.004, 0.014, 1.3, random.nextDouble() * 6),
                Easel.mix(look.middle(), look.far(), 0.25),
                0.8);
    }

    private static void sea(
            Easel easel,
            Look look,
            RandomGenerator random,
            double horizon,
            double shore,
            double sunX) {
        easel.band(
                horizon,
                shore + 0.06,
                Easel.darker(look.middle(), 0.12),
                Easel.lighter(look.middle(), 0.3));
        for (int i = 0; i < 110; i++) {
            double depth = random.nextDouble();
            double y = horizon + 0.004 + (shore - horizon) * depth * depth;
            double nearSun = random.nextDouble() < 0.55 ? 0.09 * (0.4 + depth) : 0.6;
            double x = sunX + nearSun * random.nextGaussian();
            double half = (0.006 + 0.03 * depth) * random.nextDouble();
            Path2D glint = new Path2D.Double();
            glint.moveTo(easel.x(x - half), easel.y(y));
            glint.lineTo(easel.x(x + half), easel.y(y));
            easel.line(glint, 0.002 + 0.002 * depth, Easel.lighter(look.light(), 0.3), 0.55);
        }
        double phase = random.nextDouble() * 6;
        easel.fill(
                easel.wave(shore - 0.028, 0.006, 1.7, phase + 1),
                Easel.lighter(look.middle(), 0.4),
                0.6);
        easel.fill(easel.wave(shore - 0.008, 0.007, 1.4, phase), 0xfffdf6, 0.9);
        easel.fill(
                easel.wave(shore + 0.002, 0.007, 1.4, phase), Easel.darker(look.near(), 0.14), 1);
    }

    private static void sand(Easel easel, Look look, RandomGenerator random, double shore) {
        double phase = random.nextDouble() * 6;
        easel.shade(
                easel.wave(shore + 0.03, 0.008, 1.2, phase),
                Easel.lighter(look.near(), 0.18),
                Easel.darker(look.near(), 0.12));
        for (int i = 0; i < 7; i++) {
            double level = shore + 0.07 + i * 0.05;
            Path2D ripple = new Path2D.Double();
            double start = random.nextDouble() * 0.6;
            ripple.moveTo(easel.x(start), easel.y(level));
            ripple.curveTo(
                    easel.x(start + 0.12),
                    easel.y(level - 0.012),
                    easel.x(start + 0.25),
                    easel.y(level + 0.014),
                    easel.x(start + 0.42),
                    easel.y(level));
            easel.line(ripple, 0.003, Easel.darker(look.near(), 0.3), 0.28);
        }
    }

    private static void parasol(Easel easel, Look look, double x, double y) {
        Path2D pole = new Path2D.Double();
        pole.moveTo(easel.x(x), easel.y(y - 0.13));
        pole.lineTo(easel.x(x + 0.012), easel.y(y + 0.09));
        easel.line(pole, 0.008, 0xfff6e6, 1);
        double w = 0.16 / Math.max(0.75, easel.aspect());
        for (int i = 0; i < 6; i++) {
            double left = x - w + i * w / 3;
            Path2D panel = new Path2D.Double();
            panel.moveTo(easel.x(x), easel.y(y - 0.15));
            panel.quadTo(
                    easel.x((x + left) / 2 + (left - x) * 0.25),
                    easel.y(y - 0.125),
                    easel.x(left),
                    easel.y(y - 0.065));
            panel.quadTo(
                    easel.x(left + w / 6),
                    easel.y(y - 0.078),
                    easel.x(left + w / 3),
                    easel.y(y - 0.065));
            double next = left + w / 3;
            panel.quadTo(
                    easel.x((x + next) / 2 + (next - x) * 0.25),
                    easel.y(y - 0.125),
                    easel.x(x),
                    easel.y(y - 0.15));
            easel.fill(panel, i % 2 == 0 ? look.accent() : 0xfff4e2, 1);
        }
    }

    private static void palm(Easel easel, Look look, double x, double foot, double lean) {
        Path2D trunk = new Path2D.Double();
        trunk.moveTo(easel.x(x), easel.y(foot));
        trunk.quadTo(easel.x(x), easel.y(foot - 0.3), easel.x(x + lean), easel.y(foot - 0.55));
        easel.line(trunk, 0.022, Easel.darker(0x8b6b4a, 0.1), 1);
        for (int i = 0; i < 9; i++) {
            double angle = Math.PI * (0.95 + 1.1 * i / 8.0);
            double reach = 0.2;
            double tipX = x + lean + Math.cos(angle) * reach / easel.aspect() * 0.9;
            double tipY = foot - 0.55 + Math.sin(angle) * reach * 0.5 + 0.07;
            Path2D leaf = new Path2D.Double();
            leaf.moveTo(easel.x(x + lean), easel.y(foot - 0.55));
            leaf.quadTo(
                    easel.x((x + lean + tipX) / 2),
                    easel.y(Math.min(tipY, foot - 0.55) - 0.07),
                    easel.x(tipX),
                    easel.y(tipY));
            leaf.quadTo(
                    easel.x((x + lean + tipX) / 2),
                    easel.y(Math.min(tipY, foot - 0.55) - 0.02),
                    easel.x(x + lean),
                    easel.y(foot - 0.55));
            easel.fill(
                    leaf,
                    i % 2 == 0
                            ? Easel.darker(look.middle(), 0.35)
                            : Easel.mix(look.middle(), 0x3f7d4f, 0.6),
                    1);
        }
    }
}
