package studio.atelier.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObjectKeysTest {
    @Test
    void generatedKeysKeepThePatternPeopleKnow() {
        assertEquals("milan_dune_00042_.png", ObjectKeys.generatedKey("milan", "dune", 42, "png"));
        assertEquals(
                "milan_dune_1234567_.png",
                ObjectKeys.generatedKey("milan", "dune", 1_234_567, "png"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "beach|dune.jpg|beach/dune.jpg",
                "Strand Süd|Düne 1.JPG|Strand_Sud/Dune_1.jpg",
                "straße|Œuvre – été.png|strasse/OEuvre_ete.png",
                "..|../../etc/passwd|uncategorized-5ec1f7e7/etc_passwd",
                "a/b|c\\d.png|a_b/c_d.png",
                "beach|CON.png|beach/_CON.png",
                "beach|aux|beach/_aux",
                "beach|.hidden.png|beach/hidden.png",
                "beach|x.tar.gz|beach/x.tar.gz",
                "beach|IMG (2).jpeg|beach/IMG_(2).jpeg"
            })
    void namesOfAnyKindBecomeSafe(String category, String filename, String key) {
        assertEquals(
                key,
                ObjectKeys.referenceKey(category, filename).replaceAll("d-.{8}/", "d-5ec1f7e7/"));
    }

    @Test
    void aNameOfWhichNothingIsLeftIsStillItsOwn() {
        String smile = ObjectKeys.referenceKey("beach", "😀.png");
        assertTrue(smile.matches("beach/picture-[0-9a-f]{8}\\.png"), smile);
        assertNotEquals(smile, ObjectKeys.referenceKey("beach", "日本.png"));
    }

    @Test
    void aHashKeepsApartWhatMapsToTheSameKey() {
        String key = ObjectKeys.referenceKey("beach", "dune.jpg");
        String one = ObjectKeys.distinguished(key, "one");
        assertTrue(one.matches("beach/dune-[0-9a-f]{8}\\.jpg"), one);
        assertNotEquals(one, ObjectKeys.distinguished(key, "two"));
    }

    @Test
    void keysThatSupabaseRefusesAreNotValid() {
        assertTrue(ObjectKeys.isValid("beach/IMG 1 (2) & $@=;:+,?-!'*.jpg"));
        for (String key :
                new String[] {"ü.png", "a#b", "a%20b", "a~b", "[a]", "{a}", "😀", "a\\b"}) {
            assertFalse(ObjectKeys.isValid(key), key);
        }
    }

    @Property(tries = 500)
    void everyNameGivesAValidKey(
            @ForAll String category, @ForAll String filename, @ForAll @LongRange(min = 0) long n) {
        String reference = ObjectKeys.referenceKey(category, filename);
        assertTrue(ObjectKeys.isValid(reference), reference);
        assertEquals(2, reference.split("/", -1).length, reference);
        String generated = ObjectKeys.generatedKey(category, filename, n, "png");
        assertTrue(ObjectKeys.isValid(generated), generated);
        assertTrue(generated.length() < 250, generated);
        assertTrue(generated.matches("[A-Za-z0-9._()-]+_\\d{5,}_\\.png"), generated);
        assertTrue(ObjectKeys.isValid(ObjectKeys.distinguished(reference, filename)));
    }
}
