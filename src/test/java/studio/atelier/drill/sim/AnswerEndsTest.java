package studio.atelier.drill.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;

/// Where answers of PostgreSQL end, however they are cut into packets.
class AnswerEndsTest {
    private static final byte[] READY = message('Z', "I");
    private static final byte[] ROW = message('D', "zZ with a letter of its own");
    private static final byte[] WORD = message('A', "a notification");

    @Test
    void anAnswerEndsAlsoWhereAWordFollowsInTheSamePacket() {
        assertTrue(seen(joined(ROW, READY, WORD)));
        assertFalse(seen(joined(ROW, WORD)));
    }

    @Test
    void anAnswerIsFoundByteByByte() {
        byte[] all = joined(ROW, READY, WORD);
        var ends = new AnswerEnds();
        int found = 0;
        for (byte one : all) {
            found += ends.seen(new byte[] {one}, 1) ? 1 : 0;
        }
        assertEquals(1, found);
    }

    @Test
    void theRefusalOfEncryptionHasNoLength() {
        var ends = new AnswerEnds();
        assertFalse(ends.seen(new byte[] {'N'}, 1));
        assertTrue(ends.seen(READY, READY.length));
    }

    private static boolean seen(byte[] bytes) {
        return new AnswerEnds().seen(bytes, bytes.length);
    }

    private static byte[] message(char type, String body) {
        int length = body.length() + 4;
        return joined(
                new byte[] {(byte) type, 0, 0, (byte) (length >> 8), (byte) length},
                body.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    }

    private static byte[] joined(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
