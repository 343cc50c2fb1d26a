package studio.atelier.captions;

import studio.atelier.model.Messages;

/// What the service is asked about each picture, unless a person writes another prompt.
public final class CaptionPrompt {
    /// More is cut off.
    public static final int LONGEST = 8000;

    private CaptionPrompt() {}

    /// Short phrases, as they stand in the middle of a positive prompt; nothing that the model's own looks say.
    public static String usual() {
        return Messages.of("captions").text("prompt.usual");
    }

    /// The prompt that is remembered, or the usual one when none is.
    public static String orUsual(String remembered) {
        return remembered.isBlank() ? usual() : remembered;
    }
}
