package studio.atelier.engine;

import com.fasterxml.jackson.databind.JsonNode;

import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Reads one entry of the engine's history. Whatever has an unknown shape is passed over.
final class ComfyHistory {
    private static final int OUTPUT_LIMIT = 1_000;

    /// In the class names of nodes that save, ComfyUI's own and others'.
    private static final String SAVING = "save";

    /// Seven days: what seems to be longer is a clock that was set.
    private static final double LONGEST_RUN = 7 * 86_400_000.0;

    private static final Set<String> READ = Set.of("png", "jpg", "jpeg");

    /// Read too, unless it moves: often it is the preview or the animation beside the picture.
    private static final String WEBP = "webp";

    /// Of which at least it can be said that they cannot be read.
    private static final Set<String> PICTURES =
            Set.of(WEBP, "gif", "bmp", "tif", "tiff", "avif", "jxl", "exr");

    /// Of CUDA, ROCm and Metal; of DirectML; of the processor's own memory.
    private static final List<String> OUT_OF_MEMORY =
            List.of(
                    "out of memory",
                    "not enough gpu video memory",
                    "not enough memory: you tried to allocate",
                    "can't allocate memory");

    private final ComfyTrouble trouble;

    ComfyHistory(ComfyTrouble trouble) {
        this.trouble = trouble;
    }

    EngineJobState state(JsonNode entry) {
        JsonNode status = entry.path("status");
        JsonNode error = message(status, "execution_error");
        if (isAllSaved(entry)) {
            // What failed or was stopped came afterwards, and took nothing of it away.
            JsonNode end = error.isObject() ? error : message(status, "execution_interrupted");
            JsonNode last = end.isObject() ? end : message(status, "execution_success");
            return new EngineJobState.Finished(outputs(entry), ran(status, last));
        }
        if (error.isObject()) {
            return new EngineJobState.Failed(
                    failure(error, entry.path("prompt").path(2)), ran(status, error));
        }
        JsonNode interrupted = message(status, "execution_interrupted");
        if (interrupted.isObject()) {
            return new EngineJobState.Interrupted(ran(status, interrupted));
        }
        if (status.path("status_str").asText().equals("error")) {
            return new EngineJobState.Failed(
                    trouble.faulty(
                            EngineWords.text("answer.no-reason"),
                            ComfyJson.bounded(ComfyJson.pretty(status), ComfyErrors.DETAIL_LIMIT)));
        }
        return new EngineJobState.Finished(
                outputs(entry), ran(status, message(status, "execution_success")));
    }

    /// Whether every node that saves pictures did so, and there is one.
    private static boolean isAllSaved(JsonNode entry) {
        List<String> saving =
                entry.path("prompt").path(2).properties().stream()
                        .filter(node -> isSaving(node.getValue().path("class_type").asText()))
                        .map(Map.Entry::getKey)
                        .toList();
        return !saving.isEmpty()
                && saving.stream()
                        .allMatch(node -> !files(node, entry.path("outputs").path(node)).isEmpty());
    }

    private static boolean isSaving(String nodeClass) {
        return nodeClass.toLowerCase(Locale.ROOT).contains(SAVING);
    }

    /// By the engine's own clock. Older versions do not tell the time.
    private static Optional<Duration> ran(JsonNode status, JsonNode end) {
        JsonNode from = message(status, "execution_start").path("timestamp");
        JsonNode until = end.path("timestamp");
        double millis = until.asDouble() - from.asDouble();
        return from.isNumber() && until.isNumber() && millis >= 0 && millis <= LONGEST_RUN
                ? Optional.of(Duration.ofMillis((long) millis))
                : Optional.empty();
    }

    private static List<OutputFile> outputs(JsonNode entry) {
        List<String> order = new ArrayList<>();
        entry.path("prompt").path(2).fieldNames().forEachRemaining(order::add);
        Set<OutputFile> all = new LinkedHashSet<>();
        entry.path("outputs")
                .properties()
                .forEach(node -> all.addAll(files(node.getKey(), node.getValue())));
        List<OutputFile> sorted = new ArrayList<>(all);
        sorted.sort(Comparator.comparingInt(file -> position(order, file.node())));
        return chosen(sorted);
    }

