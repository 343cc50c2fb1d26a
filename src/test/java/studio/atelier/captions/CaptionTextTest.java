package studio.atelier.captions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CaptionTextTest {
    private static final String CAPTION = "orange top, mirror selfie";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "orange top, mirror selfie",
                "  orange top, mirror selfie \n",
                "<think>The user wants\n\n a caption.</think>\n\norange top, mirror selfie",
                "the user wants a caption\n</think>orange top, mirror selfie",
                "<THINKING>x</THINKING> orange top, mirror selfie<think>and so on",
                "```\norange top, mirror selfie\n```",
                "```text\norange top, mirror selfie",
                "\"orange top, mirror selfie\"",
                "\u201corange top, mirror selfie\u201d",
                "orange top,\r\n  mirror\nselfie",
                "orange top, mirror selfie\0"
            })
    void whatIsAroundACaptionGoes(String said) {
        assertEquals(CAPTION, CaptionText.of(said));
    }

    @Test
    void whatBelongsToItStays() {
        assertEquals("\"a\" and \"b\"", CaptionText.of("\"a\" and \"b\""));
        assertEquals("a < b, x > y", CaptionText.of("a < b, x > y"));
        assertEquals("", CaptionText.of("<think>never ends"));
        assertEquals(4000, CaptionText.of("word ".repeat(2000)).length());
    }

    @Test
    void aRefusalInWordsIsNoCaption() {
        assertTrue(CaptionText.isRefusal("I'm sorry, but I can't help with that."));
        assertTrue(CaptionText.isRefusal("I\u2019m unable to describe people."));
        assertTrue(CaptionText.isRefusal("I cannot describe this image."));
        assertFalse(CaptionText.isRefusal("ice cream, sorry face, beach"));
        assertFalse(CaptionText.isRefusal("I-beams and cranes, dusk"));
    }
}
