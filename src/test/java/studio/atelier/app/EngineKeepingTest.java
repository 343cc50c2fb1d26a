package studio.atelier.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;

import okhttp3.Credentials;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import studio.atelier.app.EngineRecord.Access;
import studio.atelier.app.EngineRecord.Protocol;
import studio.atelier.app.EngineRecord.Scheme;
import studio.atelier.model.Problem;
import studio.atelier.model.StudioException;
import studio.atelier.ui.settings.EngineDraft;
import studio.atelier.ui.settings.EngineSettings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// What becomes of the secrets of engines that change.
// Fields are filled before each test, which the check cannot follow.
@SuppressWarnings("NullAway.Init")
class EngineKeepingTest {
    private static final String KEY = "rpa_pl4nted";
    private static final String PLACE = EngineSecrets.access("a1");

    @TempDir Path folder;

    private Home home;
    private EngineSecrets secrets;

    @BeforeEach
    void open() {
        home = new Home(folder);
        secrets = home.connections().secrets();
    }

    @Test
    void aKeyIsNeverSentAsAPassword() throws Exception {
        change(record("Cloud", Protocol.RUNPOD, "abc", Access.OPEN), KEY);
        try (var server = new MockWebServer()) {
            for (int n = 0; n < 9; n++) {
                server.enqueue(new MockResponse.Builder().code(401).build());
            }
            server.start();
            var settings = HomeSettings.of(home, Map.of(), Optional::empty);
            settings.load();
            EngineDraft engine = settings.engines().engines().getFirst();
            engine.protocol().set(EngineSettings.Protocol.COMFYUI);
            engine.access().set(EngineSettings.Access.PASSWORD);
            engine.user().text().set("bob");
            engine.address().text().set(server.url("/").toString());
            settings.engines().tryIt(engine);
            assertEquals(
                    Credentials.basic("bob", ""),
                    server.takeRequest().getHeaders().get("Authorization"));
            settings.engines().save();
            assertEquals(Optional.empty(), settings.engines().problem().get());
        }
        assertEquals(Optional.empty(), secrets.find(PLACE));
        assertFalse(Files.readString(folder.resolve("connections.env")).contains(KEY));
    }

    @Test
    void aSecretOfAnotherKindCountsAsNone() {
        EngineRecord token = attic(new Access(Scheme.BEARER, "", List.of()));
        change(token, "t0ken");
        EngineRecord password = attic(new Access(Scheme.BASIC, "bob", List.of()));
        assertEquals(
                Optional.empty(),
                new EngineKeeping(home).with(password, Map.of()).find(PLACE),
                "as Test sees it");
        change(password);
        assertEquals(Set.of(), secrets.names());
        change(password, "pa55");
        change(password.enabled(false));
        assertEquals(Optional.of("pa55"), secrets.find(PLACE), "the same kind");
        change(token);
        assertEquals(Optional.empty(), secrets.find(PLACE), "a password is no token");
    }

    @Test
    void whatIsRefusedLeavesTheSecretsAsTheyWere() {
        EngineRecord engine = attic(new Access(Scheme.BEARER, "", List.of()));
        change(engine, "old");
        change(
                new EngineRecord(
                        "b2",
                        "Loft",
                        Protocol.COMFYUI,
                        true,
                        OptionalInt.empty(),
                        Optional.empty(),
                        "http://loft",
                        Access.OPEN,
                        Optional.empty()));
        EngineRecord clash = record("loft", Protocol.COMFYUI, "http://a", engine.access());
        assertThrows(StudioException.class, () -> change(clash, "new"));
        assertEquals(Optional.of("old"), secrets.find(PLACE));

        // A list that cannot be written: its folder is none.
        Path nowhere = folder.resolve("connections.env/engines.json");
        var stuck = new EngineKeeping(home.lock(), new EnginesFile(nowhere, home.lock()), secrets);
        var failed =
                assertThrows(
                        StudioException.class,
                        () ->
                                stuck.change(
                                        List.of(engine),
                                        Set.of(),
                                        Map.of(PLACE, Optional.of("new"))));
        assertEquals(0, failed.getSuppressed().length);
        assertEquals(Optional.of("old"), secrets.find(PLACE));
    }

