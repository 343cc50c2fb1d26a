package studio.atelier.ui.generate;

import studio.atelier.model.PictureRef;
import studio.atelier.model.PictureSize;
import studio.atelier.ui.kit.PictureLoader;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

import javax.imageio.ImageIO;

/// Pictures for the tests: a soft sky, a sun and a shore in colours of their own.
public final class TestPictures implements PictureLoader.Source {
    private static final int WIDTH = 208;
    private static final int HEIGHT = 304;

    @Override
    public InputStream open(PictureRef picture, PictureSize size) throws IOException {
        int number =
                switch (picture) {
                    case PictureRef.Reference(var id) -> id.value();
                    case PictureRef.Generated(var id) -> (int) id.value() + 7;
                    case PictureRef.Result(var job) -> job.value() + 11;
                };
        return new ByteArrayInputStream(jpeg(number));
    }

    public static byte[] jpeg(int number) throws IOException {
        var image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        var painter = image.createGraphics();
        painter.setRenderingHint(
                RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        float hue = number * 0.137f % 1;
        painter.setPaint(
                new GradientPaint(
                        0,
                        0,
                        Color.getHSBColor(hue, 0.45f, 0.95f),
                        WIDTH,
                        HEIGHT,
                        Color.getHSBColor(hue + 0.12f, 0.55f, 0.6f)));
        painter.fillRect(0, 0, WIDTH, HEIGHT);
        painter.setColor(Color.getHSBColor(hue + 0.08f, 0.18f, 1));
        int radius = 30 + number * 13 % 30;
        painter.fillOval(40 + number * 29 % 90, 50 + number * 17 % 60, 2 * radius, 2 * radius);
        painter.setColor(Color.getHSBColor(hue + 0.5f, 0.35f, 0.4f));
        painter.fillOval(-60, 210 + number * 7 % 40, 380, 220);
        painter.dispose();
        var bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "jpg", bytes);
        return bytes.toByteArray();
    }
}
