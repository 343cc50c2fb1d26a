package studio.atelier.engine.runpod;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import studio.atelier.engine.ComfyJson;
import studio.atelier.engine.EngineWords;
import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Why a worker did not make a picture. The error itself often says nothing, or something wrong: what happened
/// stands in the details of the output.
///
/// @param engine its name
record RunPodFailures(String engine) {
    private static final int WORDS = 300;
    private static final int DETAIL = 20_000;
    private static final Pattern NODE =
            Pattern.compile(
                    "Node Type:\\s*(.+?),\\s*Node ID:\\s*(.+?),\\s*Message:\\s*(.*)",
                    Pattern.DOTALL);
    private static final Pattern TOO_LONG =
            Pattern.compile("job timed out|execution time-?out|timeout exceeded");
    private static final List<String> REFUSALS =
            List.of(
                    "Workflow validation failed",
                    "Raw response:",
                    "ComfyUI validation failed",
                    "Please provide input",
                    "Invalid JSON format",
                    "Missing 'workflow'",
                    "'images' must be");

    /// @param reply the whole answer of a failed job
    Problem problem(JsonNode reply) {
        List<String> said = said(reply);
        String all = String.join("\n", said);
        if (isOutOfMemory(all)) {
            return Problem.detailed(Kind.OUT_OF_MEMORY, detail(reply), engine);
        }
        if (isTooLong(reply)) {
            return tooLong(reply);
        }
        return failedNode(said, reply)
                .or(() -> refusal(said, reply))
                .orElseGet(
                        () ->
                                Problem.detailed(
                                        Kind.WORKER_FAILED, detail(reply), engine, sentence(all)));
    }

    /// Whether a worker before version 5 says that it failed and made nothing: a job that ends so counts as completed.
    static boolean isFailure(JsonNode output) {
        return ComfyJson.scalar(output.path("status")).equals("error")
                && output.path("images").isEmpty()
                && !output.path("message").isArray();
    }

    private static Optional<Problem> failedNode(List<String> said, JsonNode reply) {
        return said.stream()
                .map(NODE::matcher)
                .filter(Matcher::find)
                .findFirst()
                .map(
                        node ->
                                Problem.detailed(
                                        Kind.NODE_FAILED,
                                        detail(reply),
                                        node.group(1) + " (" + node.group(2) + ")",
                                        sentence(node.group(3))));
    }

    private Optional<Problem> refusal(List<String> said, JsonNode reply) {
        return said.stream()
                .filter(each -> REFUSALS.stream().anyMatch(each::contains))
                .findFirst()
                .map(words -> refusal(words, detail(reply)));
    }

    private Problem refusal(String words, String detail) {
        return new RunPodRefusals(engine, detail)
                .lack(words)
                .orElseGet(
                        () ->
                                Problem.detailed(
                                        Kind.PROMPT_REJECTED,
                                        detail,
                                        sentence(RunPodRefusals.firstError(words).orElse(words))));
    }

    /// Whether it says so itself.
    boolean isTooLong(JsonNode reply) {
        String all = String.join("\n", said(reply));
        return TOO_LONG.matcher(all.toLowerCase(Locale.ROOT)).find();
    }

    Problem tooLong(JsonNode reply) {
        return Problem.detailed(Kind.RUN_TOO_LONG, detail(reply), engine);
    }

    /// What is told of the reason, the most telling first.
    private static List<String> said(JsonNode reply) {
        JsonNode output = reply.path("output");
        List<String> said = new ArrayList<>(ComfyJson.texts(output.path("details")));
        said.addAll(ComfyJson.texts(output.path("errors")));
        JsonNode message = isFailure(output) ? output.path("message") : MissingNode.getInstance();
        for (JsonNode error : List.of(reply.path("error"), output.path("error"), message)) {
            String text = error.isContainerNode() ? message(error) : unwrapped(error);
            if (!text.isBlank()) {
                said.add(text);
            }
        }
        return said;
    }

    /// An exception that nobody caught comes as JSON inside a text.
    private static String unwrapped(JsonNode error) {
        String text = ComfyJson.scalar(error).strip();
        if (text.startsWith("{")) {
            try {
                String inner = message(ComfyJson.parse(text));
                return inner.isBlank() ? text : inner;
            } catch (IOException e) {
                // then the text is all there is
                return text;
            }
        }
        return text;
    }

    private static String message(JsonNode error) {
        String message = ComfyJson.scalar(error.path("error_message"));
        return message.isBlank() ? ComfyJson.scalar(error.path("message")) : message;
    }

    private static boolean isOutOfMemory(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return lower.contains("out of memory")
                || lower.contains("outofmemory")
                || lower.contains("allocation on device");
    }

    private static String sentence(String text) {
        if (text.isBlank()) {
            return EngineWords.text("runpod.no-reason");
        }
        String line = text.strip().replaceAll("\\s*\n\\s*", " ");
        String bounded = ComfyJson.bounded(line, WORDS);
        return bounded.matches("(?s).*[.!?\u2026]") ? bounded : bounded + ".";
    }

    /// Without pictures that may have come along.
    private static String detail(JsonNode reply) {
        JsonNode copy = reply.deepCopy();
        if (copy.path("output") instanceof ObjectNode output) {
            output.remove(isFailure(output) ? List.of("images") : List.of("images", "message"));
        }
        return ComfyJson.bounded(ComfyJson.pretty(copy), DETAIL);
    }
}
