package studio.atelier.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import studio.atelier.checks.Connection;
import studio.atelier.model.Problem;
import studio.atelier.queue.EngineLane;
import studio.atelier.ui.settings.EngineDraft;
import studio.atelier.ui.settings.EngineListViewModel;
import studio.atelier.ui.settings.EngineListViewModel.Row;
import studio.atelier.ui.settings.EngineListViewModel.Saving;
import studio.atelier.ui.settings.EngineSettings.Access;
import studio.atelier.ui.settings.EngineSettings.Protocol;
import studio.atelier.ui.settings.SettingsViewModel;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// The engines of a home as the settings enter them, down to the files and the queue's lanes.
// Fields are filled before each test, which the check cannot follow.
@SuppressWarnings("NullAway.Init")
class EngineListTest {
    private static final String TOKEN = "pl4nted-t0ken";

    @TempDir Path folder;

    private Home home;
    private SettingsViewModel settings;
    private EngineListViewModel model;

    @BeforeEach
    void open() {
        home = new Home(folder);
        open(Map.of());
    }

    private void open(Map<String, String> environment) {
        settings = HomeSettings.of(home, environment, Optional::empty);
        model = settings.engines();
        settings.load();
    }

    @Test
    void aNewEngineIsKeptWithItsTokenApartAndBecomesALane() throws IOException {
        assertEquals(List.of(new Row.Demo()), model.rows());
        EngineDraft attic = add(Protocol.COMFYUI, "Attic", "https://attic.example/comfy");
        attic.access().set(Access.TOKEN);
        assertFalse(attic.judgement().valid().get(), "the token is missing");
        attic.token().text().set(TOKEN);
        attic.window().text().set("3");
        attic.price().text().set("0.44");
        attic.addHeader();
        attic.headers().getFirst().name().set("X-Api-Key");
        attic.headers().getFirst().value().text().set("pl4nted-header");
        assertEquals(Optional.empty(), model.incomplete().get());
        model.save();

        assertEquals(Saving.SAVED_FOR_NEXT_START, model.saving().get());
        String file = Files.readString(folder.resolve("engines.json"));
        assertFalse(file.contains("pl4nted"), file);
        String secrets = Files.readString(folder.resolve("connections.env"));
        assertTrue(secrets.contains(TOKEN) && secrets.contains("pl4nted-header"), secrets);
        EngineLane lane = lanes().getFirst();
        assertEquals("Attic", lane.name());
        assertEquals(3, lane.window().orElseThrow());

        open(Map.of());
        EngineDraft again = model.engines().getFirst();
        assertEquals("", again.token().text().get());
        assertTrue(again.token().kept().get());
        again.name().text().set("Loft");
        model.save();
        assertEquals("Loft", home.engines().all().getFirst().name());
        assertTrue(Files.readString(folder.resolve("connections.env")).contains(TOKEN));
    }

    @Test
    void whatCannotWorkIsToldAtItsFieldAndKeepsAllFromBeingSaved() {
        saved("Attic", "http://attic");
        EngineDraft other = model.engines().getFirst();
        model.add(Protocol.COMFYUI);
        EngineDraft bad = model.engines().getLast();
        assertEquals("", bad.address().complaint().get(), "nobody has been there");
        model.tryIt(bad);
        assertFalse(bad.address().complaint().get().isEmpty());
        bad.name().text().set("ATTIC");
        bad.address().text().set("ftp://u:pl4nted@h");
        bad.window().text().set("0");
        bad.price().text().set("cheap");
        bad.certificate().text().set("ab:cd");
        for (var field :
                List.of(bad.name(), bad.address(), bad.window(), bad.price(), bad.certificate())) {
            assertTrue(field.complaint().get().startsWith("It must be"), field.name());
        }
        assertFalse(bad.address().complaint().get().contains("pl4nted"));
        bad.addHeader();
        bad.headers().getFirst().name().set("X Y");
        bad.headers().getFirst().value().text().set("v");
        assertFalse(bad.headers().getFirst().complaint().get().isEmpty());
        assertEquals(Optional.of(bad), model.incomplete().get());

        other.name().text().set("Loft");
        assertEquals("", bad.name().complaint().get(), "the name has become free");
        model.revert();
        assertEquals(List.of(other), model.engines());
        assertFalse(model.changed().get());
    }

    @Test
    void aRemovedEngineComesBackUntilAllIsSaved() throws IOException {
        EngineDraft attic = add(Protocol.COMFYUI, "Attic", "http://attic");
        attic.access().set(Access.TOKEN);
        attic.token().text().set(TOKEN);
        model.save();
        EngineDraft engine = model.engines().getFirst();
        model.duplicate(engine);
        EngineDraft copy = model.engines().getLast();
        assertEquals("Attic 2", copy.name().text().get());
        model.remove(engine);
        assertTrue(model.changed().get());
        model.keep(engine);
        model.remove(engine);
        assertTrue(Files.readString(folder.resolve("connections.env")).contains(TOKEN));
        model.save();

        assertEquals(1, model.engines().size());
        EngineRecord left = home.engines().all().getFirst();
        assertEquals("Attic 2", left.name());
        var secrets = home.connections().secrets();
        assertEquals(Optional.of(TOKEN), secrets.find(EngineSecrets.access(left.id())));
        assertEquals(Optional.empty(), secrets.find(EngineSecrets.access(engine.id())));

        model.remove(model.engines().getFirst());
        model.save();
        assertEquals(List.of(new Row.Demo()), model.rows());
        assertFalse(Files.readString(folder.resolve("connections.env")).contains(TOKEN));
    }

