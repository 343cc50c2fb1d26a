package studio.atelier.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import studio.atelier.checks.BesideOthers;
import studio.atelier.db.PostgresExtension;
import studio.atelier.model.Problem;
import studio.atelier.queue.Conditions;
import studio.atelier.queue.DurableQueue;
import studio.atelier.queue.Queue;
import studio.atelier.queue.Stores;
import studio.atelier.storage.FolderObjectStore;
import studio.atelier.ui.settings.EngineDraft;
import studio.atelier.ui.settings.EngineListViewModel;
import studio.atelier.ui.settings.EngineListViewModel.Saving;
import studio.atelier.ui.settings.SettingsViewModel;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The page of the engines and the verb `engines` change the same home: neither undoes what the other did.
// Fields are filled before each test, which the check cannot follow.
@SuppressWarnings("NullAway.Init")
@BesideOthers
class EngineClashTest {
    @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

    @TempDir Path folder;

    private Home home;
    private Launcher verb;
    private SettingsViewModel settings;
    private EngineListViewModel model;
    private Optional<Queue> running = Optional.empty();

    @BeforeEach
    void open() {
        home = new Home(folder);
        verb = new Launcher(Map.of("ATELIER_HOME", folder.toString()));
        settings = HomeSettings.of(home, Map.of(), () -> running);
        model = settings.engines();
        verb("add", "Attic", "--address", "http://attic");
        settings.load();
    }

    @Test
    void onlyWhatThePersonChangedIsWritten() {
        EngineDraft attic = model.engines().getFirst();
        attic.price().text().set("0.5");
        verb("set", "Attic", "--window", "7", "--address", "http://loft");
        verb("add", "Cellar", "--address", "http://cellar");
        model.save();

        assertEquals(Optional.empty(), problem());
        assertEquals(Saving.SAVED_FOR_NEXT_START, model.saving().get());
        EngineRecord now = home.engines().find("Attic").orElseThrow();
        assertEquals("0.5", now.pricePerHour().orElseThrow().toPlainString());
        assertEquals(7, now.window().orElseThrow());
        assertEquals("http://loft", now.address());
        assertEquals(2, model.engines().size());
        assertEquals("7", attic.window().text().get());
        assertFalse(model.changed().get());
    }

    @Test
    void whatBothChangedIsNamedAndThePersonDecides() {
        EngineDraft attic = model.engines().getFirst();
        attic.window().text().set("3");
        attic.price().text().set("0.5");
        verb("set", "Attic", "--window", "7");
        model.save();

        assertEquals(Saving.NONE, model.saving().get());
        String sentence = model.problem().get().orElseThrow().sentence();
        assertEquals(Optional.of("engine-changed-elsewhere"), problem());
        assertTrue(sentence.contains("Attic"), sentence);
        assertTrue(sentence.contains("Jobs inside at once (there: 7)"), sentence);
        assertFalse(sentence.contains("Price"), sentence);
        assertEquals(7, home.engines().all().getFirst().window().orElseThrow());
        assertEquals("3", attic.window().text().get());

        settings.load();
        assertEquals(Optional.of("engine-changed-elsewhere"), problem(), "until it is decided");
        model.save();
        assertEquals(Optional.empty(), problem());
        assertEquals(3, home.engines().all().getFirst().window().orElseThrow());
    }

    @Test
    void revertingTakesWhatIsThere() {
        EngineDraft attic = model.engines().getFirst();
        attic.window().text().set("3");
        verb("set", "Attic", "--window", "7");
        settings.load();
        assertEquals(Optional.of("engine-changed-elsewhere"), problem(), "seen on coming back");
        model.revert();
        assertEquals("7", attic.window().text().get());
        assertEquals(Optional.empty(), problem());
        assertFalse(model.changed().get());
    }

    @Test
    void theSameChangeOnBothSidesIsNoConflict() {
        model.engines().getFirst().window().text().set("7");
        verb("set", "Attic", "--window", "7");
        model.save();
        assertEquals(Optional.empty(), problem());
    }

    @Test
    void anEngineThatWasRemovedElsewhereDoesNotComeBackUnasked() {
        EngineDraft attic = model.engines().getFirst();
        attic.window().text().set("3");
        verb("remove", "Attic");
        model.save();
        assertEquals(Optional.of("engine-changed-elsewhere"), problem());
        assertEquals(List.of(), home.engines().all());
        assertTrue(attic.changed().get());

        model.save();
        assertEquals(Optional.empty(), problem());
        assertEquals(3, home.engines().find("Attic").orElseThrow().window().orElseThrow());
    }

    @Test
    void anEngineThatWasChangedElsewhereIsNotRemovedUnseen() {
        EngineDraft attic = model.engines().getFirst();
        model.remove(attic);
        verb("set", "Attic", "--window", "7");
        model.save();
        assertEquals(Optional.of("engine-changed-elsewhere"), problem());
        assertEquals(1, home.engines().all().size());
        assertTrue(attic.removed().get());

        model.save();
        assertEquals(Optional.empty(), problem());
        assertEquals(List.of(), home.engines().all());
    }

    @Test
    void anUntouchedEngineThatIsGoneGoesFromThePage() {
        verb("remove", "Attic");
        settings.load();
        assertEquals(List.of(), model.engines());
        assertEquals(Optional.empty(), problem());
    }

    /// That it is taken out of use for it is no change of somebody else.
    @Test
    void anEngineInWorkIsRenamedAndRemovedAsBefore() {
        EngineDraft attic = model.engines().getFirst();
        try (var open = new OpenParts();
                var queue =
                        new DurableQueue(
                                Conditions.of(home.identity(), folder.resolve("spool")),
                                Stores.of(postgres.database()),
                                new FolderObjectStore(folder.resolve("objects")),
                                MadeLanes.of(
                                        home,
                                        open,
                                        StudioEnvironment.of(Map.of()),
                                        new ArrayList<>()),
                                Optional.empty())) {
            running = Optional.of(queue);
            attic.name().text().set("Loft");
            model.save();
            assertEquals(Optional.empty(), problem());
            assertEquals(Saving.SAVED_FOR_NEXT_START, model.saving().get());
            assertTrue(home.engines().find("Loft").orElseThrow().enabled());
            assertFalse(queue.engines().getFirst().load().enabled());

            queue.enableEngine("Attic", true);
            settings.load();
            model.remove(attic);
            model.save();
            assertEquals(Optional.empty(), problem());
            assertEquals(List.of(), home.engines().all());
        }
    }

    private Optional<String> problem() {
        return model.problem().get().map(Problem::code);
    }

    private void verb(String... words) {
        List<String> all = new ArrayList<>(List.of("engines"));
        all.addAll(List.of(words));
        Answer answer = Answer.of(verb, all.toArray(String[]::new));
        assertEquals(0, answer.exit(), answer.err());
    }
}
