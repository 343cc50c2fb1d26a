package studio.atelier.drill.hostile;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/// Bytes that a server sends as a picture.
final class HostilePictures {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10};
    private static final byte[] END = chunk("IEND", new byte[0]);

    private HostilePictures() {}

    static byte[] good() {
        return png(header(8, 6, 8, 2, 0), deflated(new byte[6 * 25]));
    }

    static List<Garbage> all() {
        byte[] good = good();
        byte[] badCrc = good.clone();
        badCrc[29] ^= 1;
        List<Garbage> all = new ArrayList<>();
        add(all, "nothing", new byte[0]);
        add(all, "one byte", new byte[] {1});
        add(all, "truncated", Arrays.copyOf(good, good.length - 9));
        add(all, "signature alone", SIGNATURE);
        add(all, "corrupt check sum", badCrc);
        add(all, "web page", "<html><body>Sign in</body></html>".getBytes(StandardCharsets.UTF_8));
        add(all, "50,000 x 50,000", png(header(50_000, 50_000, 8, 2, 0), deflated(new byte[100])));
        add(
                all,
                "2^31 x 2^31",
                png(header(Integer.MAX_VALUE, Integer.MAX_VALUE, 16, 6, 0), deflated(new byte[9])));
        add(all, "no pixels", png(header(0, 0, 8, 2, 0), deflated(new byte[0])));
        add(
                all,
                "bomb by its header",
                png(header(30_000, 30_000, 8, 2, 0), deflated(new byte[1 << 20])));
        add(all, "bomb behind its rows", png(header(8, 6, 8, 2, 0), deflated(new byte[64 << 20])));
        add(all, "too few rows", png(header(8, 600, 8, 2, 0), deflated(new byte[50])));
        add(all, "unknown filter", png(header(8, 6, 8, 2, 0), deflated(filled(6 * 25, 9))));
        add(all, "depth 3", png(header(8, 6, 3, 2, 0), deflated(new byte[150])));
        add(all, "interlaced, cut", png(header(800, 600, 8, 6, 1), deflated(new byte[50])));
        add(all, "animated", animated());
        add(
                all,
                "bytes behind the end",
                joined(good, "<script>alert(1)</script>".getBytes(StandardCharsets.UTF_8)));
        add(all, "zip behind the end", joined(good, new byte[] {'P', 'K', 3, 4, 0, 0}));
        add(
                all,
                "chunk of 2 GB",
                joined(
                        SIGNATURE,
                        ByteBuffer.allocate(12)
                                .putInt(Integer.MAX_VALUE)
                                .put("IHDR".getBytes(StandardCharsets.ISO_8859_1))
                                .array()));
        add(
                all,
                "chunk of -1",
                joined(
                        SIGNATURE,
                        ByteBuffer.allocate(12)
                                .putInt(-1)
                                .put("IHDR".getBytes(StandardCharsets.ISO_8859_1))
                                .array()));
        add(all, "text bomb", textBomb());
        add(all, "a million chunks", manyChunks());
        add(
                all,
                "jpeg head alone",
                new byte[] {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xE0});
        add(all, "jpeg 65,535 x 65,535", jpeg(65_535, 65_535));
        add(all, "gif", "GIF89a\1\0\1\0\0\0\0;".getBytes(StandardCharsets.ISO_8859_1));
        add(all, "webp", "RIFF\4\0\0\0WEBPVP8L".getBytes(StandardCharsets.ISO_8859_1));
        add(
                all,
                "svg",
                "<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>"
                        .getBytes(StandardCharsets.UTF_8));
        add(all, "16 MB of zeros", new byte[16 << 20]);
        return all;
    }

    private static void add(List<Garbage> all, String name, byte[] bytes) {
        all.add(Garbage.body("picture: " + name, 200, "image/png", bytes));
    }

    private static byte[] png(byte[] header, byte[] pixels) {
        return joined(SIGNATURE, chunk("IHDR", header), chunk("IDAT", pixels), END);
    }

    private static byte[] header(int width, int height, int depth, int colours, int interlaced) {
        return ByteBuffer.allocate(13)
                .putInt(width)
                .putInt(height)
                .put((byte) depth)
                .put((byte) colours)
                .put((byte) 0)
                .put((byte) 0)
                .put((byte) interlaced)
                .array();
    }

    private static byte[] animated() {
        return joined(
                SIGNATURE,
                chunk("IHDR", header(8, 6, 8, 2, 0)),
                chunk("acTL", ByteBuffer.allocate(8).putInt(1_000_000).array()),
                chunk("IDAT", deflated(new byte[6 * 25])),
                chunk("fcTL", new byte[26]),
                chunk("fdAT", deflated(new byte[1 << 20])),
                END);
    }

    private static byte[] textBomb() {
        byte[] text =
                joined(
                        "prompt\0\0".getBytes(StandardCharsets.ISO_8859_1),
                        deflated(new byte[64 << 20]));
        return joined(
                SIGNATURE,
                chunk("IHDR", header(8, 6, 8, 2, 0)),
                chunk("zTXt", text),
                chunk("IDAT", deflated(new byte[6 * 25])),
                END);
    }

    private static byte[] manyChunks() {
        byte[] empty = chunk("teXt", new byte[0]);
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(SIGNATURE);
        bytes.writeBytes(chunk("IHDR", header(8, 6, 8, 2, 0)));
        for (int i = 0; i < 1_000_000; i++) {
            bytes.writeBytes(empty);
        }
        bytes.writeBytes(END);
        return bytes.toByteArray();
    }

    private static byte[] jpeg(int width, int height) {
        return joined(
                new byte[] {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xC2, 0, 17, 8},
                ByteBuffer.allocate(4).putShort((short) height).putShort((short) width).array(),
                new byte[] {3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1, (byte) 0xFF, (byte) 0xD9});
    }

    private static byte[] filled(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    private static byte[] deflated(byte[] raw) {
        try (var deflater = new Deflater(9)) {
            deflater.setInput(raw);
            deflater.finish();
            var out = new ByteArrayOutputStream();
            byte[] buffer = new byte[1 << 16];
            while (!deflater.finished()) {
                out.write(buffer, 0, deflater.deflate(buffer));
            }
            return out.toByteArray();
        }
    }

    private static byte[] chunk(String type, byte[] data) {
        var crc = new CRC32();
        byte[] name = type.getBytes(StandardCharsets.ISO_8859_1);
        crc.update(name);
        crc.update(data);
        return ByteBuffer.allocate(12 + data.length)
                .putInt(data.length)
                .put(name)
                .put(data)
                .putInt((int) crc.getValue())
                .array();
    }

    private static byte[] joined(byte[]... parts) {
        var bytes = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            bytes.writeBytes(part);
        }
        return bytes.toByteArray();
    }
}
