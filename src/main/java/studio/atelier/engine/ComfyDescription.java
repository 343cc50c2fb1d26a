package studio.atelier.engine;

import com.fasterxml.jackson.databind.JsonNode;

import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Asks a server what it has.
final class ComfyDescription {
    /// The classes whose lists the studio offers as choices.
    static final Set<String> LOADERS =
            Set.of(
                    "UNETLoader",
                    "CLIPLoader",
                    "VAELoader",
                    "CheckpointLoaderSimple",
                    "LoraLoader",
                    "LoraLoaderModelOnly",
                    "KSampler");

    private static final int SERVER_ERROR = 500;
    private static final int NOT_FOUND = 404;

    private final ComfyHttp http;
    private final ComfyTrouble trouble;
    private final ComfyClasses all;

    ComfyDescription(ComfyHttp http, ComfyTrouble trouble, InstantSource clock) {
        this.http = http;
        this.trouble = trouble;
        this.all = new ComfyClasses(http, clock);
    }

    EngineDescription ask(Set<String> classes) {
        JsonNode stats = http.json("system_stats", ComfyHttp.SHORT);
        JsonNode system = stats.path("system");
        JsonNode device = stats.path("devices").path(0);
        Set<String> known = new HashSet<>();
        Map<String, List<String>> lists = new LinkedHashMap<>();
        Map<String, Set<String>> required = new LinkedHashMap<>();
        Set<String> outputs = new HashSet<>();
        Set<String> wanted = new TreeSet<>(classes);
        wanted.addAll(LOADERS);
        for (String type : wanted) {
            Answer answer = http.getNamed("object_info", type, ComfyHttp.LONG);
            if (isUntold(answer, type)) {
                if (answer.status() == SERVER_ERROR || all.knows(type)) {
                    known.add(type);
                }
                continue;
            }
            JsonNode info = trouble.json(answer, "object_info/" + type).path(type);
            if (info.isObject()) {
                known.add(type);
                required.put(type, ComfyLists.plainInputs(info.path("input").path("required")));
                if (info.path("output_node").asBoolean()) {
                    outputs.add(type);
                }
                addLists(type, info.path("input").path("required"), lists);
                addLists(type, info.path("input").path("optional"), lists);
            }
        }
        Set<String> missing = new TreeSet<>(classes);
        missing.removeAll(known);
        Set<String> replaced = all.replaced(missing);
        known.addAll(replaced);
        missing.removeAll(replaced);
        return new EngineDescription(
                ComfyJson.scalar(system.path("comfyui_version")),
                ComfyJson.scalar(device.path("name")),
                bytes(device.path("vram_total"), system.path("ram_total")),
                bytes(device.path("vram_free"), system.path("ram_free")),
                loras(lists),
                known,
                lists,
                required,
                outputs,
                all.nearest(missing));
    }

    /// The server failed while it told of a class that it has, as with a folder that is gone; or a proxy before it
    /// makes another address of a name with slashes.
    private static boolean isUntold(Answer answer, String type) {
        return answer.status() == SERVER_ERROR
                || (answer.status() == NOT_FOUND && type.contains("/"));
    }

    private List<String> loras(Map<String, List<String>> lists) {
        Answer answer = http.get("models/loras", ComfyHttp.SHORT);
        if (answer.isSuccess() && !answer.isWebPage()) {
            JsonNode names = trouble.parsed(answer);
            if (names.isArray()) {
                return ComfyJson.texts(names);
            }
        }
        List<String> full = lists.getOrDefault("LoraLoader.lora_name", List.of());
        return full.isEmpty()
                ? lists.getOrDefault("LoraLoaderModelOnly.lora_name", List.of())
                : full;
    }

    private static void addLists(String type, JsonNode inputs, Map<String, List<String>> lists) {
        for (Map.Entry<String, JsonNode> input : inputs.properties()) {
            if (ComfyLists.isClosedChoice(input.getValue())) {
                lists.put(type + "." + input.getKey(), ComfyLists.options(input.getValue()));
            }
        }
    }

    private static long bytes(JsonNode first, JsonNode second) {
        return first.isNumber() ? first.asLong() : second.asLong();
    }
}
