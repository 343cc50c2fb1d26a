package studio.atelier.plan.recognition;

import studio.atelier.plan.recognition.PromptRoles.Role;
import studio.atelier.plan.recognition.Proposal.Change;
import studio.atelier.plan.recognition.Proposal.Confidence;
import studio.atelier.plan.recognition.Proposal.Kind;
import studio.atelier.plan.recognition.Proposals.Why;

import java.util.List;
import java.util.Locale;

/// The two prompts: by the sampler's input that an encoder's text reaches.
final class PromptFinder {
    private static final Change POSITIVE = new Change.Variable("positive_prompt");
    private static final Change NEGATIVE = new Change.Variable("negative_prompt");

    private final ApiGraph graph;
    private final Proposals proposals;
    private final PromptTexts texts;
    private final PromptRoles roles;

    PromptFinder(ApiGraph graph, Samplers samplers, Proposals proposals) {
        this.graph = graph;
        this.proposals = proposals;
        this.texts = new PromptTexts(graph);
        this.roles = new PromptRoles(graph, samplers, texts);
    }

    void find() {
        roles.reached()
                .forEach(
                        (encoder, reached) -> {
                            boolean positive = reached.role() == Role.POSITIVE;
                            String key = positive ? "prompt-positive" : "prompt-negative";
                            propose(encoder, positive, key, graph.title(reached.sampler()));
                        });
        for (String encoder : roles.both()) {
            if (!texts.namesBoth(encoder)) {
                proposals.note("both-prompts", graph.title(encoder));
            }
        }
        if (roles.reached().isEmpty()) {
            byTitle();
        }
    }

    /// Where no sampler is understood, the names of the encoders must do.
    private void byTitle() {
        List<String> encoders = graph.order().stream().filter(texts::isEncoder).toList();
        for (String encoder : encoders) {
            boolean negative = graph.title(encoder).toLowerCase(Locale.ROOT).contains("negat");
            propose(encoder, !negative, "prompt-by-title", graph.title(encoder));
        }
    }

    private void propose(String encoder, boolean positive, String key, String argument) {
        if (texts.isPuzzling(encoder)) {
            proposals.note("prompt-puzzling", graph.title(encoder));
        }
        boolean namesBoth = texts.namesBoth(encoder);
        for (PromptTexts.Words words : texts.of(encoder)) {
            boolean byName = namesBoth && words.node().equals(encoder);
            boolean toPositive = byName ? !words.input().contains("negative") : positive;
            Confidence confidence =
                    key.equals("prompt-by-title") ? Confidence.GUESS : words.confidence();
            proposals.job(
                    words.node(),
                    words.input(),
                    toPositive ? Kind.POSITIVE : Kind.NEGATIVE,
                    toPositive ? POSITIVE : NEGATIVE,
                    byName
                            ? new Why(Confidence.LIKELY, true, "prompt-by-name", words.input())
                            : new Why(confidence, true, key, argument));
        }
    }
}
