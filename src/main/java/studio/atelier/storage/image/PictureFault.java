package studio.atelier.storage.image;

import studio.atelier.model.Messages;

import java.util.Locale;

/// Why a file is not a picture that can be used.
public enum PictureFault {
    NOT_A_PICTURE,
    HTML,
    EMPTY,
    TRUNCATED,
    DAMAGED,
    TRAILING_DATA,
    FORMAT_UNSUPPORTED,
    HEIC,
    AVIF,
    ANIMATED,
    TOO_LARGE,
    TOO_COMPLEX,
    NOT_A_FILE;

    /// In words, to stand at the end of a sentence.
    public String text() {
        String key = name().toLowerCase(Locale.ROOT).replace('_', '-');
        return Messages.of("problems")
                .text(
                        "picture-fault." + key,
                        String.valueOf(PictureLimits.MAX_EDGE),
                        PictureLimits.MAX_PIXELS / 1_000_000);
    }
}
