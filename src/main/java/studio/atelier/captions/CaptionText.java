package studio.atelier.captions;

import java.util.regex.Pattern;

/// What a model said, made a caption: without its thinking, without the fences and quotes around it, in one line.
final class CaptionText {
    private static final int LONGEST = 4000;
    private static final Pattern THINKING =
            Pattern.compile("(?is)<(think|thinking|reasoning)>.*?(</\\1>|\\z)");

    /// Some templates leave the beginning out.
    private static final Pattern END_OF_THINKING =
            Pattern.compile("(?is)\\A.*</(think|thinking|reasoning)>");

    private static final Pattern FENCE = Pattern.compile("(?s)```\\w*\\s*?\\R?(.*?)(```|\\z)");
    private static final Pattern QUOTED =
            Pattern.compile("(?s)[\"\u201c\u00ab](.*)[\"\u201d\u00bb]\\.?");
    private static final Pattern REFUSAL =
            Pattern.compile(
                    "(?i)(i['\u2019]?m (very )?sorry|sorry,|i apologi[sz]e|i (can['\u2019]t|cannot"
                            + "|can not|am unable|am not able|won['\u2019]t)\\b|i['\u2019]m (unable"
                            + "|not able)\\b|as an ai\\b).*");

    private CaptionText() {}

    /// @return empty when nothing is left
    static String of(String said) {
        String text = THINKING.matcher(said).replaceAll(" ");
        text = END_OF_THINKING.matcher(text).replaceFirst(" ");
        text = FENCE.matcher(text).replaceAll("$1").strip();
        var quoted = QUOTED.matcher(text);
        if (quoted.matches() && !quoted.group(1).contains("\"")) {
            text = quoted.group(1);
        }
        text = text.replace("\0", "").strip().replaceAll("\\s*\\R\\s*", " ");
        return text.length() > LONGEST ? text.substring(0, LONGEST) : text;
    }

    /// Whether a text, made a caption, says that there is none. A model says so in words, and such words in a prompt
    /// would spoil every picture made with it.
    static boolean isRefusal(String text) {
        return REFUSAL.matcher(text.replace('\n', ' ')).matches();
    }
}
