package studio.atelier.storage.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// Decodes a PNG straight into a smaller picture, a row at a time: memory is a few rows and the result, however
/// large the picture. Every check sum on the way is checked.
final class PngShrinker {
    private PngShrinker() {}

    /// @param goesOn whether the file goes on after the picture
    record Shrunk(RgbPicture picture, boolean goesOn) {}

    /// @param edge the longest edge of the result; a smaller picture keeps its size
    static Shrunk shrink(Path file, int edge) throws IOException {
        try (InputStream in = Files.newInputStream(file);
                PngRows rows = new PngRows(in)) {
            PngHeader header = rows.header();
            PngPixels pixels = new PngPixels(header, rows.palette(), rows.transparency());
            FitSize size = FitSize.of(header.width(), header.height(), edge);
            RgbPicture picture =
                    header.interlaced()
                            ? interlaced(rows, pixels, size)
                            : straight(rows, pixels, size);
            return new Shrunk(picture, rows.finish());
        }
    }

    private static RgbPicture straight(PngRows rows, PngPixels pixels, FitSize size)
            throws IOException {
        PngHeader header = rows.header();
        int length = header.rowBytes(header.width());
        byte[] row = new byte[length];
        byte[] above = new byte[length];
        BoxSum sum = new BoxSum(header.width(), header.height(), size.width(), size.height());
        for (int y = 0; y < header.height(); y++) {
            int filter = rows.read(row, length);
            PngFilter.undo(filter, row, above, length, header.pixelBytes());
            sum.add(pixels.rgb(row, header.width()));
            byte[] swap = above;
            above = row;
            row = swap;
        }
        return sum.picture();
    }

    /// The passes jump about in the picture, so each pixel goes whole to where its corner lies.
    private static RgbPicture interlaced(PngRows rows, PngPixels pixels, FitSize size)
            throws IOException {
        PngHeader header = rows.header();
        ScatterSum sum = new ScatterSum(header, size);
        int most = header.rowBytes(header.width());
        byte[] row = new byte[most];
        byte[] above = new byte[most];
        for (Adam7 pass : Adam7.values()) {
            int columns = pass.columns(header.width());
            if (columns == 0) {
                continue;
            }
            int length = header.rowBytes(columns);
            java.util.Arrays.fill(above, (byte) 0);
            for (int y = 0; y < pass.rows(header.height()); y++) {
                int filter = rows.read(row, length);
                PngFilter.undo(filter, row, above, length, header.pixelBytes());
                sum.add(pass, y, pixels.rgb(row, columns), columns);
                byte[] swap = above;
                above = row;
                row = swap;
            }
        }
        return sum.picture();
    }

    /// Sums pixels that come in any order.
    private static final class ScatterSum {
        private final PngHeader header;
        private final FitSize size;
        private final long[] sums;
        private final int[] counts;

        ScatterSum(PngHeader header, FitSize size) {
            this.header = header;
            this.size = size;
            sums = new long[size.width() * size.height() * 3];
            counts = new int[size.width() * size.height()];
        }

        void add(Adam7 pass, int row, byte[] rgb, int columns) {
            int line = scaled(pass.pictureY(row), size.height(), header.height()) * size.width();
            for (int x = 0; x < columns; x++) {
                int at = line + scaled(pass.pictureX(x), size.width(), header.width());
                counts[at]++;
                sums[at * 3] += rgb[x * 3] & 0xff;
                sums[at * 3 + 1] += rgb[x * 3 + 1] & 0xff;
                sums[at * 3 + 2] += rgb[x * 3 + 2] & 0xff;
            }
        }

        RgbPicture picture() {
            byte[] out = new byte[sums.length];
            for (int i = 0; i < out.length; i++) {
                int count = counts[i / 3];
                out[i] = (byte) ((sums[i] + count / 2) / count);
            }
            return new RgbPicture(size.width(), size.height(), out);
        }

        private static int scaled(int position, int to, int from) {
            return (int) ((long) position * to / from);
        }
    }
}
