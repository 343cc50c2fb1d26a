package studio.atelier.engine;

import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import mockwebserver3.MockResponse;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import studio.atelier.model.PromptId;
import studio.atelier.model.StudioException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

/// Valid answers with something broken in them: cut, bytes changed, values replaced by values of other types.
/// Nothing but a problem may come out. The changes are the same in every run.
class ComfyGarbageTest {
    private static final PromptId PROMPT = new PromptId("5b0c46cb-36cc-4f1c-9a4c-6a5ad54a2a10");
    private static final String ENTRY =
            """
            {"%s":{"prompt":[0,"p",{"7":{"class_type":"KSampler","_meta":{"title":"S"}}},{},["9"]],
             "outputs":{"9":{"images":[{"filename":"a.png","subfolder":"","type":"output"}]}},
             "status":{"status_str":"error","completed":false,"messages":[["execution_start",{}],
             ["execution_error",{"node_id":"7","node_type":"KSampler","exception_message":"m",
              "exception_type":"E","traceback":["t"]}]]}}}
            """
                    .formatted(PROMPT);
    private static final String QUEUE =
            "{\"queue_running\":[[0,\"x\",{},{},[]]],\"queue_pending\":[[1,\"%s\",{},{},[]]]}"
                    .formatted(PROMPT);
    private static final String INFO =
            """
            {"KSampler":{"input":{"required":{"sampler_name":[["euler"],{}],"m":["COMBO",{"options":["a"]}]},
             "optional":{"x":["INT",{"max":18446744073709551615}]}}}}
            """;
    private static final String REFUSAL =
            """
            {"prompt_id":"p","error":{"type":"t","message":"m","details":"d","extra_info":{"class_type":null}},
             "node_errors":{"2":{"class_type":"LoraLoader","errors":[{"type":"value_not_in_list","message":"m",
             "details":"d","extra_info":{"input_name":"lora_name","received_value":"a.safetensors",
             "input_config":[["b.safetensors"],{}]}}]}}}
            """;

    private final ScriptedServer server = new ScriptedServer();
    private final ComfyEngine engine = server.engine();
    private final Random random = new Random(20_261_124);

    ComfyGarbageTest() throws IOException {}

    @AfterEach
    void stop() {
        engine.close();
        server.close();
    }

    @Test
    void lookingUpSurvivesBrokenAnswers() throws IOException {
        List<String> entries = broken(ENTRY, 150);
        List<String> queues = broken(QUEUE, 150);
        for (int i = 0; i < entries.size(); i++) {
            server.on("GET /history/" + PROMPT, answer(entries.get(i)));
            server.on("GET /queue", answer(queues.get(i)));
            onlyProblems(() -> engine.lookUp(PROMPT));
        }
    }

    @Test
    void submittingSurvivesBrokenAnswers() throws IOException {
        for (String body : broken(REFUSAL, 150)) {
            int status = random.nextInt(3) == 0 ? 200 : 400;
            server.on("POST /prompt", ScriptedServer.json(status, body));
            onlyProblems(() -> engine.submit(new Submission(PROMPT, Graphs.SDXL, List.of())));
        }
    }

    @Test
    void describingSurvivesBrokenAnswers() throws IOException {
        for (String type : ComfyDescription.LOADERS) {
            server.on("GET /object_info/" + type, ScriptedServer.json("{}"));
        }
        for (String body : broken(INFO, 60)) {
            server.on("GET /object_info/KSampler", answer(body));
            server.on("GET /models/loras", answer(body));
            onlyProblems(() -> engine.describe(Set.of()));
        }
    }

    private static void onlyProblems(Runnable call) {
        try {
            call.run();
        } catch (StudioException e) {
            assertFalse(e.problem().sentence().isBlank());
        } catch (SubmissionUnclear e) {
            assertFalse(e.problem().sentence().isBlank());
        }
    }

    private MockResponse answer(String body) {
        int status = random.nextInt(20) == 0 ? 500 : 200;
        return ScriptedServer.json(status, body);
    }

    private List<String> broken(String valid, int count) throws IOException {
        List<String> broken = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            broken.add(
                    switch (random.nextInt(4)) {
                        case 0 -> valid.substring(0, random.nextInt(valid.length()));
                        case 1 -> changedBytes(valid);
                        default -> changedValue(valid);
                    });
        }
        return broken;
    }

    private String changedBytes(String valid) {
        byte[] bytes = valid.getBytes(StandardCharsets.ISO_8859_1);
        for (int i = 0; i < 3; i++) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(128);
        }
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private String changedValue(String valid) throws IOException {
        JsonNode root = ComfyJson.parse(valid);
        List<JsonNode> containers = new ArrayList<>();
        collect(root, containers);
        JsonNode chosen = containers.get(random.nextInt(containers.size()));
        JsonNode value = ComfyJson.parse(oddValue());
        if (chosen instanceof ObjectNode object && !object.isEmpty()) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            object.set(names.get(random.nextInt(names.size())), value);
        } else if (chosen instanceof ArrayNode array && !array.isEmpty()) {
            array.set(random.nextInt(array.size()), value);
        }
        return ComfyJson.text(root);
    }

    private static void collect(JsonNode node, List<JsonNode> containers) {
        if (node.isContainerNode()) {
            containers.add(node);
            node.forEach(child -> collect(child, containers));
        }
    }

    private String oddValue() {
        List<String> values =
                List.of(
                        "null",
                        "true",
                        "7",
                        "-1.5e300",
                        "\"\"",
                        "\"text\"",
                        "[]",
                        "{}",
                        "[[null]]");
        return values.get(random.nextInt(values.size()));
    }
}
