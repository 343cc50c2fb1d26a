package studio.atelier.plan.recognition;

import studio.atelier.plan.recognition.ApiGraph.Link;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// Which text encoders reach which input of a sampler: followed backwards through everything that only passes
/// conditioning on.
final class PromptRoles {
    enum Role {
        POSITIVE,
        NEGATIVE
    }

    /// How a text came to its role.
    ///
    /// @param sampler whose input it reaches
    record Reached(Role role, String sampler) {}

    /// Links that carry something else than conditioning.
    private static final Pattern OTHER =
            Pattern.compile(
                    "(?i)(model|clip|vae|pixels|samples|noise|sigmas|sampler|control_net|.*mask.*"
                            + "|.*image.*|.*latent.*|.*clip_vision.*|.*style_model.*|lora.*|text.*|prompt)");

    /// It makes an empty prompt of whatever comes in.
    private static final String EMPTIES = "ConditioningZeroOut";

    private final ApiGraph graph;
    private final PromptTexts texts;
    private final Map<String, Reached> reached = new LinkedHashMap<>();
    private final Set<String> both = new HashSet<>();

    PromptRoles(ApiGraph graph, Samplers samplers, PromptTexts texts) {
        this.graph = graph;
        this.texts = texts;
        for (String sampler : samplers.all()) {
            follow(sampler, sampler, "positive", Role.POSITIVE);
            follow(sampler, sampler, "negative", Role.NEGATIVE);
            graph.link(sampler, "guider")
                    .ifPresent(
                            guider -> {
                                for (String input :
                                        new String[] {
                                            "positive", "conditioning", "cond1", "cond2"
                                        }) {
                                    follow(sampler, guider.node(), input, Role.POSITIVE);
                                }
                                follow(sampler, guider.node(), "negative", Role.NEGATIVE);
                            });
        }
    }

    /// The encoders by id, in the order in which they were met. One that reaches both is positive.
    Map<String, Reached> reached() {
        return reached;
    }

    /// Encoders whose text reaches both inputs.
    Set<String> both() {
        return both;
    }

    private void follow(String sampler, String node, String input, Role role) {
        Deque<Link> open = new ArrayDeque<>();
        Set<Link> seen = new HashSet<>();
        graph.link(node, input).ifPresent(open::add);
        while (!open.isEmpty()) {
            Link link = open.poll();
            if (seen.add(link)) {
                pass(sampler, link, role, open);
            }
        }
    }

    private void pass(String sampler, Link link, Role role, Deque<Link> open) {
        String node = link.node();
        if (graph.type(node).equals(EMPTIES)) {
            return;
        }
        Map<String, Link> links = graph.links(node);
        if (links.containsKey("positive") && links.containsKey("negative")) {
            // Both go through; the outputs are in the same order as the inputs.
            open.addAll(
                    switch (link.slot()) {
                        case 0 -> Set.of(links.get("positive"));
                        case 1 -> Set.of(links.get("negative"));
                        default -> Set.<Link>of();
                    });
        } else if (texts.isEncoder(node)) {
            note(node, new Reached(role, sampler));
        } else {
            links.forEach(
                    (name, to) -> {
                        if (!OTHER.matcher(name).matches()) {
                            open.add(to);
                        }
                    });
        }
    }

    private void note(String encoder, Reached now) {
        Reached before = reached.putIfAbsent(encoder, now);
        if (before != null && before.role() != now.role()) {
            both.add(encoder);
            reached.put(encoder, before.role() == Role.POSITIVE ? before : now);
        }
    }
}
