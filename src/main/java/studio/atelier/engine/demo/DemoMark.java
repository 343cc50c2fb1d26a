package studio.atelier.engine.demo;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.geom.RoundRectangle2D;

/// The word DEMO on a small plate in the lower right corner. The letters are drawn, because a computer without
/// fonts must show them too.
final class DemoMark {
    private static final double LETTER_WIDTH = 0.72;
    private static final double GAP = 0.42;

    private DemoMark() {}

    static void draw(Graphics2D graphics, int width, int height) {
        double size = Math.max(7, Math.sqrt((double) width * height) * 0.0155);
        Path2D word = word();
        double wordWidth = (4 * LETTER_WIDTH + 3 * GAP) * size;
        double padding = size * 0.95;
        double plateWidth = wordWidth + 2 * padding;
        double plateHeight = size + 1.5 * padding;
        double margin = size * 1.5;
        double x = width - margin - plateWidth;
        double y = height - margin - plateHeight;
        graphics.setColor(new Color(16, 14, 28, 120));
        graphics.fill(
                new RoundRectangle2D.Double(
                        x, y, plateWidth, plateHeight, plateHeight, plateHeight));
        graphics.setColor(new Color(255, 255, 255, 225));
        graphics.setStroke(
                new BasicStroke(
                        (float) (size * 0.13), BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        AffineTransform place =
                AffineTransform.getTranslateInstance(x + padding, y + (plateHeight - size) / 2);
        place.scale(size, size);
        graphics.draw(word.createTransformedShape(place));
    }

    /// Letters one high, from the upper left corner.
    private static Path2D word() {
        Path2D path = new Path2D.Double();
        double w = LETTER_WIDTH;
        double x = 0;
        path.moveTo(x, 0);
        path.lineTo(x, 1);
        path.lineTo(x + w * 0.35, 1);
        path.curveTo(x + w * 1.22, 1, x + w * 1.22, 0, x + w * 0.35, 0);
        path.closePath();
        x += w + GAP;
        path.moveTo(x + w * 0.85, 0);
        path.lineTo(x, 0);
        path.lineTo(x, 1);
        path.lineTo(x + w * 0.85, 1);
        path.moveTo(x, 0.5);
        path.lineTo(x + w * 0.7, 0.5);
        x += w + GAP;
        path.moveTo(x, 1);
        path.lineTo(x, 0);
        path.lineTo(x + w / 2, 0.62);
        path.lineTo(x + w, 0);
        path.lineTo(x + w, 1);
        x += w + GAP;
        path.append(new java.awt.geom.Ellipse2D.Double(x - 0.04, 0, w + 0.12, 1), false);
        return path;
    }
}