    @Test
    void aSilentKeychainIsToldAndWhatWasLeftGoesWithTheNextChange() {
        var chain = new MemoryKeychain();
        ConnectionsFile file =
                new ConnectionsFile(
                        folder.resolve("connections.env"), home.lock(), () -> Optional.of(chain));
        var keeping = new EngineKeeping(home.lock(), home.engines(), file.secrets());
        EngineRecord engine = attic(new Access(Scheme.BEARER, "", List.of()));
        keeping.change(List.of(engine), Set.of(), Map.of(PLACE, Optional.of("t0ken")));
        assertEquals(Map.of(PLACE, "t0ken"), chain.kept);
        chain.silent = true;
        Optional<Problem> left = keeping.change(List.of(), Set.of("a1"), Map.of());
        assertEquals(Problem.Kind.KEYCHAIN_SILENT.code(), left.orElseThrow().code());
        assertEquals(List.of(), home.engines().all(), "it is removed all the same");
        chain.silent = false;
        EngineRecord other = record("Other", Protocol.DEMO, "", Access.OPEN);
        assertEquals(Optional.empty(), keeping.change(List.of(other), Set.of(), Map.of()));
        assertEquals(Map.of(), chain.kept);
    }

    @Test
    void aLoginInAnAddressOfEarlierDaysBecomesASecret() throws IOException {
        home.engines().put(record("Attic", Protocol.COMFYUI, "http://u:p4ss@attic", Access.OPEN));
        new EngineKeeping(home).settle();
        EngineRecord now = home.engines().all().getFirst();
        assertEquals("http://attic", now.address());
        assertEquals(new Access(Scheme.BASIC, "u", List.of()), now.access());
        assertEquals(Optional.of("p4ss"), secrets.find(PLACE));
        assertFalse(Files.readString(folder.resolve("engines.json")).contains("p4ss"));
    }

    @Test
    void nobodyUndoesTheChangesOfOthers() throws InterruptedException {
        int engines = 20;
        Thread[] others = new Thread[2];
        for (int who = 0; who < others.length; who++) {
            // As another process has it: a home of its own.
            var mine = new Home(folder);
            String letter = who == 0 ? "x" : "y";
            others[who] =
                    Thread.startVirtualThread(
                            () -> {
                                for (int n = 0; n < engines; n++) {
                                    EngineRecord one =
                                            record(letter + n, Protocol.DEMO, "", Access.OPEN);
                                    mine.engines().put(withId(one, letter + n));
                                    mine.connections()
                                            .secrets()
                                            .change(
                                                    Map.of(
                                                            EngineSecrets.access(letter + n),
                                                            Optional.of("s")));
                                    mine.engines().enable(letter + n, false);
                                }
                            });
        }
        for (Thread other : others) {
            other.join();
        }
        assertEquals(2 * engines, home.engines().all().size());
        assertTrue(home.engines().all().stream().noneMatch(EngineRecord::enabled));
        assertEquals(2 * engines, secrets.names().size());
    }

    private static EngineRecord withId(EngineRecord engine, String id) {
        return new EngineRecord(
                id,
                engine.name(),
                engine.kind(),
                engine.enabled(),
                engine.window(),
                engine.pricePerHour(),
                engine.address(),
                engine.access(),
                engine.certificate());
    }

    private static EngineRecord attic(Access access) {
        return record("Attic", Protocol.COMFYUI, "http://attic", access);
    }

    private static EngineRecord record(String name, Protocol kind, String address, Access access) {
        return new EngineRecord(
                "a1",
                name,
                kind,
                true,
                OptionalInt.empty(),
                Optional.empty(),
                address,
                access,
                Optional.empty());
    }

    private void change(EngineRecord engine) {
        new EngineKeeping(home).change(List.of(engine), Set.of(), Map.of());
    }

    private void change(EngineRecord engine, String secret) {
        new EngineKeeping(home)
                .change(
                        List.of(engine),
                        Set.of(),
                        Map.of(EngineSecrets.access(engine.id()), Optional.of(secret)));
    }
}