    /// Pictures among the outputs of one node, as in history and in `executed`.
    static List<OutputFile> files(String node, JsonNode output) {
        List<OutputFile> files = new ArrayList<>();
        for (Map.Entry<String, JsonNode> kind : output.properties()) {
            for (JsonNode file : kind.getValue()) {
                // nodes that people write say null for what they leave out
                String name = ComfyJson.scalar(file.path("filename"));
                String folder = ComfyJson.scalar(file.path("subfolder"));
                String type = file.path("type").asText("output");
                if (isPicture(name) && !type.equals("input") && files.size() < OUTPUT_LIMIT) {
                    files.add(new OutputFile(node, name, folder, type));
                }
            }
        }
        return files;
    }

    /// Saved files; previews only when nothing was saved. What the studio cannot read is among them only where there is
    /// nothing else: an animation that is saved beside a picture must not keep it away.
    static List<OutputFile> chosen(List<OutputFile> files) {
        List<OutputFile> saved =
                files.stream().filter(file -> file.type().equals("output")).toList();
        List<OutputFile> from = saved.isEmpty() ? files : saved;
        List<OutputFile> chosen =
                Stream.<Predicate<String>>of(
                                ComfyHistory::isRead, name -> extension(name).equals(WEBP))
                        .map(
                                kind ->
                                        from.stream()
                                                .filter(file -> kind.test(file.filename()))
                                                .toList())
                        .filter(some -> !some.isEmpty())
                        .findFirst()
                        .orElse(from);
        return chosen.stream().distinct().limit(OUTPUT_LIMIT).toList();
    }

    private Problem failure(JsonNode error, JsonNode graph) {
        String type = ComfyJson.scalar(error.path("exception_type"));
        String said = ComfyJson.scalar(error.path("exception_message")).strip();
        String detail = detail(type, said, error.path("traceback"));
        if (isOutOfMemory(type, said)) {
            return Problem.detailed(Kind.OUT_OF_MEMORY, detail, trouble.engine());
        }
        String node = ComfyJson.scalar(error.path("node_id"));
        String title =
                ComfyJson.textOf(graph.path(node).path("_meta").path("title"))
                        .orElse(ComfyJson.scalar(error.path("node_type")));
        String words = firstParagraph(said);
        return Problem.detailed(
                Kind.NODE_FAILED,
                detail,
                title.isEmpty() ? node : title,
                words.isEmpty() ? type : words);
    }

    private static String detail(String type, String said, JsonNode traceback) {
        var detail = new StringBuilder(type).append(": ").append(said).append("\n\n");
        ComfyJson.texts(traceback).forEach(detail::append);
        return ComfyJson.bounded(detail.toString(), ComfyErrors.DETAIL_LIMIT);
    }

    /// The engine adds general advice to some messages, after an empty line or the word TIPS.
    private static String firstParagraph(String said) {
        String first = said.split("\n\\s*\n|\n*TIPS:", 2)[0];
        return ComfyJson.bounded(first.strip().replace('\n', ' '), 300);
    }

    private static boolean isOutOfMemory(String type, String said) {
        String message = said.toLowerCase(Locale.ROOT);
        return type.contains("OutOfMemory")
                || OUT_OF_MEMORY.stream().anyMatch(message::contains)
                || message.startsWith("allocation on device");
    }

    private static boolean isPicture(String name) {
        return !name.isBlank() && (isRead(name) || PICTURES.contains(extension(name)));
    }

    /// Of a name that does not say what it is it turns out.
    private static boolean isRead(String name) {
        return name.lastIndexOf('.') < 0 || READ.contains(extension(name));
    }

    private static String extension(String name) {
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }

    private static int position(List<String> order, String node) {
        int position = order.indexOf(node);
        return position < 0 ? Integer.MAX_VALUE : position;
    }

    /// The data of the last message of that name, else a missing node.
    private static JsonNode message(JsonNode status, String name) {
        JsonNode found = ComfyJson.object().path(name);
        for (JsonNode message : status.path("messages")) {
            if (message.path(0).asText().equals(name)) {
                found = message.path(1);
            }
        }
        return found;
    }
}
