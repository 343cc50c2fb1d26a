package studio.atelier.app.sample;

import java.awt.geom.Path2D;
import java.util.random.RandomGenerator;

/// A seamless backdrop, lamps and their cones of light.
final class StudioScene {
    private StudioScene() {}

    static void paint(Easel easel, Look look) {
        RandomGenerator random = look.random();
        boolean wide = easel.aspect() > 1.1;
        boolean spot = look.reference().caption().contains("spot");
        double lamp = random.nextBoolean() ? 0.12 : 0.88;
        easel.band(0, 1, Easel.darker(look.middle(), 0.18), look.far());
        backdrop(easel, look, wide);
        easel.glow(0.5, 0.42, 0.75, look.light(), spot ? 0.25 : 0.5);
        shapes(easel, look, random);
        cone(easel, look, lamp, spot);
        if (look.reference().caption().contains("two")) {
            cone(easel, look, 1 - lamp, false);
        }
        easel.fill(easel.oval(0.5 + (0.5 - lamp) * 0.16, 0.915, 0.26, 0.022), 0x16121f, 0.28);
        Figure.draw(easel, look, 0.5, 0.92, wide ? 0.76 : 0.68);
        softbox(easel, lamp);
        if (look.reference().caption().contains("two")) {
            softbox(easel, 1 - lamp);
        }
        easel.glow(lamp, 0.16, 0.6, look.light(), 0.4);
        easel.vignette(spot ? 0.5 : 0.25);
    }

    /// Paper that hangs from a roll and runs out over the floor.
    private static void backdrop(Easel easel, Look look, boolean wide) {
        double in = wide ? 0.2 : 0.1;
        Path2D paper = new Path2D.Double();
        paper.moveTo(easel.x(in), easel.y(0.05));
        paper.lineTo(easel.x(1 - in), easel.y(0.05));
        paper.lineTo(easel.x(1 - in), easel.y(0.76));
        paper.quadTo(easel.x(1 - in), easel.y(0.82), easel.x(1.06), easel.y(1.02));
        paper.lineTo(easel.x(-0.06), easel.y(1.02));
        paper.quadTo(easel.x(in), easel.y(0.82), easel.x(in), easel.y(0.76));
        paper.closePath();
        easel.shade(
                paper, Easel.lighter(look.far(), 0.06), Easel.mix(look.far(), look.near(), 0.5));
        easel.fill(
                easel.rounded(in - 0.03, 0.035, 1.03 - in, 0.062, 0.012),
                Easel.darker(look.near(), 0.35),
                1);
        easel.fill(easel.oval(0.5, 0.8, 0.62, 0.07), Easel.lighter(look.far(), 0.25), 0.16);
    }

    private static void shapes(Easel easel, Look look, RandomGenerator random) {
        double x = random.nextBoolean() ? 0.38 : 0.62;
        easel.fill(easel.circle(x, 0.42, 0.25), look.accent(), 0.75);
        easel.fill(
                easel.circle(x + (0.5 - x) * 0.3, 0.4, 0.25),
                Easel.lighter(look.accent(), 0.35),
                0.3);
        double block = 1 - x + (x < 0.5 ? 0.13 : -0.13);
        easel.shade(
                easel.rounded(block - 0.09, 0.78, block + 0.09, 0.92, 0.006),
                Easel.lighter(look.near(), 0.3),
                look.near());
        easel.fill(
                easel.polygon(
                        block - 0.09,
                        0.78,
                        block - 0.06,
                        0.755,
                        block + 0.12,
                        0.755,
                        block + 0.09,
                        0.78),
                Easel.lighter(look.near(), 0.5),
                1);
        easel.fill(easel.circle(block + 0.01, 0.715, 0.045), look.light(), 0.95);
        easel.fill(
                easel.circle(block + 0.018, 0.72, 0.04),
                Easel.mix(look.light(), look.accent(), 0.25),
                0.5);
    }

    private static void cone(Easel easel, Look look, double lamp, boolean hard) {
        double away = lamp < 0.5 ? 1 : -1;
        for (int i = 0; i < 4; i++) {
            double spread = 0.1 + 0.05 * i;
            easel.fill(
                    easel.polygon(
                            lamp + away * 0.03, 0.12,
                            lamp + away * 0.05, 0.2,
                            0.5 - away * spread + away * 0.02, 0.95,
                            0.5 + away * (0.22 + spread), 0.95),
                    look.light(),
                    hard ? 0.1 : 0.06);
        }
        easel.fill(easel.oval(0.52, 0.93, hard ? 0.3 : 0.42, 0.05), look.light(), 0.22);
    }

    private static void softbox(Easel easel, double lamp) {
        double away = lamp < 0.5 ? 1 : -1;
        Path2D stand = new Path2D.Double();
        stand.moveTo(easel.x(lamp - away * 0.04), easel.y(0.2));
        stand.lineTo(easel.x(lamp - away * 0.05), easel.y(0.97));
        easel.line(stand, 0.008, 0x24222c, 0.9);
        Path2D box =
                easel.polygon(
                        lamp - away * 0.1,
                        0.13,
                        lamp + away * 0.045,
                        0.06,
                        lamp + away * 0.075,
                        0.25,
                        lamp - away * 0.085,
                        0.19);
        easel.shade(box, 0x34323e, 0x1e1c26);
        Path2D front =
                easel.polygon(
                        lamp + away * 0.045, 0.06,
                        lamp + away * 0.068, 0.052,
                        lamp + away * 0.1, 0.252,
                        lamp + away * 0.075, 0.25);
        easel.fill(front, 0xfffdf5, 1);
    }
}
