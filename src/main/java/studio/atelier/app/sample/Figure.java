package studio.atelier.app.sample;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.RoundRectangle2D;

/// A person without a face, in a few soft shapes. Inside, the figure is one high: crown at 0, soles at 1, and x
/// is 0 in the middle.
final class Figure {
    private static final int[] SKINS = {0xe8b796, 0xd9a07c, 0xb87b58, 0xf0c9ac, 0x8f5d43};
    private static final int[] HAIRS = {0x3a2a26, 0x5a3a26, 0x22202a, 0x8a5a34, 0xd7b06f};

    private final Graphics2D graphics;
    private final Look look;
    private final Color skin;
    private final Color hair;
    private final boolean dress;

    private Figure(Graphics2D graphics, Look look) {
        this.graphics = graphics;
        this.look = look;
        int kind = (int) look.seed();
        this.skin = new Color(SKINS[kind % SKINS.length]);
        this.hair = new Color(HAIRS[(kind * 3 + kind / 5) % HAIRS.length]);
        String caption = look.reference().caption();
        this.dress = caption.contains("dress") || caption.contains("coat");
    }

    /// Draws the figure with its feet at a place of the canvas, `tall` parts of the canvas high.
    static void draw(Easel easel, Look look, double x, double feet, double tall) {
        Graphics2D graphics = easel.graphics();
        AffineTransform before = graphics.getTransform();
        double scale = easel.y(tall);
        graphics.translate(easel.x(x), easel.y(feet) - scale);
        graphics.scale(scale, scale);
        new Figure(graphics, look).draw();
        graphics.setTransform(before);
    }

    private void draw() {
        boolean walking = look.pose() == Look.Pose.WALKING;
        hairBehind();
        arm(-1, walking);
        legs(walking);
        clothes(walking);
        neckAndHead();
        arm(1, walking);
    }