    @Test
    void otherAccessForgetsTheSecretAndALoginInTheAddressBecomesOne() throws IOException {
        saved("Attic", "http://ann:pl4nted@attic/comfy");
        EngineDraft engine = model.engines().getFirst();
        assertEquals("http://attic/comfy", engine.address().text().get());
        assertEquals("ann", engine.user().text().get());
        assertTrue(engine.password().kept().get());
        assertFalse(Files.readString(folder.resolve("engines.json")).contains("pl4nted"));
        engine.access().set(Access.TOKEN);
        assertFalse(engine.judgement().valid().get(), "a password is no token");
        engine.access().set(Access.OPEN);
        model.save();
        assertFalse(Files.readString(folder.resolve("connections.env")).contains("pl4nted"));
    }

    @Test
    void whatIsBeingEnteredSurvivesAndTheRestFollows() {
        saved("Attic", "http://attic");
        EngineDraft engine = model.engines().getFirst();
        engine.window().text().set("5");
        String id = engine.id();
        home.engines().enable(id, false);
        settings.load();
        assertEquals("5", engine.window().text().get());
        assertFalse(engine.enabled().get(), "it was taken out of use elsewhere");
        assertTrue(model.changed().get());
    }

    @Test
    void everyFieldThatWasNotTouchedFollows() {
        EngineDraft engine = add(Protocol.COMFYUI, "Attic", "http://attic");
        engine.addHeader();
        engine.headers().getFirst().name().set("X-Key");
        engine.headers().getFirst().value().text().set("v");
        model.save();
        engine.price().text().set("2");
        EngineRecord was = home.engines().all().getFirst();
        home.engines()
                .put(
                        new EngineRecord(
                                was.id(),
                                "Loft",
                                was.kind(),
                                false,
                                OptionalInt.of(7),
                                Optional.of(BigDecimal.ONE),
                                "http://loft",
                                new EngineRecord.Access(
                                        EngineRecord.Scheme.BASIC, "ann", List.of()),
                                Optional.of("ab".repeat(32))));
        settings.load();
        assertEquals("2", engine.price().text().get(), "it is being entered");
        model.save();
        EngineRecord now = home.engines().all().getFirst();
        assertEquals("Loft", now.name());
        assertFalse(now.enabled());
        assertEquals(7, now.window().orElseThrow());
        assertEquals("http://loft", now.address());
        assertEquals("ann", now.access().user());
        assertEquals(List.of(), now.access().headers());
        assertEquals("ab".repeat(32), now.certificate().orElseThrow());
        assertEquals("2", now.pricePerHour().orElseThrow().toString());
    }

    @Test
    void whatWasNeverSavedGoesAtOnce() {
        model.add(Protocol.COMFYUI);
        model.remove(model.engines().getFirst());
        assertEquals(List.of(new Row.Demo()), model.rows());
        assertFalse(model.changed().get());
    }

    @Test
    void aBadFingerprintIsShownToBeMended() throws IOException {
        saved("Attic", "http://attic");
        Path file = folder.resolve("engines.json");
        Files.writeString(
                file,
                Files.readString(file)
                        .replace("\"enabled\"", "\"certificate\":\"no\",\"enabled\""));
        open(Map.of());
        EngineDraft engine = model.engines().getFirst();
        assertEquals("no", engine.certificate().text().get());
        assertTrue(engine.certificate().complaint().get().startsWith("It must be"));
        engine.certificate().text().set("");
        model.save();
        assertEquals(Optional.empty(), home.engines().all().getFirst().certificate());
    }

    @Test
    void theWordsOfTheEnvironmentAreARowOfTheirOwn() {
        home.connections().save(Connection.ENGINE, Map.of("COMFYUI_API_URL", "http://me"));
        settings.load();
        assertEquals(List.of(new Row.Variables()), model.rows());
        saved("Attic", "http://attic");
        assertEquals(2, model.rows().size());
        open(Map.of("RUNPOD_ENDPOINT_ID", "abc", "RUNPOD_API_KEY", "k"));
        EngineDraft attic = model.engines().getFirst();
        attic.name().text().set("runpod ABC");
        assertFalse(attic.name().complaint().get().isEmpty(), "it would be left out");
        assertEquals(Optional.of(attic), model.incomplete().get());
        assertEquals(new Row.Variables(), model.rows().getFirst());
        assertFalse(model.variables().fixed().get().isEmpty());
    }

    @Test
    void aFileThatCannotBeReadIsNotWrittenOver() throws IOException {
        Files.writeString(folder.resolve("engines.json"), "{");
        settings.load();
        assertEquals("engines-unreadable", model.problem().get().orElseThrow().code());
        add(Protocol.RUNPOD, "Cloud", "abc").key().text().set("k");
        model.save();
        assertEquals("{", Files.readString(folder.resolve("engines.json")));
        assertEquals("Cloud", model.engines().getFirst().name().text().get());
    }

    private void saved(String name, String address) {
        add(Protocol.COMFYUI, name, address);
        model.save();
        assertEquals(Optional.empty(), model.problem().get().map(Problem::sentence));
    }

    private EngineDraft add(Protocol protocol, String name, String address) {
        model.add(protocol);
        EngineDraft draft = model.engines().getLast();
        assertEquals(new Row.Own(draft), model.chosen().get());
        draft.name().text().set(name);
        (protocol == Protocol.COMFYUI ? draft.address() : draft.endpoint()).text().set(address);
        return draft;
    }

    private List<EngineLane> lanes() {
        List<Problem> problems = new ArrayList<>();
        try (var open = new OpenParts()) {
            var lanes = MadeLanes.of(home, open, StudioEnvironment.of(Map.of()), problems);
            assertEquals(List.of(), problems);
            return lanes;
        }
    }
}
