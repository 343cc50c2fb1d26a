package studio.atelier.storage.image;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// One tEXt, zTXt or iTXt chunk. What cannot be read becomes an empty text.
record PngText(String keyword, String text) {
    private static final int TEXT = 0x74455874;
    private static final int COMPRESSED = 0x7a545874;
    private static final int MAX_KEYWORD = 79;
    private static final int MAX_INFLATED = 16 << 20;

    static PngText parse(int type, byte[] data) {
        int zero = zero(data, 0);
        if (zero < 0 || zero > MAX_KEYWORD) {
            return new PngText("", "");
        }
        String keyword = new String(data, 0, zero, StandardCharsets.ISO_8859_1);
        int at = zero + 1;
        if (type == TEXT) {
            return new PngText(keyword, decode(data, at, false, StandardCharsets.ISO_8859_1));
        }
        if (type == COMPRESSED) {
            return new PngText(keyword, decode(data, at + 1, true, StandardCharsets.ISO_8859_1));
        }
        if (data.length < at + 2) {
            return new PngText(keyword, "");
        }
        boolean compressed = data[at] != 0;
        int language = zero(data, at + 2);
        int translated = language < 0 ? -1 : zero(data, language + 1);
        String text =
                translated < 0
                        ? ""
                        : decode(data, translated + 1, compressed, StandardCharsets.UTF_8);
        return new PngText(keyword, text);
    }

    private static int zero(byte[] data, int from) {
        for (int i = from; i < data.length; i++) {
            if (data[i] == 0) {
                return i;
            }
        }
        return -1;
    }

    private static String decode(byte[] data, int from, boolean compressed, Charset charset) {
        if (from >= data.length) {
            return "";
        }
        if (!compressed) {
            return new String(data, from, data.length - from, charset);
        }
        byte[] inflated = inflate(data, from);
        return new String(inflated, charset);
    }

    private static byte[] inflate(byte[] data, int from) {
        Inflater inflater = new Inflater();
        try (var out = new java.io.ByteArrayOutputStream()) {
            inflater.setInput(data, from, data.length - from);
            byte[] buffer = new byte[16 * 1024];
            int n = inflater.inflate(buffer);
            while (n > 0 && out.size() < MAX_INFLATED) {
                out.write(buffer, 0, n);
                n = inflater.inflate(buffer);
            }
            return out.toByteArray();
        } catch (DataFormatException | java.io.IOException e) {
            return new byte[0];
        } finally {
            inflater.end();
        }
    }
}
