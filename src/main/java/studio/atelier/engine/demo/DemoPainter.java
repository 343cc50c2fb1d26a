package studio.atelier.engine.demo;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.Optional;

/// Paints placeholders.
final class DemoPainter {
    /// What a picture is made from.
    record Sketch(
            int width,
            int height,
            Optional<BufferedImage> reference,
            String text,
            long seed,
            double denoise) {
        Sketch variant(int number) {
            return new Sketch(width, height, reference, text, seed + number, denoise);
        }
    }

    BufferedImage paint(Sketch sketch) {
        BufferedImage image =
                new BufferedImage(sketch.width(), sketch.height(), BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        g.setPaint(
                new GradientPaint(
                        0,
                        0,
                        new Color((int) sketch.seed() & 0xffffff),
                        image.getWidth(),
                        image.getHeight(),
                        Color.WHITE));
        g.fillRect(0, 0, image.getWidth(), image.getHeight());
        g.dispose();
        return image;
    }

    BufferedImage preview(Sketch sketch, double done) {
        return NodeRunner.resize(paint(sketch), 128, 128);
    }
}
