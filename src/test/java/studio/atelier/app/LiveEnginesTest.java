package studio.atelier.app;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import studio.atelier.checks.BesideOthers;
import studio.atelier.db.PostgresExtension;
import studio.atelier.engine.Engine;
import studio.atelier.engine.demo.DemoEngineServer;
import studio.atelier.engine.demo.DemoOptions;
import studio.atelier.queue.Conditions;
import studio.atelier.queue.DurableQueue;
import studio.atelier.queue.EngineState;
import studio.atelier.queue.Stores;
import studio.atelier.storage.FolderObjectStore;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// An open studio follows what the verb `engines` of another process settles.
// Fields are filled before each test, which the check cannot follow.
@SuppressWarnings("NullAway.Init")
@BesideOthers
class LiveEnginesTest {
    @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

    @TempDir Path folder;
    private Home home;
    private Launcher verb;
    private LiveEngines engines;
    private DurableQueue queue;
    private DemoEngineServer attic;
    private DemoEngineServer cellar;

    @BeforeEach
    void open() {
        postgres.clear();
        home = new Home(folder.resolve("home"));
        home.prepare();
        verb = new Launcher(Map.of("ATELIER_HOME", home.folder().toString()));
        attic = DemoEngineServer.start(DemoOptions.in(folder.resolve("attic")));
        cellar = DemoEngineServer.start(DemoOptions.in(folder.resolve("cellar")));
        var standIn = new DemoStandIn(postgres.database(), home.identity(), false);
        engines = new LiveEngines(home, StudioEnvironment.of(Map.of()), standIn);
        queue =
                new DurableQueue(
                        Conditions.of(home.identity(), home.spool()),
                        Stores.of(postgres.database()),
                        new FolderObjectStore(folder.resolve("objects")),
                        engines.lanes(new ArrayList<>()),
                        Optional.empty());
        engines.serve(queue);
        queue.start();
    }

    @AfterEach
    void close() {
        queue.close();
        engines.close();
        attic.close();
        cellar.close();
    }

    @Test
    void enginesComeChangeAndGoWithoutANewStart() {
        assertEquals(List.of("demo"), names());
        verb("add", "Attic", "--address", attic.address().toString());
        await().until(() -> names().equals(List.of("Attic")));
        await().until(() -> queue.engines().getFirst().answers());
        Engine first = queue.enginesNow().getFirst();

        verb("set", "Attic", "--window", "5", "--price", "0.5");
        await().until(() -> queue.engines().getFirst().load().window() == 5);
        assertSame(first, queue.enginesNow().getFirst(), "it is the same engine");
        verb("set", "Attic", "--enabled", "false");
        await().until(() -> !queue.engines().getFirst().load().enabled());
        verb("set", "Attic", "--enabled", "true");
        await().until(() -> queue.engines().getFirst().load().enabled());

        verb("set", "Attic", "--address", cellar.address().toString());
        await().until(() -> !queue.enginesNow().getFirst().equals(first));
        assertEquals(List.of("Attic"), names());
        Engine second = queue.enginesNow().getFirst();
        verb("set", "Attic", "--name", "Loft", "--token", "s3cret-token");
        await().until(() -> names().equals(List.of("Loft")));
        assertNotEquals(second, queue.enginesNow().getFirst());

        verb("remove", "Loft");
        await().until(() -> names().equals(List.of("demo")));
        await().until(() -> queue.engines().getFirst().answers());
    }

    @Test
    void anotherSecretMakesAnotherEngine() {
        String address = attic.address().toString();
        verb("add", "Attic", "--address", address, "--token", "first-token");
        await().until(() -> names().equals(List.of("Attic")));
        Engine first = queue.enginesNow().getFirst();
        verb("set", "Attic", "--token", "other-token");
        await().until(() -> !queue.enginesNow().getFirst().equals(first));
    }

    @Test
    void whatCannotBeUsedLeavesTheOthersAsTheyWere() throws java.io.IOException {
        verb("add", "Attic", "--address", attic.address().toString());
        await().until(() -> names().equals(List.of("Attic")));
        Engine first = queue.enginesNow().getFirst();
        java.nio.file.Files.writeString(home.engines().file(), "{ broken");
        assertTrue(!engines.settle());
        assertSame(first, queue.enginesNow().getFirst());
    }

    private List<String> names() {
        return queue.engines().stream().map(EngineState::name).toList();
    }

    private void verb(String... words) {
        List<String> all = new ArrayList<>(List.of("engines"));
        all.addAll(List.of(words));
        Answer answer = Answer.of(verb, all.toArray(String[]::new));
        assertEquals(0, answer.exit(), answer.err());
    }
}
