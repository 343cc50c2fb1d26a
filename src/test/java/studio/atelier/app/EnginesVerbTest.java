package studio.atelier.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import studio.atelier.checks.Connection;
import studio.atelier.engine.demo.DemoEngineServer;
import studio.atelier.engine.demo.DemoOptions;
import studio.atelier.model.Problem;
import studio.atelier.queue.EngineLane;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The engines of a home, from the command line to the queue's lanes.
class EnginesVerbTest {
    @TempDir Path home;
    private String err = "";

    @Test
    void enginesAreAddedChangedAndForgottenWithTheirSecrets() throws IOException {
        run(
                0,
                "add Attic --address https://pod.example/comfy --user ann --password=pa55word"
                        + " --header X-Key=planted-key --window 3 --price 0.44 --trust "
                        + "ab".repeat(32));
        run(0, "set attic --name Loft --price none --enabled false");

        JsonNode engine = json("list --json").path("engines").get(0);
        assertEquals("Loft", engine.path("name").asText());
        assertEquals(3, engine.path("window").asInt());
        assertFalse(engine.has("pricePerHour"));
        assertFalse(engine.path("enabled").asBoolean());
        Path file = home.resolve("engines.json");
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        String kept = Files.readString(file) + run(0, "list") + run(0, "list --json");
        assertFalse(kept.contains("pa55word") || kept.contains("planted-key"), kept);
        String secrets = Files.readString(home.resolve("connections.env"));
        assertTrue(secrets.contains("pa55word") && secrets.contains("planted-key"));

        run(0, "remove Loft");
        assertFalse(Files.readString(home.resolve("connections.env")).contains("planted-key"));
    }

    @Test
    void aSecretOfAnotherKindIsForgotten() throws IOException {
        run(0, "add Attic --address http://h --token=pl4nted");
        assertFalse(run(0, "set Attic --user bob").contains("pl4nted"));
        assertEquals("bob", json("list --json").path("engines").get(0).path("user").asText());
        assertFalse(secrets().contains("pl4nted"));

        run(0, "add Cloud --kind runpod --address abc --token=rpa_1");
        run(0, "set Cloud --window 3");
        assertTrue(secrets().contains("rpa_1"), "the same kind");
        run(0, "set Cloud --no-access");
        assertFalse(secrets().contains("rpa_1"));
        run(2, "set Attic --kind runpod --address abc");
    }

    @Test
    void aLoginInAnAddressOfEarlierDaysIsNotPrintedAndMovesWithTheNextChange() throws IOException {
        run(0, "add Attic --address http://attic");
        Path file = home.resolve("engines.json");
        Files.writeString(file, Files.readString(file).replace("//attic", "//u:pl4nted@attic"));
        String printed = run(0, "list") + run(0, "list --json");
        assertTrue(printed.contains("http://attic") && !printed.contains("pl4nted"), printed);
        run(0, "add Loft --address http://loft");
        assertFalse(Files.readString(file).contains("pl4nted"));
        assertTrue(secrets().contains("pl4nted"));
        assertEquals("basic", json("list --json").path("engines").get(0).path("access").asText());
    }

    @Test
    void aNameOfTheEnvironmentIsTaken() {
        new Home(home)
                .connections()
                .save(Connection.ENGINE, Map.of("COMFYUI_API_URL", "http://10.0.0.7:8188"));
        run(2, "add http://10.0.0.7:8188 --address http://other");
        run(0, "add Attic --address http://other");
        run(2, "set Attic --name http://10.0.0.7:8188");
    }

    private String secrets() throws IOException {
        return Files.readString(home.resolve("connections.env"));
    }

    @Test
    void whatCannotWorkIsRefusedAndChangesNothing() {
        run(2, "add Attic --address ftp://pod.example");
        run(2, "add Attic --address http://h --window 0");
        run(2, "add Attic --address http://h --price cheap");
        run(2, "add Attic --address http://h --trust ab:cd");
        run(2, "add Attic --kind runpod --address abc");
        run(2, "add Attic --address http://h --header Bad\u00e4=x");
        run(2, "set Attic --window 2");
        assertTrue(err.contains("Attic"), err);
        assertTrue(new Home(home).engines().all().isEmpty());

        run(0, "add Attic --address http://h");
        run(2, "add ATTIC --address http://other");
        assertEquals(1, new Home(home).engines().all().size());
    }

    @Test
    void anEngineIsAskedWhatItHas() throws IOException {
        try (var server = DemoEngineServer.start(DemoOptions.in(home.resolve("server")))) {
            run(0, "add Attic --address " + server.address());
            assertEquals(4, json("test Attic --json").path("loras").size());
        }
        run(2, "test Attic");
        assertTrue(err.contains("does not answer"), err);
    }

    @Test
    void theQueueGetsThemWithWhatWasSettledAndOneBrokenOneIsOnlyTold() throws IOException {
        run(0, "add Attic --address http://127.0.0.1:1 --window 5 --price 0.5");
        run(0, "add Cloud --kind runpod --address abc --token=rpa_x --enabled false");
        run(0, "add Broken --address http://h");
        Path file = home.resolve("engines.json");
        Files.writeString(file, Files.readString(file).replace("http://h", "ftp://h"));
        var environment = StudioEnvironment.of(Map.of("COMFYUI_API_URL", "http://127.0.0.1:2"));
        List<Problem> problems = new ArrayList<>();
        try (var open = new OpenParts()) {
            List<EngineLane> lanes = MadeLanes.of(new Home(home), open, environment, problems);

            assertEquals(
                    List.of("http://127.0.0.1:2", "Attic", "Cloud"),
                    lanes.stream().map(EngineLane::name).toList());
            assertEquals(5, lanes.get(1).window().orElseThrow());
            assertEquals("0.5", lanes.get(1).pricePerHour().orElseThrow().toString());
            assertFalse(lanes.get(2).enabled());
            lanes.get(2).remember().accept(true);
        }
        assertEquals(1, problems.size());
        assertTrue(new Home(home).engines().find("cloud").orElseThrow().enabled());
    }

    private JsonNode json(String words) throws IOException {
        return new ObjectMapper().readTree(run(0, words));
    }

    private String run(int exit, String words) {
        List<String> all = new ArrayList<>(List.of("engines"));
        all.addAll(List.of(words.split(" ")));
        Answer answer =
                Answer.of(
                        new Launcher(Map.of("ATELIER_HOME", home.toString())),
                        all.toArray(String[]::new));
        err = answer.err();
        assertEquals(exit, answer.exit(), words + ": " + answer.out() + err);
        return answer.out();
    }
}
