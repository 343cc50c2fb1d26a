package studio.atelier.plan.recognition;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// The texts in a PNG by their keys, from `tEXt`, `zTXt` and `iTXt` chunks. Bytes from anywhere: a chunk that lies
/// about its length ends the reading, one that does not inflate is left out.
final class PngTexts {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final int CHUNK_FRAME = 12;
    private static final int BUFFER = 8192;

    private PngTexts() {}

    static boolean isPng(byte[] bytes) {
        return bytes.length >= SIGNATURE.length
                && Arrays.equals(SIGNATURE, Arrays.copyOf(bytes, SIGNATURE.length));
    }

    /// @param most bytes of one text after inflating
    static Map<String, String> of(byte[] png, int most) {
        Map<String, String> texts = new LinkedHashMap<>();
        ByteBuffer in = ByteBuffer.wrap(png, SIGNATURE.length, png.length - SIGNATURE.length);
        while (in.remaining() >= CHUNK_FRAME) {
            int length = in.getInt();
            byte[] type = new byte[4];
            in.get(type);
            if (length < 0 || length > in.remaining() - 4) {
                break;
            }
            byte[] data = new byte[length];
            in.get(data);
            in.getInt(); // checksum: a text that was damaged does not parse
            put(texts, new String(type, StandardCharsets.US_ASCII), data, most);
        }
        return texts;
    }

    private static void put(Map<String, String> texts, String type, byte[] data, int most) {
        int end = zero(data, 0);
        if (end < 0) {
            return;
        }
        String key = new String(data, 0, end, StandardCharsets.ISO_8859_1);
        byte[] rest = Arrays.copyOfRange(data, end + 1, data.length);
        switch (type) {
            case "tEXt" -> text(texts, key, rest, StandardCharsets.ISO_8859_1);
            case "zTXt" -> {
                if (rest.length > 1) {
                    text(texts, key, inflated(rest, 1, most), StandardCharsets.ISO_8859_1);
                }
            }
            case "iTXt" -> international(texts, key, rest, most);
            default -> {} // pixels and the rest
        }
    }

    private static void text(Map<String, String> texts, String key, byte[] data, Charset charset) {
        if (data.length > 0) {
            texts.putIfAbsent(key, new String(data, charset));
        }
    }

    /// Flag, method, language, translated key, text.
    private static void international(
            Map<String, String> texts, String key, byte[] data, int most) {
        int language = data.length < 2 ? -1 : zero(data, 2);
        int translated = language < 0 ? -1 : zero(data, language + 1);
        if (translated >= 0) {
            byte[] body =
                    data[0] == 1
                            ? inflated(data, translated + 1, most)
                            : Arrays.copyOfRange(data, translated + 1, data.length);
            text(texts, key, body, StandardCharsets.UTF_8);
        }
    }

    private static int zero(byte[] data, int from) {
        for (int i = from; i < data.length; i++) {
            if (data[i] == 0) {
                return i;
            }
        }
        return -1;
    }

    /// Empty when it is damaged or too long.
    private static byte[] inflated(byte[] data, int from, int most) {
        var out = new ByteArrayOutputStream();
        byte[] buffer = new byte[BUFFER];
        try (var inflater = new Inflater()) {
            inflater.setInput(data, from, data.length - from);
            while (!inflater.finished()) {
                int count = inflater.inflate(buffer);
                if (count == 0 || out.size() + count > most) {
                    return new byte[0];
                }
                out.write(buffer, 0, count);
            }
            return out.toByteArray();
        } catch (DataFormatException damaged) {
            return new byte[0];
        }
    }
}
