package studio.atelier.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import mockwebserver3.MockResponse;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import studio.atelier.model.PromptId;
import studio.atelier.model.StudioException;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

class ComfyEngineDescribeTest {
    private final ScriptedServer server = new ScriptedServer();
    private final ComfyEngine engine = server.engine();

    ComfyEngineDescribeTest() throws IOException {}

    @BeforeEach
    void script() {
        server.on(
                "GET /system_stats",
                ScriptedServer.json(
                        """
                        {"system":{"os":"linux","ram_total":10,"ram_free":5,"comfyui_version":"0.12.3",
                         "argv":["main.py"]},
                         "devices":[{"name":"cuda:0 Card","type":"cuda","index":0,"vram_total":25276502016,
                          "vram_free":22216368128}]}
                        """));
        for (String unknown : ComfyDescription.LOADERS) {
            server.on("GET /object_info/" + unknown, ScriptedServer.json("{}"));
        }
        server.on(
                "GET /object_info/LoraLoader",
                info(
                        "LoraLoader",
                        "\"lora_name\":[[\"people\\\\nora.safetensors\",\"x.safetensors\"],{}]"));
        server.on(
                "GET /object_info/UNETLoader",
                info("UNETLoader", "\"unet_name\":[[\"qwen.safetensors\"]]"));
        server.on(
                "GET /object_info/KSampler",
                info(
                        "KSampler",
                        "\"seed\":[\"INT\",{\"max\":18446744073709551615,\"x\":NaN}],"
                                + "\"sampler_name\":[[\"euler\"],{}]"));
        server.on(
                "GET /object_info/Fancy",
                info("Fancy", "\"mode\":[\"COMBO\",{\"options\":[\"a\",\"b\"]}]"));
        server.on("GET /object_info/Absent", ScriptedServer.json("{}"));
    }

    @AfterEach
    void stop() {
        engine.close();
        server.close();
    }

    @Test
    void aClassOfWhichItFailsToTellIsThere() {
        server.on(
                "GET /object_info/LoraLoaderModelOnly",
                ScriptedServer.response(500, "text/plain", "Server got itself in trouble"));
        server.on(
                "GET /object_info/Broken",
                ScriptedServer.response(500, "text/plain", "Server got itself in trouble"));

        EngineDescription told = engine.describe(Set.of("Broken"));

        assertTrue(told.nodeTypes().containsAll(Set.of("Broken", "LoraLoaderModelOnly")));
    }

    @Test
    void tellsWhatTheEngineHas() {
        server.on("GET /models/loras", ScriptedServer.json("[\"people\\\\nora.safetensors\"]"));

        EngineDescription description = engine.describe(Set.of("Fancy", "Absent"));

        assertEquals("0.12.3", description.version());
        assertEquals("cuda:0 Card", description.device());
        assertEquals(25276502016L, description.memoryTotal());
        assertEquals(List.of("people\\nora.safetensors"), description.loras());
        assertEquals(
                Optional.of("people\\nora.safetensors"), description.loraNamed("Nora.safetensors"));
        assertEquals(
                Set.of("LoraLoader", "UNETLoader", "KSampler", "Fancy"), description.nodeTypes());
        assertEquals(List.of("qwen.safetensors"), description.lists().get("UNETLoader.unet_name"));
        assertEquals(List.of("euler"), description.lists().get("KSampler.sampler_name"));
        assertEquals(List.of("a", "b"), description.lists().get("Fancy.mode"));
        assertTrue(!description.lists().containsKey("KSampler.seed"));
    }

    @Test
    void classesWithSlashesInTheirNamesAreAskedFor() {
        server.on("GET /models/loras", ScriptedServer.json("[]"));
        server.on(
                "GET /object_info/KSampler%20%2F%2FInspire",
                info("KSampler //Inspire", "\"noise_mode\":[[\"GPU\",\"CPU\"]]"));

        EngineDescription told = ask("KSampler //Inspire");

        assertTrue(told.nodeTypes().contains("KSampler //Inspire"));
        assertEquals(List.of("GPU", "CPU"), told.lists().get("KSampler //Inspire.noise_mode"));
    }

    @Test
    void aProxyThatTakesSlashesApartHidesNoClass() {
        server.on("GET /models/loras", ScriptedServer.json("[]"));
        server.on("GET /object_info", ScriptedServer.json("{\"KSampler //Inspire\":{}}"));

        EngineDescription told = ask("KSampler //Inspire", "Wildcard //Inspire");

        assertTrue(told.nodeTypes().contains("KSampler //Inspire"));
        assertTrue(!told.nodeTypes().contains("Wildcard //Inspire"));
    }

    @Test
    void onlyListsThatHoldEverythingAreLists() {
        server.on("GET /models/loras", ScriptedServer.json("[]"));
        server.on(
                "GET /object_info/Fancy",
                info(
                        "Fancy",
                        """
                        "image":[["example.png"],{"image_upload":true}],
                        "mask":["COMBO",{"options":["a.png"],"image_upload":true}],
                        "saved":["COMBO",{"remote":{"route":"/internal/files/output"}}],
                        "none":["COMBO",{"options":[]}],
                        "file":[["a.bin"],{"image_upload":false}]
                        """));

        Map<String, List<String>> lists = ask("Fancy").lists();

        assertEquals(List.of(), lists.get("Fancy.none"));
        assertEquals(List.of("a.bin"), lists.get("Fancy.file"));
        for (String open : List.of("image", "mask", "saved")) {
            assertTrue(!lists.containsKey("Fancy." + open), open);
        }
    }

