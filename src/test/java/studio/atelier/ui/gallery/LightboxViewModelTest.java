package studio.atelier.ui.gallery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import studio.atelier.gallery.GalleryKey;
import studio.atelier.model.Problem;

import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

class LightboxViewModelTest {
    private final FakeGallery gallery = new FakeGallery();
    private final GalleryViewModel model =
            new GalleryViewModel(
                    gallery,
                    Samples.library(),
                    new FakeQueue(),
                    new SteppedBackground(),
                    Runnable::run,
                    _ -> {});
    private final LightboxViewModel lightbox = model.lightbox();

    @BeforeEach
    void fill() {
        gallery.addAll(Samples.pictures(1, 6));
        model.open();
    }

    @Test
    void stepsAndStopsAtTheEnds() {
        lightbox.open(Samples.key(2));
        assertEquals(4, lightbox.index().get());
        assertEquals(2, lightbox.detail().get().orElseThrow().job().id().value());
        lightbox.next();
        assertFalse(lightbox.hasNext());
        lightbox.next();
        assertEquals(key(1), lightbox.key().get());
        lightbox.first();
        assertEquals(key(6), lightbox.key().get());
        assertFalse(lightbox.hasPrevious());
        lightbox.close();
        assertFalse(lightbox.isOpen());
        assertTrue(lightbox.detail().get().isEmpty());
    }

    @Test
    void preloadsInTheDirectionOfStepping() {
        lightbox.open(Samples.key(4));
        assertEquals(
                List.of(Samples.key(3), Samples.key(2), Samples.key(5)), lightbox.neighbours());
        lightbox.previous();
        assertEquals(List.of(Samples.key(6), Samples.key(4)), lightbox.neighbours());
    }

    @Test
    void deletingTheShownPictureShowsTheNext() {
        lightbox.open(Samples.key(4));
        model.actions().delete(List.of(Samples.key(4)));
        assertEquals(key(3), lightbox.key().get());
        model.actions().undo();
        assertEquals(key(3), lightbox.key().get());
        assertEquals(3, lightbox.index().get());
    }

    @Test
    void deletingTheLastPictureCloses() {
        lightbox.open(Samples.key(1));
        model.actions().delete(List.of(Samples.key(1)));
        assertEquals(key(2), lightbox.key().get());
        model.actions().delete(model.snapshot().get().keys());
        assertFalse(lightbox.isOpen());
    }

    @Test
    void aDetailThatCannotBeReadIsSaidAndReadAgain() {
        Problem problem = Problem.of(Problem.Kind.DATABASE_UNREACHABLE, "localhost");
        gallery.broken = Optional.of(problem);
        lightbox.open(Samples.key(4));
        assertEquals(Optional.of(problem), lightbox.problem().get());
        gallery.broken = Optional.empty();
        lightbox.reload();
        assertTrue(lightbox.problem().get().isEmpty());
        assertTrue(lightbox.detail().get().isPresent());
    }

    @Test
    void tellsEverythingInWords() {
        DetailText text = new DetailText(ZoneOffset.UTC, Locale.UK);
        String all = text.all(Samples.picture(4));
        for (String part :
                List.of(
                        "Model: Milan",
                        "Prompt: milan, long brunette hair, tan skin, striped shirt",
                        "Negative prompt: blonde hair, light hair",
                        "Seed: 834671290117",
                        "Denoise: 0.75",
                        "LoRA strength: 0.65",
                        "Added to prompt: golden hour",
                        "Engine: Demo engine",
                        "Attempt: 1",
                        "Duration: 12.4 s",
                        "Engine job: 5f0c6b1e-6f38-4c0e-9a5a-93d1c7a4b2e0",
                        "Name: milan_pier_00004_.png",
                        "Pixels: 1024 × 1344",
                        "Size: 1.5 MB")) {
            assertTrue(all.contains(part), part + " in\n" + all);
        }
        assertEquals("2 min 5 s", DetailText.took(Duration.ofSeconds(125)));
        assertEquals("1 h 1 min", DetailText.took(Duration.ofSeconds(3670)));
        assertEquals("640 B", DetailText.bytes(640));
    }

    private static Optional<GalleryKey> key(int job) {
        return Optional.of(Samples.key(job));
    }
}
