package studio.atelier.captions;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import studio.atelier.checks.BesideOthers;
import studio.atelier.db.SharedLeases;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// Two desktops on one database that caption the same references at once.
@BesideOthers
class CaptionsBesideTest extends CaptionShelf {
    private VisionCaptioner other = captioner;

    CaptionsBesideTest() throws IOException {}

    @BeforeEach
    void openOther() {
        other = captioner(postgres.connect());
    }

    @AfterEach
    void closeOther() {
        other.close();
    }

    @Test
    void noReferenceIsPaidForTwice() throws IOException {
        addSome(9);
        server.millis = 150;
        CompletableFuture<CaptionReport> first = begin(captioner, false);
        CompletableFuture<CaptionReport> second = begin(other, false);
        assertEquals(9, first.join().written().size() + second.join().written().size());
        assertEquals(9, server.asked());
        assertTrue(captions().stream().noneMatch(String::isEmpty));
        assertEquals(List.of(), leases());
    }

    @Test
    void replacingIsPaidForOnceToo() throws IOException {
        for (int i = 0; i < 4; i++) {
            add("p" + i + ".png", "old words");
        }
        server.millis = 150;
        CompletableFuture<CaptionReport> first = begin(captioner, true);
        CompletableFuture<CaptionReport> second = begin(other, true);
        assertEquals(4, first.join().written().size() + second.join().written().size());
        assertEquals(4, server.asked());
        assertEquals(4, run(true).written().size(), "and again when somebody wants it again");
    }

    @Test
    void whatAnotherRunIsAtIsPassedByHoweverLongItTakes() throws IOException {
        addSome(2);
        server.millis = 15_000;
        CompletableFuture<CaptionReport> first = begin(captioner, false);
        await().until(() -> server.asked() == 2);
        // longer than a claim of a run that died
        await().pollDelay(Duration.ofMillis(2_500)).until(() -> true);
        CaptionReport passed = begin(other, false).join();
        assertEquals(2, passed.elsewhere());
        assertEquals(2, passed.left().size());
        assertEquals(List.of(), passed.problems());
        assertEquals(2, server.asked());
        server.millis = 0;
        captioner.close();
        assertEquals(2, first.join().left().size());
        assertEquals(2, begin(other, false).join().written().size(), "at once");
    }

    @Test
    void whatARunWasAtThatDiedIsCaptionedSoon() throws IOException {
        String name = "caption " + add("p.png", "").id().value();
        var dead = new SharedLeases(postgres.database());
        assertTrue(dead.take(name, "dead", Duration.ofSeconds(1)));
        assertEquals(1, run(false).elsewhere());
        await().atMost(Duration.ofSeconds(20)).until(() -> run(false).written().size() == 1);
        assertEquals(0, dead.renew(List.of(name), "dead", Duration.ofHours(1)), "it is not his");
    }

    private CompletableFuture<CaptionReport> begin(VisionCaptioner one, boolean replaces) {
        CaptionOrder order = order(replaces);
        return CompletableFuture.supplyAsync(
                () -> one.caption(order, heard::add, new StopSignal()), Thread::startVirtualThread);
    }

    private static List<String> leases() {
        return postgres.database()
                .read(
                        handle ->
                                handle.createQuery(
                                                "select key from atelier_settings"
                                                        + " where key like 'lease %'")
                                        .mapTo(String.class)
                                        .list());
    }
}
