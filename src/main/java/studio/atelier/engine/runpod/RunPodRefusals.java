package studio.atelier.engine.runpod;

import com.fasterxml.jackson.databind.JsonNode;

import org.jspecify.annotations.Nullable;

import studio.atelier.engine.ComfyJson;
import studio.atelier.engine.EngineWords;
import studio.atelier.engine.FileNames;
import studio.atelier.engine.GraphInspection;
import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Why the ComfyUI of a worker refused a workflow. The worker tells it in a text that holds what ComfyUI said, written
/// out by Python or as it came: what is missing there another engine may have.
///
/// @param engine its name
/// @param detail for "Details"
record RunPodRefusals(String engine, String detail) {
    private static final String RAW = "Raw response:";

    private static final Pattern ABSENT =
            Pattern.compile(
                    "(\\w+): '([^']+)' not in (?:\\[([^\\]]*)\\]|\\(list of length \\d+\\))");

    private static final Pattern NAME = Pattern.compile("'([^']+)'");

    private static final Pattern OLD_NODE =
            Pattern.compile("Cannot execute because node (.+?) does not exist");

    private static final Pattern FIRST_ERROR =
            Pattern.compile(
                    "Node (\\S+) \\(errors\\): \\[\\{'type': '\\w+', 'message': (['\"])(.*?)\\2,"
                            + " 'details': (['\"])(.*?)\\4, 'extra_info'",
                    Pattern.DOTALL);

    /// What the worker lacks; empty when the text says nothing of that.
    Optional<Problem> lack(String text) {
        return absentNode(text).or(() -> absentFile(text));
    }

    /// The words of the first error, empty when there are none of the usual form.
    static Optional<String> firstError(String text) {
        Matcher error = FIRST_ERROR.matcher(text);
        if (!error.find()) {
            return Optional.empty();
        }
        String details = error.group(5).isBlank() ? "" : " (" + error.group(5) + ")";
        return Optional.of(
                EngineWords.text("runpod.node", error.group(1), error.group(3) + details));
    }

    private Optional<Problem> absentNode(String text) {
        return rawError(text)
                .map(error -> ComfyJson.scalar(error.path("extra_info").path("class_type")))
                .filter(name -> !name.isBlank())
                .or(
                        () ->
                                Optional.of(OLD_NODE.matcher(text))
                                        .filter(Matcher::find)
                                        .map(found -> found.group(1)))
                .map(name -> Problem.detailed(Kind.NODE_MISSING, detail, name, engine));
    }

    private static Optional<JsonNode> rawError(String text) {
        int start = text.indexOf(RAW);
        if (start < 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(ComfyJson.parse(text.substring(start + RAW.length())).path("error"));
        } catch (IOException e) {
            // cut short, for example: then the words before it are all there is
            return Optional.empty();
        }
    }

    private Optional<Problem> absentFile(String text) {
        Matcher absent = ABSENT.matcher(text);
        while (absent.find()) {
            String field = absent.group(1);
            if (GraphInspection.isFileField(field)) {
                return Optional.of(absentFile(field, absent.group(2), names(absent.group(3))));
            }
        }
        return Optional.empty();
    }

    private Problem absentFile(String field, String file, List<String> listed) {
        boolean lora = field.startsWith("lora");
        Optional<String> nearest =
                FileNames.find(listed, file).or(() -> FileNames.nearest(listed, file));
        List<String> arguments = new ArrayList<>(lora ? List.of() : List.of(field));
        arguments.add(file);
        arguments.add(engine);
        nearest.ifPresent(arguments::add);
        Kind missing = lora ? Kind.LORA_MISSING : Kind.MODEL_FILE_MISSING;
        Kind misnamed = lora ? Kind.LORA_MISNAMED : Kind.MODEL_FILE_MISNAMED;
        return new Problem.Of(nearest.isPresent() ? misnamed : missing, arguments, detail);
    }

    private static List<String> names(@Nullable String list) {
        return list == null
                ? List.of()
                : NAME.matcher(list).results().map(found -> found.group(1)).toList();
    }
}
