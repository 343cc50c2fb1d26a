package studio.atelier.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import studio.atelier.db.Database;
import studio.atelier.db.PostgresExtension;
import studio.atelier.model.Problem;
import studio.atelier.queue.Conditions;
import studio.atelier.queue.DurableQueue;
import studio.atelier.queue.EngineState;
import studio.atelier.queue.Queue;
import studio.atelier.queue.Stores;
import studio.atelier.storage.FolderObjectStore;
import studio.atelier.ui.generate.MemoryQueue;
import studio.atelier.ui.generate.TestClock;
import studio.atelier.ui.settings.EngineDraft;
import studio.atelier.ui.settings.EngineListViewModel;
import studio.atelier.ui.settings.EngineListViewModel.Saving;
import studio.atelier.ui.settings.EngineSettings.Protocol;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What saving the engines does to the queue that runs meanwhile.
// Fields are filled before each test, which the check cannot follow.
@SuppressWarnings("NullAway.Init")
class EnginesAtWorkTest {
    @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

    @TempDir Path folder;

    private Home home;
    private EngineListViewModel model;
    private Optional<Queue> running = Optional.empty();

    @BeforeEach
    void open() {
        home = new Home(folder);
        var settings = HomeSettings.of(home, Map.of(), () -> running);
        model = settings.engines();
        settings.load();
    }

    @Test
    void anEngineInWorkIsTakenOutOfUseAtOnce() {
        saved("Attic", "http://attic");
        EngineDraft engine = model.engines().getFirst();
        var queue = working("Attic", engine.id(), 0);
        engine.enabled().set(false);
        model.save();
        assertEquals(Saving.SAVED_AT_ONCE, model.saving().get());
        assertFalse(queue.engines().getFirst().load().enabled());
        engine.enabled().set(true);
        engine.window().text().set("4");
        model.save();
        assertEquals(Saving.SAVED_FOR_NEXT_START, model.saving().get());
        assertTrue(queue.engines().getFirst().load().enabled());
    }

    @Test
    void anEngineWithJobsInsideIsNeitherRenamedNorRemoved() {
        saved("Attic", "http://attic");
        EngineDraft engine = model.engines().getFirst();
        MemoryQueue queue = working("Attic", engine.id(), 2);
        engine.name().text().set("Loft");
        model.save();
        Problem refused = model.problem().get().orElseThrow();
        assertEquals("engine-holds-jobs", refused.code());
        assertTrue(refused.sentence().contains("Attic still works on 2 jobs"), refused.sentence());
        assertEquals("Attic", home.engines().all().getFirst().name());
        assertTrue(home.engines().all().getFirst().enabled());
        assertTrue(queue.engines().getFirst().load().enabled(), "as before");
        assertEquals("Loft", engine.name().text().get());

        model.revert();
        model.remove(engine);
        model.save();
        assertEquals("engine-holds-jobs", model.problem().get().orElseThrow().code());
        assertEquals(1, home.engines().all().size());
    }

    @Test
    void whatIsRenamedOrRemovedGetsNoMoreJobs() {
        saved("Attic", "http://attic");
        EngineDraft engine = model.engines().getFirst();
        MemoryQueue queue = working("Attic", engine.id(), 0);
        engine.name().text().set("Loft");
        model.save();
        assertEquals(Optional.empty(), model.problem().get());
        assertEquals(Saving.SAVED_FOR_NEXT_START, model.saving().get());
        assertFalse(queue.engines().getFirst().load().enabled());
        assertTrue(home.engines().find("Loft").orElseThrow().enabled(), "from the next start on");
        assertEquals(Map.of("Attic", "Loft"), queue.renamed);

        engine.window().text().set("3");
        model.save();
        assertFalse(queue.engines().getFirst().load().enabled(), "still called otherwise");

        queue.enableEngine("Attic", true);
        model.remove(engine);
        model.save();
        assertFalse(queue.engines().getFirst().load().enabled());
        assertEquals(List.of(), home.engines().all());
    }

    @Test
    void anEngineThatTakesTheNameOfAnotherIsNotTakenForIt() {
        saved("Attic", "http://attic");
        EngineDraft engine = model.engines().getFirst();
        MemoryQueue queue = working("Attic", "another", 0);
        engine.enabled().set(false);
        model.save();
        assertEquals(Saving.SAVED_FOR_NEXT_START, model.saving().get());
        assertTrue(queue.engines().getFirst().load().enabled());
    }

    @Test
    void aSavingHoldsThoughTheDatabaseIsAway() {
        saved("Attic", "http://attic");
        Database database = postgres.connect();
        try (var open = new OpenParts();
                var queue =
                        new DurableQueue(
                                Conditions.of(home.identity(), folder.resolve("spool")),
                                Stores.of(database),
                                new FolderObjectStore(folder.resolve("objects")),
                                MadeLanes.of(
                                        home,
                                        open,
                                        StudioEnvironment.of(Map.of()),
                                        new ArrayList<>()),
                                Optional.empty())) {
            EngineDraft engine = model.engines().getFirst();
            assertEquals(engine.id(), queue.engines().getFirst().id());
            database.close();
            running = Optional.of(queue);
            engine.enabled().set(false);
            model.save();
            assertEquals(Optional.empty(), model.problem().get());
            assertEquals(Saving.SAVED_FOR_NEXT_START, model.saving().get());
            assertFalse(home.engines().all().getFirst().enabled());

            engine.name().text().set("Loft");
            model.save();
            assertTrue(model.problem().get().isPresent(), "it may have jobs inside");
            assertEquals("Attic", home.engines().all().getFirst().name());
        }
    }

    /// The queue of this process with one engine.
    private MemoryQueue working(String name, String id, int inside) {
        var queue = new MemoryQueue(new TestClock());
        queue.engines.add(state(name, id, inside));
        running = Optional.of(queue);
        return queue;
    }

    /// An engine that answers and has so many jobs inside.
    static EngineState state(String name, String id, int inside) {
        return new EngineState(
                name,
                false,
                "",
                false,
                true,
                Optional.empty(),
                Duration.ZERO,
                new EngineState.Load(true, inside, 2, Optional.empty()),
                List.of(),
                id);
    }

    private void saved(String name, String address) {
        model.add(Protocol.COMFYUI);
        EngineDraft draft = model.engines().getLast();
        draft.name().text().set(name);
        draft.address().text().set(address);
        model.save();
        assertEquals(Optional.empty(), model.problem().get().map(Problem::sentence));
    }
}
