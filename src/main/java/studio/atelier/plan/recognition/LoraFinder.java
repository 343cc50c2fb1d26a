package studio.atelier.plan.recognition;

import studio.atelier.plan.JobVariables;
import studio.atelier.plan.recognition.Proposal.Change;
import studio.atelier.plan.recognition.Proposal.Confidence;
import studio.atelier.plan.recognition.Proposal.Kind;
import studio.atelier.plan.recognition.Proposals.Why;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Which LoRA is the model's. One is proposed; the others can be chosen in its place.
final class LoraFinder {
    private static final Change LORA = new Change.Variable(JobVariables.LORA_FILE);
    private static final String FIELD = "lora_name";
    private static final List<String> STRENGTHS = List.of("strength_model", "strength_clip");

    /// Of LoRAs that make sampling faster, or pictures sharper, and show nobody.
    private static final Pattern NOBODY =
            Pattern.compile("(?i).*(lightning|turbo|lcm|hyper|speed|distill|[48]-?step|detail).*");

    private final ApiGraph graph;
    private final Proposals proposals;

    LoraFinder(ApiGraph graph, Proposals proposals) {
        this.graph = graph;
        this.proposals = proposals;
    }

    void find() {
        List<String> loaders =
                graph.order().stream()
                        .filter(node -> graph.texts(node).containsKey(FIELD))
                        .toList();
        Optional<String> chosen =
                loaders.stream()
                        .filter(node -> !NOBODY.matcher(file(node)).matches())
                        .findFirst()
                        .or(() -> loaders.stream().findFirst());
        for (String loader : loaders) {
            boolean accepted = chosen.filter(loader::equals).isPresent();
            propose(loader, accepted, loaders.size() > 1);
        }
        graph.order().stream()
                .filter(node -> graph.type(node).toLowerCase(Locale.ROOT).contains("lora"))
                .filter(node -> !loaders.contains(node))
                .forEach(node -> proposals.note("lora-unknown", graph.title(node)));
    }

    private void propose(String loader, boolean accepted, boolean several) {
        Confidence confidence = several && accepted ? Confidence.LIKELY : Confidence.SURE;
        String key = accepted ? several ? "lora-of-several" : "lora" : "lora-further";
        proposals.job(loader, FIELD, Kind.LORA, LORA, new Why(confidence, accepted, key));
        proposals.beginAnew(KnownParameter.LORA_STRENGTH);
        for (String strength : STRENGTHS) {
            proposals.parameter(
                    loader,
                    strength,
                    Kind.LORA_STRENGTH,
                    KnownParameter.LORA_STRENGTH,
                    new Why(confidence, accepted, "lora-strength"));
        }
    }

    private String file(String loader) {
        return graph.texts(loader).getOrDefault(FIELD, "");
    }
}
