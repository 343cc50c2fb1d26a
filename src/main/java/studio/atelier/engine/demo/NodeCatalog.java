package studio.atelier.engine.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// The node classes this engine knows, in the shape of `/object_info`. File lists are filled in at each
/// question, as ComfyUI does, because the input folder changes.
final class NodeCatalog {
    private static final List<String> NEW_KEYS =
            List.of(
                    "is_input_list",
                    "has_intermediate_output",
                    "search_aliases",
                    "essentials_category",
                    "output_matchtypes",
                    "dev_only",
                    "price_badge");

    private final ObjectNode classes;
    private final DemoModels models;
    private final Supplier<List<String>> inputFiles;

    NodeCatalog(DemoProfile profile, DemoModels models, Supplier<List<String>> inputFiles) {
        this.classes = load();
        this.models = models;
        this.inputFiles = inputFiles;
        if (profile == DemoProfile.V0_3_64) {
            makeOld();
        }
    }

    private static ObjectNode load() {
        try (InputStream in = NodeCatalog.class.getResourceAsStream("nodes.json")) {
            if (in == null) {
                throw new IllegalStateException("nodes.json is not on the class path");
            }
            return (ObjectNode) PythonJson.read(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void makeOld() {
        classes.forEach(info -> ((ObjectNode) info).remove(NEW_KEYS));
        for (String saver : List.of("SaveImage", "PreviewImage")) {
            ObjectNode info = (ObjectNode) classes.get(saver);
            List.of("output", "output_is_list", "output_name").forEach(info::putArray);
        }
        ObjectNode scale = (ObjectNode) classes.get("ImageScaleToTotalPixels");
        ((ObjectNode) scale.at("/input/required")).remove("resolution_steps");
        ((ArrayNode) scale.at("/input_order/required")).remove(3);
    }

    boolean knows(String type) {
        return classes.has(type);
    }

    boolean isOutput(String type) {
        return classes.path(type).path("output_node").asBoolean();
    }

    List<String> outputTypes(String type) {
        List<String> types = new ArrayList<>();
        classes.path(type).path("output").forEach(element -> types.add(element.asText()));
        return types;
    }

    /// Names of required, then optional inputs, each with its `[type, options]`.
    List<Input> inputs(String type) {
        List<Input> inputs = new ArrayList<>();
        for (String group : List.of("required", "optional")) {
            classes.path(type)
                    .path("input")
                    .path(group)
                    .properties()
                    .forEach(
                            entry ->
                                    inputs.add(
                                            new Input(
                                                    entry.getKey(),
                                                    filled(entry.getValue()),
                                                    group.equals("required"))));
        }
        return inputs;
    }

    Optional<ObjectNode> describe(String type) {
        JsonNode info = classes.get(type);
        if (info == null) {
            return Optional.empty();
        }
        ObjectNode copy = info.deepCopy();
        for (JsonNode group : copy.path("input")) {
            if (group instanceof ObjectNode inputs) {
                inputs.properties()
                        .forEach(entry -> inputs.set(entry.getKey(), filled(entry.getValue())));
            }
        }
        return Optional.of(copy);
    }

    ObjectNode describeAll() {
        ObjectNode all = PythonJson.object();
        classes.fieldNames()
                .forEachRemaining(type -> describe(type).ifPresent(info -> all.set(type, info)));
        return all;
    }

    private JsonNode filled(JsonNode config) {
        String marker = config.path(0).asText();
        if (!marker.startsWith("@")) {
            return config;
        }
        String folder = marker.substring(1);
        List<String> names = folder.equals("input") ? inputFiles.get() : models.choices(folder);
        ArrayNode copy = config.deepCopy();
        copy.set(0, PythonJson.strings(names));
        return copy;
    }

    /// @param config `[type, options]` or `[[choice, ...], options]`
    record Input(String name, JsonNode config, boolean required) {
        /// The type's name; `COMBO` for a list of choices.
        String type() {
            return config.path(0).isArray() ? "COMBO" : config.path(0).asText();
        }

        JsonNode options() {
            return config.path(1);
        }

        Optional<JsonNode> choices() {
            if (config.path(0).isArray()) {
                return Optional.of(config.path(0));
            }
            return type().equals("COMBO")
                    ? Optional.of(options().path("options"))
                    : Optional.empty();
        }
    }
}