    private void limb(double thickness, Color colour, double... points) {
        Path2D path = new Path2D.Double();
        path.moveTo(points[0], points[1]);
        path.quadTo(points[2], points[3], points[4], points[5]);
        graphics.setColor(colour);
        graphics.setStroke(
                new BasicStroke((float) thickness, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        graphics.draw(path);
    }

    private void hairBehind() {
        Path2D path = new Path2D.Double();
        path.moveTo(0, 0.002);
        path.curveTo(-0.075, 0.0, -0.062, 0.09, -0.074, 0.15);
        path.curveTo(-0.085, 0.22, -0.06, 0.26, -0.035, 0.255);
        path.lineTo(0.04, 0.25);
        path.curveTo(0.08, 0.25, 0.075, 0.17, 0.066, 0.12);
        path.curveTo(0.058, 0.07, 0.07, 0.0, 0, 0.002);
        path.closePath();
        graphics.setColor(hair.darker());
        graphics.fill(path);
    }

    private void neckAndHead() {
        limb(0.036, skin.darker(), 0, 0.125, 0, 0.14, 0, 0.165);
        graphics.setColor(skin);
        graphics.fill(new Ellipse2D.Double(-0.041, 0.018, 0.082, 0.112));
        Path2D fringe = new Path2D.Double();
        fringe.moveTo(-0.046, 0.085);
        fringe.curveTo(-0.06, -0.01, 0.06, -0.01, 0.047, 0.085);
        fringe.curveTo(0.043, 0.05, 0.02, 0.04, 0.004, 0.035);
        fringe.curveTo(-0.02, 0.05, -0.04, 0.055, -0.046, 0.085);
        fringe.closePath();
        graphics.setColor(hair);
        graphics.fill(fringe);
    }

    private void legs(boolean walking) {
        double spread = walking ? 0.075 : 0.012;
        Color cloth =
                dress
                        ? skin
                        : new Color(Easel.mix(Easel.darker(look.garment(), 0.5), 0x2f3e5c, 0.6));
        double knee = walking ? 0.06 : 0.045;
        limb(0.062, shaded(cloth), -0.042, 0.5, -knee, 0.72, -0.045 - spread, 0.95);
        limb(0.062, cloth, 0.042, 0.5, knee, 0.72, 0.045 + spread, 0.95);
        graphics.setColor(new Color(0x2a2530));
        graphics.fill(new RoundRectangle2D.Double(-0.08 - spread, 0.955, 0.075, 0.036, 0.03, 0.03));
        graphics.fill(new RoundRectangle2D.Double(0.015 + spread, 0.955, 0.075, 0.036, 0.03, 0.03));
    }

    private static Color shaded(Color colour) {
        return new Color(Easel.darker(colour.getRGB() & 0xffffff, 0.16));
    }

    private void clothes(boolean walking) {
        double hem = dress ? 0.74 : 0.51;
        double flare = dress ? 0.125 + (walking ? 0.03 : 0) : 0.088;
        Path2D path = new Path2D.Double();
        path.moveTo(-0.03, 0.158);
        path.curveTo(-0.08, 0.168, -0.105, 0.175, -0.108, 0.2);
        path.curveTo(-0.1, 0.28, -0.07, 0.32, -0.068, 0.37);
        path.curveTo(-0.07, 0.42, -flare * 0.9, 0.5, -flare, hem);
        path.quadTo(0, hem + 0.025, flare, hem);
        path.curveTo(flare * 0.9, 0.5, 0.07, 0.42, 0.068, 0.37);
        path.curveTo(0.07, 0.32, 0.1, 0.28, 0.108, 0.2);
        path.curveTo(0.105, 0.175, 0.08, 0.168, 0.03, 0.158);
        path.quadTo(0, 0.19, -0.03, 0.158);
        path.closePath();
        graphics.setPaint(
                new GradientPaint(
                        -0.08f,
                        0.2f,
                        new Color(Easel.lighter(look.garment(), 0.14)),
                        0.12f,
                        (float) hem,
                        new Color(Easel.darker(look.garment(), 0.2))));
        graphics.fill(path);
        if (dress) {
            fold(-0.02, -0.05, hem);
            fold(0.02, 0.045, hem);
        }
    }

    private void fold(double top, double bottom, double hem) {
        Color colour = Easel.colour(Easel.darker(look.garment(), 0.4), 0.35);
        limb(0.004, colour, top, 0.42, top, 0.55, bottom, hem - 0.01);
    }

    /// @param side -1 for the left of the picture, 1 for the right
    private void arm(int side, boolean walking) {
        Color sleeve = new Color(Easel.darker(look.garment(), side < 0 ? 0.14 : 0.05));
        double[] joints = joints(side, walking);
        limb(
                0.034,
                skin,
                joints[2],
                joints[3],
                (joints[2] + joints[4]) / 2,
                (joints[3] + joints[5]) / 2,
                joints[4],
                joints[5]);
        limb(
                0.042,
                sleeve,
                joints[0],
                joints[1],
                (joints[0] + joints[2]) / 2 + side * 0.006,
                (joints[1] + joints[3]) / 2,
                joints[2],
                joints[3]);
        if (look.pose() == Look.Pose.SELFIE && side > 0) {
            phone(joints[4], joints[5]);
        }
    }

    /// Shoulder, elbow and hand.
    private double[] joints(int side, boolean walking) {
        double shoulderX = side * 0.092;
        if (look.pose() == Look.Pose.ARMS_UP) {
            return new double[] {shoulderX, 0.195, side * 0.165, 0.09, side * 0.115, -0.035};
        }
        if (side > 0 && look.pose() == Look.Pose.SELFIE) {
            return new double[] {shoulderX, 0.2, 0.15, 0.315, 0.098, 0.2};
        }
        if (side > 0 && look.pose() == Look.Pose.HAND_ON_HIP) {
            return new double[] {shoulderX, 0.2, 0.175, 0.325, 0.085, 0.42};
        }
        double swing = walking ? side * 0.035 : 0;
        return new double[] {
            shoulderX, 0.2, side * 0.128 + swing * 0.4, 0.345, side * 0.118 + swing * 1.5, 0.485
        };
    }

    private void phone(double x, double y) {
        Shape phone = new RoundRectangle2D.Double(x - 0.022, y - 0.068, 0.044, 0.082, 0.012, 0.012);
        graphics.setColor(new Color(0x23222b));
        graphics.fill(phone);
        graphics.setColor(new Color(0x5a6072));
        graphics.fill(new Ellipse2D.Double(x - 0.014, y - 0.06, 0.012, 0.012));
        graphics.setColor(skin);
        graphics.fill(new Ellipse2D.Double(x - 0.024, y - 0.022, 0.046, 0.034));
    }
}
