package studio.atelier.ui.kit;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import javafx.scene.image.Image;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import studio.atelier.model.ImageId;
import studio.atelier.model.PictureRef;
import studio.atelier.model.PictureSize;
import studio.atelier.model.Problem;
import studio.atelier.model.ReferenceId;
import studio.atelier.model.StudioException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;

/// One worker and a source that opens a picture only when the test lets it.
class PictureLoaderTest {
    private static final long EDGE = 32;
    private static final long PICTURE = EDGE * (EDGE * 5 / 4) * 4;

    private final FakePictures pictures = new FakePictures((int) EDGE);
    private final List<Integer> opened = new CopyOnWriteArrayList<>();
    private final List<Integer> shown = new CopyOnWriteArrayList<>();
    private final List<Problem> problems = new CopyOnWriteArrayList<>();
    private final List<Integer> interrupted = new CopyOnWriteArrayList<>();
    private final Semaphore gate = new Semaphore(0);
    private final PictureLoader loader =
            new PictureLoader(this::open, new UiThread(), 1, 10 * PICTURE);

    private InputStream open(PictureRef picture, PictureSize size) throws IOException {
        int id = FakePictures.id(picture);
        opened.add(id);
        try {
            gate.acquire();
        } catch (InterruptedException gone) {
            interrupted.add(id);
            Thread.currentThread().interrupt();
            throw new IOException(gone);
        }
        return switch (id) {
            case 404 ->
                    throw new StudioException(
                            Problem.of(Problem.Kind.REFERENCE_MISSING, "gone.png"));
            case 500 -> throw new IOException("disk");
            case 666 -> new ByteArrayInputStream(new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
            default -> pictures.open(picture, size);
        };
    }

    @AfterEach
    void close() {
        loader.close();
    }

    private static PictureRef ref(int id) {
        return new PictureRef.Reference(new ReferenceId(id));
    }

    private PictureLoader.Request ask(int id, int distance) {
        return loader.load(
                ref(id), PictureSize.SMALL, distance, (Image _) -> shown.add(id), problems::add);
    }

    /// Asks for picture 1 and waits until the only worker is busy with it, so that what follows waits.
    private PictureLoader.Request busy() throws TimeoutException {
        PictureLoader.Request request = FxTest.on(() -> ask(1, PictureLoader.VISIBLE));
        await().until(() -> opened.contains(1));
        FxTest.settle();
        return request;
    }

    @Test
    void whatIsInViewComesFirstAndTheNewestRoundBeforeOlderOnes() throws Exception {
        busy();
        FxTest.run(
                () -> {
                    loader.prefetch(ref(20), PictureSize.SMALL, 2);
                    loader.prefetch(ref(21), PictureSize.SMALL, 1);
                    ask(10, PictureLoader.VISIBLE);
                    ask(11, PictureLoader.VISIBLE);
                });
        FxTest.settle();
        FxTest.run(
                () -> {
                    ask(12, PictureLoader.VISIBLE);
                    ask(13, PictureLoader.VISIBLE);
                });
        gate.release(20);
        await().until(() -> opened.size() == 7);
        assertEquals(List.of(1, 12, 13, 10, 11, 21, 20), opened);
    }

    @Test
    void aCancelledWishIsNeverOpenedAndOneThatRunsIsInterrupted() throws Exception {
        PictureLoader.Request running = busy();
        PictureLoader.Request waiting = FxTest.on(() -> ask(2, PictureLoader.VISIBLE));
        FxTest.run(() -> ask(3, PictureLoader.VISIBLE));
        FxTest.run(waiting::cancel);
        FxTest.run(running::cancel);
        await().until(() -> interrupted.contains(1));
        gate.release(10);
        await().until(() -> shown.contains(3));
        assertEquals(List.of(1, 3), opened);
        assertEquals(List.of(), problems);
    }

    @Test
    void aWishThatComesBackAfterItsCancelIsStillServed() throws Exception {
        PictureLoader.Request first = busy();
        FxTest.run(
                () -> {
                    first.cancel();
                    ask(1, PictureLoader.VISIBLE);
                });
        gate.release(10);
        await().until(() -> shown.contains(1));
        assertEquals(List.of(), problems);
        assertEquals(List.of(1), shown);
    }

    @Test
    void theSamePictureIsReadOnceForAllWhoAsk() throws Exception {
        busy();
        FxTest.run(
                () -> {
                    ask(1, PictureLoader.VISIBLE);
                    ask(7, PictureLoader.VISIBLE);
                    ask(7, 3);
                });
        gate.release(10);
        await().until(() -> shown.size() == 4);
        assertEquals(List.of(1, 7), opened);
        FxTest.run(() -> ask(7, PictureLoader.VISIBLE));
        assertEquals(5, shown.size(), "at hand: shown before the call returns");
    }

    @Test
    void aPictureOutOfViewGivesWayWhenOnlyItsPrefetchIsLeft() throws Exception {
        busy();
        FxTest.run(() -> loader.prefetch(ref(5), PictureSize.SMALL, 4));
        PictureLoader.Request inView = FxTest.on(() -> ask(5, PictureLoader.VISIBLE));
        FxTest.run(() -> loader.prefetch(ref(6), PictureSize.SMALL, 2));
        FxTest.run(inView::cancel);
        gate.release(10);
        await().until(() -> opened.size() == 3);
        assertEquals(List.of(1, 6, 5), opened);
    }

    @Test
    void memoryStaysWithinItsBudget() throws Exception {
        gate.release(100);
        for (int id = 1; id <= 40; id++) {
            int one = id;
            FxTest.run(() -> ask(one, PictureLoader.VISIBLE));
            await().until(() -> shown.contains(one));
            assertTrue(loader.cachedBytes() <= 10 * PICTURE);
        }
        assertEquals(10 * PICTURE, loader.cachedBytes());
        assertTrue(loader.cached(ref(40), PictureSize.SMALL).isPresent());
        assertFalse(opened.isEmpty());
    }

    @Test
    void aForgottenPictureIsReadAgainAlsoWhileItIsBeingRead() throws Exception {
        busy();
        FxTest.run(() -> loader.forget(ref(1)));
        gate.release(10);
        await().until(() -> shown.contains(1));
        assertEquals(List.of(1, 1), opened);
        FxTest.run(() -> loader.forget(ref(1)));
        assertTrue(loader.cached(ref(1), PictureSize.SMALL).isEmpty());
    }

    @Test
    void aDamagedFileIsSaidInWordsAndNotDecodedAgain() throws Exception {
        gate.release(10);
        FxTest.run(() -> ask(666, PictureLoader.VISIBLE));
        await().until(() -> problems.size() == 1);
        assertEquals("reference-unreadable", problems.getFirst().code());
        assertTrue(problems.getFirst().sentence().contains("No. 666"));
        FxTest.run(() -> ask(666, PictureLoader.VISIBLE));
        assertEquals(2, problems.size(), "known at once");
        assertEquals(List.of(666), opened);
        FxTest.run(() -> loader.forget(ref(666)));
        FxTest.run(() -> ask(666, PictureLoader.VISIBLE));
        await().until(() -> problems.size() == 3);
        assertEquals(List.of(666, 666), opened);
    }

    @Test
    void whatMayPassIsTriedAgain() throws Exception {
        gate.release(10);
        PictureRef made = new PictureRef.Generated(new ImageId(500));
        FxTest.run(() -> ask(404, PictureLoader.VISIBLE));
        await().until(() -> problems.size() == 1);
        for (int time = 2; time <= 3; time++) {
            int times = time;
            FxTest.run(
                    () ->
                            loader.load(
                                    made,
                                    PictureSize.SMALL,
                                    PictureLoader.VISIBLE,
                                    (Image _) -> shown.add(500),
                                    problems::add));
            await().until(() -> problems.size() == times);
        }
        assertEquals("reference-missing", problems.getFirst().code());
        assertEquals("output-unreadable", problems.get(1).code());
        assertEquals("output-unreadable", problems.get(2).code());
        assertEquals(List.of(404, 500, 500), opened);
    }
}
