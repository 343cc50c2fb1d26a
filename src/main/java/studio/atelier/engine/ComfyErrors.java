package studio.atelier.engine;

import com.fasterxml.jackson.databind.JsonNode;

import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads why an engine did not accept a graph. The error at the top usually says nothing: the words are in
/// `node_errors`, by node id.
final class ComfyErrors {
    static final int DETAIL_LIMIT = 20_000;
    private static final int WORDS_LIMIT = 300;

    /// How versions before 0.12 name a class that they do not have.
    private static final Pattern OLD_MISSING_NODE =
            Pattern.compile("Cannot execute because node (.+) does not exist\\.?");

    private final String engine;
    private final GraphInspection graph;
    private final String detail;

    /// @param graph what was sent, for the titles of its nodes
    ComfyErrors(String engine, GraphInspection graph, JsonNode reply) {
        this.engine = engine;
        this.graph = graph;
        this.detail = ComfyJson.bounded(ComfyJson.pretty(reply), DETAIL_LIMIT);
    }

    private record FieldError(String node, String type, JsonNode error) {
        String kind() {
            return ComfyJson.scalar(error.path("type"));
        }

        String field() {
            return ComfyJson.scalar(error.path("extra_info").path("input_name"));
        }

        String file() {
            return ComfyJson.scalar(error.path("extra_info").path("received_value"));
        }

        /// Empty when there are too many to tell.
        List<String> listed() {
            return ComfyLists.options(error.path("extra_info").path("input_config"));
        }

        boolean namesAbsentFile() {
            return kind().equals("value_not_in_list") && GraphInspection.isFileField(field());
        }
    }

    /// The problem behind a refusal, or behind a success that left a part out.
    Problem problem(JsonNode reply) {
        List<FieldError> errors = fieldErrors(reply.path("node_errors"));
        if (errors.isEmpty()) {
            return topProblem(reply.path("error"));
        }
        return errors.stream()
                .filter(FieldError::namesAbsentFile)
                .filter(error -> !error.listed().contains(error.file()))
                .findFirst()
                .map(this::absentFile)
                .orElseGet(() -> rejected(errors));
    }

    private Problem rejected(List<FieldError> errors) {
        String words = words(errors.getFirst());
        if (errors.size() > 1) {
            words = EngineWords.text("rejected.more", words, String.valueOf(errors.size() - 1));
        }
        return Problem.detailed(Kind.PROMPT_REJECTED, detail, words);
    }

    private String words(FieldError error) {
        String title = graph.title(error.node());
        String message = ComfyJson.scalar(error.error().path("message")).strip();
        String details = ComfyJson.scalar(error.error().path("details")).strip();
        String said = message;
        boolean more = !details.isEmpty() && !details.equals(error.field());
        if (message.isEmpty() || (saysNothing(error) && more)) {
            said = details;
        } else if (more) {
            said = message + " (" + details + ")";
        }
        said = ComfyJson.bounded(said.isEmpty() ? error.kind() : said, WORDS_LIMIT);
        said = said.endsWith(".") ? said : said + ".";
        return error.field().isEmpty()
                ? EngineWords.text("rejected.node", title, error.node(), said)
                : EngineWords.text("rejected.field", title, error.node(), error.field(), said);
    }

    /// A node that checks its own inputs has its words in the details alone.
    private static boolean saysNothing(FieldError error) {
        return error.kind().equals("custom_validation_failed");
    }

    private Problem absentFile(FieldError error) {
        String file = error.file();
        List<String> listed = error.listed();
        Optional<String> nearest =
                FileNames.find(listed, file).or(() -> FileNames.nearest(listed, file));
        boolean lora = error.field().startsWith("lora");
        List<String> arguments = new ArrayList<>();
        if (!lora) {
            arguments.add(graph.title(error.node()));
        }
        arguments.add(file);
        arguments.add(engine);
        nearest.ifPresent(arguments::add);
        Kind kind =
                lora
                        ? nearest.isPresent() ? Kind.LORA_MISNAMED : Kind.LORA_MISSING
                        : nearest.isPresent() ? Kind.MODEL_FILE_MISNAMED : Kind.MODEL_FILE_MISSING;
        return new Problem.Of(kind, arguments, detail);
    }

    private Problem topProblem(JsonNode error) {
        String message = ComfyJson.scalar(error.isObject() ? error.path("message") : error).strip();
        String missing = ComfyJson.scalar(error.path("extra_info").path("class_type"));
        Matcher old = OLD_MISSING_NODE.matcher(message);
        if (old.matches()) {
            missing = old.group(1);
        }
        if (!missing.isEmpty()) {
            return Problem.detailed(Kind.NODE_MISSING, detail, missing, engine);
        }
        String details = ComfyJson.scalar(error.path("details")).strip();
        String words = message.isEmpty() ? detail : message;
        if (!details.isEmpty() && !details.equals(message)) {
            words = words + " (" + details + ")";
        }
        words = ComfyJson.bounded(words, WORDS_LIMIT);
        return Problem.detailed(
                Kind.PROMPT_REJECTED, detail, words.endsWith(".") ? words : words + ".");
    }

    private static List<FieldError> fieldErrors(JsonNode nodeErrors) {
        List<FieldError> found = new ArrayList<>();
        for (Map.Entry<String, JsonNode> node : nodeErrors.properties()) {
            String type = ComfyJson.scalar(node.getValue().path("class_type"));
            for (JsonNode error : node.getValue().path("errors")) {
                found.add(new FieldError(node.getKey(), type, error));
            }
        }
        return found;
    }
}
