package studio.atelier.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Instant;
import java.util.Optional;

/// Pictures of the earlier web client may lie anywhere.
class GeneratedImageTest {
    @ParameterizedTest
    @CsvSource({
        "milan_dune_00001_.png, milan_dune_00001_.png",
        "beach/what?.png, what?.png",
        "https://x.example/elsewhere/a%20b+c.png?token=eyJ/x, a b+c.png",
        "https://x.example/a%2Fb.png#top, b.png",
        "http://x.example/100%.png, 100%.png",
        "http://x.example/?token=1, ''"
    })
    void itsNameIsNoMoreThanThat(String storagePath, String name) {
        var image =
                new GeneratedImage(
                        new ImageId(1),
                        new JobId(1),
                        0,
                        storagePath,
                        "",
                        1,
                        1,
                        1,
                        Instant.EPOCH,
                        Optional.empty());
        assertEquals(name, image.filename());
    }
}
