package studio.atelier.plan.recognition;

import studio.atelier.plan.recognition.Proposal.Confidence;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Where the words of a text encoder stand: in its own fields, or in a node that it takes them from.
final class PromptTexts {
    /// Fields of encoders, those of the ones that come with ComfyUI first.
    private static final Set<String> FIELDS =
            Set.of(
                    "text",
                    "text_g",
                    "text_l",
                    "clip_l",
                    "clip_g",
                    "t5xxl",
                    "llama",
                    "bert",
                    "mt5xl",
                    "prompt",
                    "text_positive",
                    "text_negative",
                    "positive",
                    "negative",
                    "string",
                    "value",
                    "STRING",
                    "Text",
                    "wildcard_text");

    private final ApiGraph graph;

    PromptTexts(ApiGraph graph) {
        this.graph = graph;
    }

    record Words(String node, String input, String text, Confidence confidence) {}

    boolean isEncoder(String node) {
        boolean encodes = graph.link(node, "clip").isPresent() || named(node, "encode");
        return (encodes && !of(node).isEmpty()) || namesBoth(node);
    }

    /// A loader that has the words of both prompts in fields of its own.
    boolean namesBoth(String node) {
        Map<String, String> own = graph.texts(node);
        return own.containsKey("positive") && own.containsKey("negative");
    }

    /// The words that an encoder reads.
    List<Words> of(String node) {
        List<Words> found = new ArrayList<>();
        graph.texts(node)
                .forEach(
                        (input, text) -> {
                            if (FIELDS.contains(input)) {
                                found.add(new Words(node, input, text, Confidence.SURE));
                            }
                        });
        graph.links(node)
                .forEach(
                        (input, link) -> {
                            if (FIELDS.contains(input)) {
                                single(link.node()).ifPresent(found::add);
                            }
                        });
        if (found.isEmpty() && named(node, "encode")) {
            single(node).ifPresent(found::add);
        }
        return found;
    }

    /// Whether its words come from a node that puts several texts together, or from nowhere that is understood.
    boolean isPuzzling(String node) {
        return graph.links(node).entrySet().stream()
                .anyMatch(
                        link ->
                                FIELDS.contains(link.getKey())
                                        && single(link.getValue().node()).isEmpty());
    }

    /// The only text of a node.
    private Optional<Words> single(String node) {
        Map<String, String> texts = graph.texts(node);
        List<String> likely = texts.keySet().stream().filter(FIELDS::contains).toList();
        List<String> fields = likely.isEmpty() ? List.copyOf(texts.keySet()) : likely;
        if (fields.size() != 1) {
            return Optional.empty();
        }
        String input = fields.getFirst();
        return Optional.of(
                new Words(
                        node,
                        input,
                        texts.getOrDefault(input, ""),
                        likely.isEmpty() ? Confidence.GUESS : Confidence.LIKELY));
    }

    private boolean named(String node, String part) {
        return graph.type(node).toLowerCase(java.util.Locale.ROOT).contains(part);
    }
}
