package studio.atelier.storage.image;

import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorConvertOp;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.stream.FileImageOutputStream;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/// Between our pixels and those of Java's own image classes.
final class AwtPictures {
    private static final float NEARLY_LOSSLESS = 0.95f;
    private static final String JPEG_TREE = "javax_imageio_jpeg_image_1.0";

    private AwtPictures() {}

    /// What is transparent lies on the grey that it has in a PNG's thumbnail.
    static RgbPicture rgb(BufferedImage image) {
        int width = image.getWidth();
        int height = image.getHeight();
        byte[] rgb = new byte[width * height * 3];
        int[] row = new int[width];
        int at = 0;
        for (int y = 0; y < height; y++) {
            image.getRGB(0, y, width, 1, row, 0, width);
            for (int pixel : row) {
                int alpha = pixel >>> 24;
                rgb[at++] = PngPixels.over(pixel >> 16 & 0xff, alpha);
                rgb[at++] = PngPixels.over(pixel >> 8 & 0xff, alpha);
                rgb[at++] = PngPixels.over(pixel & 0xff, alpha);
            }
        }
        return new RgbPicture(width, height, rgb);
    }

    /// Decodes a checked PNG as it is stored.
    static BufferedImage png(Path file) throws IOException {
        BufferedImage image = ImageIO.read(file.toFile());
        if (image == null) {
            throw new UnreadablePicture(PictureFault.DAMAGED, "no reader for this PNG");
        }
        return image;
    }

    /// The picture in the colours that a file without a profile has.
    static BufferedImage standardColours(BufferedImage image) {
        if (image.getColorModel().getColorSpace().isCS_sRGB()) {
            return image;
        }
        int type =
                image.getColorModel().hasAlpha()
                        ? BufferedImage.TYPE_4BYTE_ABGR
                        : BufferedImage.TYPE_3BYTE_BGR;
        BufferedImage standard = new BufferedImage(image.getWidth(), image.getHeight(), type);
        new ColorConvertOp(null).filter(image, standard);
        return standard;
    }

    static void writePng(BufferedImage image, Path file) throws IOException {
        Files.deleteIfExists(file);
        if (!ImageIO.write(image, "png", file.toFile())) {
            throw new UnreadablePicture(PictureFault.DAMAGED, "no PNG for such pixels");
        }
    }

    /// As near to the pixels as JPEG gets: every pixel keeps its own colour.
    static void writeJpeg(BufferedImage image, Path file) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        Files.deleteIfExists(file);
        try (ImageOutputStream out = new FileImageOutputStream(file.toFile())) {
            writer.setOutput(out);
            ImageWriteParam param = writer.getDefaultWriteParam();
            param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            param.setCompressionQuality(NEARLY_LOSSLESS);
            IIOMetadata metadata =
                    writer.getDefaultImageMetadata(new ImageTypeSpecifier(image), param);
            Node tree = metadata.getAsTree(JPEG_TREE);
            NodeList parts = ((Element) tree).getElementsByTagName("componentSpec");
            for (int i = 0; i < parts.getLength(); i++) {
                Element part = (Element) parts.item(i);
                part.setAttribute("HsamplingFactor", "1");
                part.setAttribute("VsamplingFactor", "1");
            }
            metadata.setFromTree(JPEG_TREE, tree);
            writer.write(null, new IIOImage(image, null, metadata), param);
        } finally {
            writer.dispose();
        }
    }

    /// The same bytes as an image. In the order of the encoder, which copies whole rows then.
    private static BufferedImage over(RgbPicture picture) {
        var model =
                new ComponentColorModel(
                        ColorSpace.getInstance(ColorSpace.CS_sRGB),
                        false,
                        false,
                        Transparency.OPAQUE,
                        DataBuffer.TYPE_BYTE);
        byte[] rgb = picture.rgb();
        WritableRaster raster =
                Raster.createInterleavedRaster(
                        new DataBufferByte(rgb, rgb.length),
                        picture.width(),
                        picture.height(),
                        picture.width() * 3,
                        3,
                        new int[] {0, 1, 2},
                        null);
        return new BufferedImage(model, raster, false, null);
    }

    /// @param quality 0 to 1
    static byte[] jpeg(RgbPicture picture, float quality) throws IOException {
        BufferedImage image = over(picture);
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(32 * 1024);
        try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(out);
            ImageWriteParam param = writer.getDefaultWriteParam();
            param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            param.setCompressionQuality(quality);
            writer.write(null, new IIOImage(image, null, null), param);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }
}
