package studio.atelier.drill.hostile;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/// Frames of the websocket protocol as a server sends them, right ones and wrong ones.
final class Frames {
    static final int TEXT = 0x81;
    static final int TEXT_GOES_ON = 0x01;
    static final int BINARY = 0x82;
    static final int CONTINUED = 0x00;

    private Frames() {}

    static void write(OutputStream out, int first, byte[] payload) throws IOException {
        begin(out, first, payload.length);
        out.write(payload);
        out.flush();
    }

    /// The head of a frame whose payload follows, or never does.
    static void begin(OutputStream out, int first, long length) throws IOException {
        out.write(first);
        if (length < 126) {
            out.write((int) length);
        } else if (length < 65_536) {
            out.write(126);
            out.write(ByteBuffer.allocate(2).putShort((short) length).array());
        } else {
            out.write(127);
            out.write(ByteBuffer.allocate(8).putLong(length).array());
        }
    }

    static void text(OutputStream out, String message) throws IOException {
        write(out, TEXT, message.getBytes(StandardCharsets.UTF_8));
    }

    /// The answer to a client's key.
    static String accept(String key) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-1")
                            .digest(
                                    (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")
                                            .getBytes(StandardCharsets.ISO_8859_1));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
