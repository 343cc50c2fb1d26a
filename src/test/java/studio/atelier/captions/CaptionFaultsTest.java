package studio.atelier.captions;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import mockwebserver3.MockResponse;

import org.junit.jupiter.api.Test;

import studio.atelier.checks.BesideOthers;
import studio.atelier.model.ReferenceImage;
import studio.atelier.storage.Bucket;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/// Whole runs where the service fails, and what that costs.
@BesideOthers
class CaptionFaultsTest extends CaptionShelf {
    CaptionFaultsTest() throws IOException {}

    @Test
    void aWrongKeyStopsAfterOneSentence() throws IOException {
        addSome(8);
        server.key = "right";
        Map<String, String> wrong = new HashMap<>(server.environment());
        wrong.put("CAPTIONS_API_KEY", "canary-wrong-94");
        wrong.put("CAPTIONS_MODEL", "grok-4.5");
        CaptionReport report =
                captioner.caption(
                        order(CaptionsAddress.of(wrong).orElseThrow()),
                        heard::add,
                        new StopSignal());
        assertEquals("captions-refused", halt(report));
        assertEquals(List.of(), report.failed());
        assertEquals(8, report.left().size());
        assertTrue(server.asked() <= 2, "asked " + server.asked());
        assertTrue(report.problems().stream().noneMatch(p -> p.toString().contains("canary")));
    }

    @Test
    void onePictureThatIsRefusedFailsAloneAndIsNotRepeated() throws IOException {
        addSome(4);
        server.answer(413, "{}").say("I'm sorry, I can't describe this.");
        CaptionReport report = run(false);
        assertEquals("", halt(report));
        assertEquals(2, report.written().size());
        assertEquals(
                List.of("caption-declined", "caption-picture-refused"),
                codes(report).stream().sorted().toList());
        assertEquals(4, server.asked());
        assertEquals(2, run(false).written().size(), "failed ones can be retried");
    }

    @Test
    void aPictureThatCannotBeReadFailsAloneAndCostsNothing() throws IOException {
        ReferenceImage broken =
                add("broken.png", "", Files.writeString(folder.resolve("broken.png"), "no"));
        ReferenceImage gone = add("gone.png", "");
        objects.delete(Bucket.REFERENCES, gone.storagePath());
        addSome(1);
        CaptionReport report = run(false);
        assertEquals(1, report.written().size());
        assertEquals(
                List.of("reference-missing", "reference-unreadable"),
                codes(report).stream().sorted().toList());
        assertEquals(1, server.asked());
        assertTrue(
                report.problems().stream().anyMatch(p -> p.sentence().contains(broken.filename())));
    }

    @Test
    void aRateLimitIsWaitedForAndSaid() throws IOException {
        addSome(3);
        server.answer(429, "{}", "1").answer(429, "{}");
        long from = System.nanoTime();
        CaptionReport report = run(false);
        assertEquals(3, report.written().size());
        assertTrue(Duration.ofNanos(System.nanoTime() - from).toMillis() >= 1000);
        assertTrue(heard.stream().anyMatch(p -> p.waitingUntil().isPresent()), "it is said");
        assertTrue(heard.stream().reduce((a, b) -> b).orElseThrow().waitingUntil().isEmpty());
    }

    @Test
    void aRateLimitThatNeverEndsEndsTheRun() throws IOException {
        addSome(3);
        server.always = _ -> new MockResponse.Builder().code(429).body("{}").build();
        CaptionReport report = run(false);
        assertEquals("captions-busy", halt(report));
        assertEquals(3, report.left().size());
        assertTrue(server.asked() <= QUICK.busyInARow() + 1, "asked " + server.asked());
    }

    @Test
    void theServiceIsLeftAloneForAsLongAsItWants() throws IOException {
        addSome(2);
        server.answer(429, "{}", "3").answer(503, "{}", "3");
        long from = System.nanoTime();
        assertEquals(2, run(false).written().size());
        long millis = Duration.ofNanos(System.nanoTime() - from).toMillis();
        assertTrue(
                millis >= QUICK.longestWait().toMillis() && millis >= 3000,
                "asked again after " + millis + " ms");
        assertEquals(4, server.asked());
    }

    @Test
    void aDayIsNotWaitedFor() throws IOException {
        addSome(3);
        server.always =
                _ ->
                        new MockResponse.Builder()
                                .code(429)
                                .setHeader("Retry-After", "90000")
                                .body("{}")
                                .build();
        CaptionReport report = run(false);
        assertEquals("captions-not-before", halt(report));
        assertTrue(server.asked() <= 2);
        String said = report.halted().orElseThrow().sentence();
        assertTrue(said.contains(server.address().base().toString()), said);
        assertTrue(said.contains("2026"), said);
    }

    @Test
    void waitingForARateLimitCanBeStopped() throws IOException {
        addSome(2);
        server.answer(429, "{}", "3600").answer(429, "{}", "3600");
        var stop = new StopSignal();
        var running =
                CompletableFuture.supplyAsync(
                        () -> captioner.caption(order(false), heard::add, stop));
        await().until(() -> heard.stream().anyMatch(p -> p.waitingUntil().isPresent()));
        stop.stop();
        assertEquals(2, running.join().left().size());
    }

    @Test
    void faultsThatPassAreTriedAgain() throws IOException {
        addSome(3);
        server.answer(500, "oops").answer(200, "{\"choices\":[").breakOff();
        CaptionReport report = run(false);
        assertEquals(3, report.written().size());
        assertEquals(6, server.asked());
    }

    @Test
    void aServiceThatFailsAlwaysCostsABoundedNumberOfRequests() throws IOException {
        addSome(30);
        server.always = _ -> new MockResponse.Builder().code(502).body("bad gateway").build();
        CaptionReport report = run(false);
        assertEquals("captions-paused", halt(report));
        assertTrue(report.halted().orElseThrow().sentence().contains("502"));
        assertEquals(30, report.unfinished().size());
        int most = QUICK.allRetries() + QUICK.failuresInARow() + 2;
        assertTrue(server.asked() <= most, "asked " + server.asked());
        assertEquals(30, report.left().size() + report.failed().size());
    }

    @Test
    void manyRefusalsInARowPauseTheRun() throws IOException {
        addSome(20);
        server.always = _ -> new MockResponse.Builder().code(422).body("{}").build();
        CaptionReport report = run(false);
        assertEquals("captions-paused", halt(report));
        assertTrue(server.asked() <= QUICK.failuresInARow() + 1, "asked " + server.asked());
    }
}
