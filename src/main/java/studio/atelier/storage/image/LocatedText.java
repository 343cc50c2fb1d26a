package studio.atelier.storage.image;

import java.nio.charset.StandardCharsets;

/// Whether an XMP packet or another text beside the pixels tells a place: EXIF's words for it begin with `GPS`.
final class LocatedText {
    private static final String PLACE = "GPS";

    private LocatedText() {}

    static boolean in(byte[] text) {
        return in(new String(text, StandardCharsets.ISO_8859_1));
    }

    static boolean in(String text) {
        return text.contains(PLACE);
    }
}
