package studio.atelier.captions;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import studio.atelier.checks.BesideOthers;
import studio.atelier.model.ReferenceChange.Caption;
import studio.atelier.model.ReferenceChange.Captions;
import studio.atelier.model.ReferenceChange.Deletion;
import studio.atelier.model.ReferenceChange.Recaptioned;
import studio.atelier.model.ReferenceImage;
import studio.atelier.storage.image.Pictures;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// Whole runs where all goes well, and what people do meanwhile.
@BesideOthers
class CaptionRunTest extends CaptionShelf {
    CaptionRunTest() throws IOException {}

    @Test
    void captionsWhatHasNoneAndNotesWhen() throws IOException {
        addSome(5);
        ReferenceImage described = add("described.png", "by hand");
        CaptionReport report = run(false);
        assertEquals(5, report.written().size());
        assertEquals(List.of(), report.unfinished());
        assertEquals(5, server.asked());
        assertEquals(List.of(PROMPT), server.prompts.stream().distinct().toList());
        for (ReferenceImage each : references.list()) {
            boolean byHand = each.id().equals(described.id());
            assertEquals(
                    byHand ? "by hand" : "a picture of 40 by 20, neutral lighting", each.caption());
            assertEquals(byHand ? Optional.empty() : Optional.of(NOW), each.analyzedAt());
        }
        assertEquals(5, heard.stream().mapToInt(CaptionProgress::written).max().orElse(0));
        assertEquals(0, heard.stream().mapToInt(CaptionProgress::left).min().orElse(9));
        assertEquals(0, run(false).written().size(), "nothing is left");
        assertEquals(5, server.asked());
    }

    @Test
    void picturesGoOutUprightSmallAndInOneFormat() throws IOException {
        Path large = Pictures.png(folder.resolve("large.png"), 3200, 1600);
        Path turned =
                Pictures.turnedJpeg(folder.resolve("turned.jpg"), Pictures.photo(60, 40, 9), 6);
        ReferenceImage first = add("large.png", "", large);
        ReferenceImage second = add("turned.jpg", "", turned);
        run(false);
        assertEquals(
                "a picture of 1536 by 768, neutral lighting",
                references.find(first.id()).orElseThrow().caption());
        assertEquals(
                "a picture of 40 by 60, neutral lighting",
                references.find(second.id()).orElseThrow().caption());
    }

    @Test
    void whatAPersonWroteMeanwhileStays() throws IOException {
        addSome(2);
        CaptionOrder order = order(false);
        ReferenceImage typed = order.references().getFirst();
        write(typed, "typed before its turn");
        server.millis = 400;
        var running =
                CompletableFuture.supplyAsync(
                        () -> captioner.caption(order, heard::add, new StopSignal()));
        await().until(() -> server.asked() == 1);
        write(order.references().getLast(), "typed while it was asked");
        CaptionReport report = running.join();
        assertEquals(0, report.written().size());
        assertEquals(2, report.skipped().size());
        assertEquals(
                List.of("typed before its turn", "typed while it was asked"),
                references.list().stream().map(ReferenceImage::caption).toList());
        assertEquals(1, server.asked(), "nobody pays for what is not written");
    }

    private void write(ReferenceImage reference, String text) {
        var change =
                new Recaptioned(
                        reference.id(), Caption.of(reference), new Caption(text, Optional.of(NOW)));
        assertEquals(1, edits.apply(new Captions(List.of(change))).size());
    }

    @Test
    void whatWasDeletedMeanwhileIsNotAskedFor() throws IOException {
        addSome(2);
        CaptionOrder order = order(false);
        edits.apply(new Deletion(List.of(order.references().getFirst().id()), true));
        CaptionReport report = captioner.caption(order, heard::add, new StopSignal());
        assertEquals(1, report.skipped().size());
        assertEquals(1, server.asked());
    }

    @Test
    void replacesOnlyWhenAskedToAndItIsTakenBack() throws IOException {
        add("a.png", "old words");
        add("b.png", "");
        CaptionReport report = run(true);
        assertEquals(2, report.written().size());
        assertTrue(captions().stream().noneMatch("old words"::equals));
        edits.apply(report.written().inverse());
        assertEquals(List.of("old words", ""), captions());
    }

    @Test
    void aStoppedRunKeepsWhatItHasAndGoesOnLater() throws IOException {
        addSome(6);
        server.millis = 300;
        var stop = new StopSignal();
        var running =
                CompletableFuture.supplyAsync(
                        () -> captioner.caption(order(false), heard::add, stop));
        await().until(() -> heard.stream().anyMatch(p -> p.written() >= 2));
        long from = System.nanoTime();
        server.millis = 20_000;
        stop.stop();
        CaptionReport report = running.join();
        assertTrue(Duration.ofNanos(System.nanoTime() - from).toSeconds() < 10, "ends at once");
        assertEquals("", halt(report));
        int written = report.written().size();
        assertTrue(written >= 2 && written < 6, "written " + written);
        assertEquals(6 - written, report.left().size());
        assertEquals(written, captions().stream().filter(c -> !c.isEmpty()).count());
        server.millis = 0;
        assertEquals(6 - written, run(false).written().size());
        assertTrue(captions().stream().noneMatch(String::isEmpty));
    }

    @Test
    void closingEndsARunAndKeepsWhatItHas() throws IOException {
        addSome(4);
        server.millis = 20_000;
        var running =
                CompletableFuture.supplyAsync(
                        () -> captioner.caption(order(false), heard::add, new StopSignal()));
        await().until(() -> server.asked() == 2);
        captioner.close();
        CaptionReport report = running.join();
        assertEquals(4, report.left().size());
        assertEquals(
                4,
                captioner.caption(order(false), heard::add, new StopSignal()).left().size(),
                "a closed one begins nothing");
        assertEquals(2, server.asked());
    }

    @Test
    void anInterruptedThreadStopsItsRun() throws Exception {
        addSome(3);
        server.millis = 20_000;
        var ended = new CompletableFuture<CaptionReport>();
        Thread thread =
                Thread.startVirtualThread(
                        () ->
                                ended.complete(
                                        captioner.caption(
                                                order(false), heard::add, new StopSignal())));
        await().until(() -> server.asked() == 2);
        thread.interrupt();
        assertEquals(3, ended.join().left().size());
    }

    @Test
    void neverAsksMoreThanTwoAtOnceNorFasterThanAllowed() throws IOException {
        addSome(5);
        server.millis = 60;
        Map<String, String> slow = new HashMap<>(server.environment());
        slow.put("CAPTIONS_PER_MINUTE", "300");
        long from = System.nanoTime();
        captioner.caption(
                order(CaptionsAddress.of(slow).orElseThrow()), heard::add, new StopSignal());
        long millis = Duration.ofNanos(System.nanoTime() - from).toMillis();
        assertTrue(millis >= 4 * 200, "five requests at 300 a minute took " + millis + " ms");
        assertTrue(server.mostAtOnce() <= 2);
    }

    @Test
    void anEmptyOrderAsksNobody() {
        CaptionReport report = run(false);
        assertEquals(0, report.written().size());
        assertEquals(0, server.asked());
    }
}