    @Test
    void optionsThatAreMoreThanAValueAreNoList() {
        server.on("GET /models/loras", ScriptedServer.json("[]"));
        server.on(
                "GET /object_info/Fancy",
                info(
                        "Fancy",
                        "\"lora_name\":[[{\"content\":\"a.safetensors\",\"image\":null}],{}]"));

        assertTrue(!ask("Fancy").lists().containsKey("Fancy.lora_name"));
    }

    /// From 0.13 on a server puts classes of today in the place of those that it no longer has.
    @Test
    void aClassThatTheServerReplacesIsNotMissing() {
        server.on("GET /models/loras", ScriptedServer.json("[]"));
        server.on("GET /object_info", ScriptedServer.json("{\"ConditioningAverage\":{}}"));
        server.on("GET /object_info/ConditioningAverage%20", ScriptedServer.json("{}"));
        server.on(
                "GET /node_replacements",
                ScriptedServer.json(
                        """
                        {"ConditioningAverage ":[{"new_node_id":"ConditioningAverage",
                          "old_node_id":"ConditioningAverage ","old_widget_ids":null,"input_mapping":null}],
                         "Absent":[{"new_node_id":"AbsentToo","old_node_id":"Absent"}]}
                        """));

        EngineDescription told = ask("ConditioningAverage ", "Absent");

        assertTrue(told.nodeTypes().contains("ConditioningAverage "));
        assertTrue(!told.nodeTypes().contains("Absent"));
        assertTrue(!told.nearest().containsKey("ConditioningAverage "));
    }

    @Test
    void tellsAtWhichClassesPromptsEnd() {
        server.on("GET /models/loras", ScriptedServer.json("[]"));
        server.on(
                "GET /object_info/Fancy",
                ScriptedServer.json("{\"Fancy\":{\"input\":{},\"output_node\":true}}"));

        assertEquals(Set.of("Fancy"), ask("Fancy").outputs());
    }

    /// A tunnel wants a header with a word for all its value, and a password may be part of a file's name.
    @Test
    void whatIsReadOnIsNotTakenForASecret() {
        server.on("GET /models/loras", ScriptedServer.json("[\"milan.safetensors\"]"));
        server.on("POST /api/jobs/p/cancel", ScriptedServer.json("{\"cancelled\": true}"));
        var address =
                ComfyAddress.of(
                                server.server.url("/").toString(),
                                Map.of("ngrok-skip-browser-warning", "true"))
                        .withBasic("studio", "milan");
        try (var tunnel = new ComfyEngine("Workshop", address, false, InstantSource.system())) {
            assertEquals(List.of("milan.safetensors"), tunnel.describe().loras());
            assertTrue(tunnel.cancel(new PromptId("p")));
        }
    }

    @Test
    void theNearestClassIsNamedForOneThatIsMissing() {
        server.on("GET /models/loras", ScriptedServer.json("[]"));
        server.on(
                "GET /object_info",
                ScriptedServer.json(
                        "{\"Fancy\":{\"input\":{\"x\":[NaN]}},\"Present\":{},\"Absence\":{}}"));

        assertEquals(Map.of("Absent", "Absence"), ask("Absent", "Fancy").nearest());
        assertEquals(Map.of("Absent", "Absence"), ask("Absent").nearest());
        assertEquals(1, server.asked("GET /object_info").size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "{\"Absence\":", "{\"Absence\":{}}x"})
    void aClassIsMissingWhateverTheListOfThemIs(String all) {
        server.on("GET /models/loras", ScriptedServer.json("[]"));
        server.on("GET /object_info", ScriptedServer.json(all));

        assertTrue(!ask("Absent").nodeTypes().contains("Absent"));
    }

    @Test
    void nobodyAsksForAllClassesWhileNoneIsMissing() {
        server.on("GET /models/loras", ScriptedServer.json("[]"));

        assertEquals(Map.of(), ask("Fancy").nearest());
        assertEquals(0, server.asked("GET /object_info").size());
    }

    private EngineDescription ask(String... classes) {
        return engine.describe(Set.of(classes));
    }

    @ParameterizedTest
    @CsvSource({"404, text/plain", "200, text/html"})
    void takesTheLorasOfTheLoaderWhereTheFolderCannotBeListed(int status, String type) {
        server.on("GET /models/loras", ScriptedServer.response(status, type, "<!doctype html>"));

        assertEquals(
                List.of("people\\nora.safetensors", "x.safetensors"), engine.describe().loras());
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "{}", "{\"system\":7,\"devices\":{}}", "{\"devices\":[null]}"})
    void anEngineThatSaysLittleOfItselfIsStillDescribed(String stats) {
        server.on("GET /system_stats", ScriptedServer.json(stats));
        server.on("GET /models/loras", ScriptedServer.json("[]"));

        assertEquals("", engine.describe().version());
    }

    @ParameterizedTest
    @CsvSource({
        "200, text/html, engine-login-page",
        "404, text/plain, engine-faulty",
        "401, text/plain, engine-refused",
        "403, text/plain, engine-refused",
        "502, text/html, engine-unreachable",
        "500, text/plain, engine-faulty",
    })
    void anotherServerAtTheAddressIsSaidPlainly(int status, String type, String code) {
        server.on("GET /system_stats", ScriptedServer.response(status, type, "<!doctype html>"));

        var failure = assertThrows(StudioException.class, engine::describe);

        assertEquals(code, failure.problem().code());
        assertTrue(failure.problem().sentence().contains("Workshop"));
    }

    private static MockResponse info(String type, String inputs) {
        return ScriptedServer.json(
                "{\"%s\":{\"input\":{\"required\":{\"model\":[\"MODEL\"],%s}},\"output_node\":false}}"
                        .formatted(type, inputs));
    }
}
