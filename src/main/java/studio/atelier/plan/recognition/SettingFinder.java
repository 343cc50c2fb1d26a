package studio.atelier.plan.recognition;

import com.fasterxml.jackson.databind.JsonNode;

import studio.atelier.plan.recognition.Proposal.Change;
import studio.atelier.plan.recognition.Proposal.Confidence;
import studio.atelier.plan.recognition.Proposal.Kind;
import studio.atelier.plan.recognition.Proposals.Why;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Seeds, and what a person sets: steps, strengths, sizes, samplers, model files.
final class SettingFinder {
    private static final Change SEED = new Change.Variable("seed");
    private static final Change ONE = new Change.Fixed(1);
    private static final List<String> SEEDS = List.of("seed", "noise_seed");

    /// Where a node that only holds a number has it.
    private static final String VALUE = "value";

    private static final Set<String> COUNTS = Set.of("batch_size", "amount");

    private static final List<Setting> OF_SAMPLERS =
            List.of(
                    new Setting("denoise", KnownParameter.DENOISE),
                    new Setting("cfg", KnownParameter.CFG),
                    new Setting("steps", KnownParameter.STEPS),
                    new Setting("sampler_name", KnownParameter.SAMPLER),
                    new Setting("scheduler", KnownParameter.SCHEDULER));
    private static final Map<String, KnownParameter> FILES =
            Map.of(
                    "ckpt_name", KnownParameter.CHECKPOINT,
                    "unet_name", KnownParameter.DIFFUSION_MODEL,
                    "clip_name", KnownParameter.TEXT_ENCODER,
                    "clip_name1", KnownParameter.TEXT_ENCODER,
                    "clip_name2", KnownParameter.TEXT_ENCODER,
                    "clip_name3", KnownParameter.TEXT_ENCODER,
                    "vae_name", KnownParameter.VAE,
                    "control_net_name", KnownParameter.CONTROL_NET,
                    "style_model_name", KnownParameter.STYLE_MODEL);

    private record Setting(String input, KnownParameter known) {}

    private final ApiGraph graph;
    private final Samplers samplers;
    private final Proposals proposals;

    SettingFinder(ApiGraph graph, Samplers samplers, Proposals proposals) {
        this.graph = graph;
        this.samplers = samplers;
        this.proposals = proposals;
    }

    void find() {
        Set<String> seeds = seedsOfSamplers();
        for (String node : samplers.nodesBySampler()) {
            seeds(node, seeds.contains(node));
            if (samplers.isAround(node)) {
                for (Setting each : OF_SAMPLERS) {
                    setting(node, each.input(), each.known(), "setting-of-sampler");
                }
            }
            setting(node, "guidance", KnownParameter.GUIDANCE, "setting-guidance");
            if (graph.type(node).startsWith("ModelSampling")) {
                setting(node, "shift", KnownParameter.SHIFT, "setting-shift");
            }
            size(node);
            files(node);
            if (!graph.input(node, "end_at_step").isMissingNode()
                    && graph.input(node, "end_at_step").asInt() < endless(node)) {
                proposals.note("steps-split", graph.title(node));
            }
        }
    }

    private int endless(String node) {
        return Math.max(1, graph.input(node, "steps").asInt());
    }

    /// Nodes that samplers take their seed from.
    private Set<String> seedsOfSamplers() {
        Set<String> nodes = new HashSet<>();
        for (String node : graph.order()) {
            if (samplers.isAround(node)) {
                SEEDS.forEach(
                        input -> graph.link(node, input).ifPresent(link -> nodes.add(link.node())));
            }
        }
        return nodes;
    }

    private void seeds(String node, boolean ofSampler) {
        boolean sure = ofSampler || samplers.isAround(node);
        if (ofSampler && SEEDS.stream().noneMatch(input -> graph.input(node, input).isNumber())) {
            proposals.job(node, VALUE, Kind.SEED, SEED, new Why(Confidence.LIKELY, true, "seed"));
        }
        for (String input : SEEDS) {
            proposals.job(
                    node,
                    input,
                    Kind.SEED,
                    SEED,
                    sure
                            ? new Why(Confidence.SURE, true, "seed")
                            : new Why(Confidence.GUESS, false, "seed-elsewhere"));
        }
    }

    private void setting(String node, String input, KnownParameter known, String key) {
        proposals.parameter(node, input, Kind.SETTING, known, new Why(Confidence.SURE, true, key));
    }

    private void size(String node) {
        String type = graph.type(node);
        boolean empty = type.startsWith("Empty") && type.contains("Latent");
        if (empty) {
            setting(node, "width", KnownParameter.WIDTH, "setting-size");
            setting(node, "height", KnownParameter.HEIGHT, "setting-size");
        }
        if (empty || type.equals("RepeatLatentBatch")) {
            for (String input : COUNTS) {
                JsonNode count = graph.input(node, input);
                if (count.isIntegralNumber() && count.asInt() > 1) {
                    proposals.job(
                            node,
                            input,
                            Kind.COUNT,
                            ONE,
                            new Why(Confidence.SURE, true, "one-picture"));
                }
            }
        }
    }

    private void files(String node) {
        String type = graph.type(node);
        for (String input : graph.texts(node).keySet()) {
            if (type.startsWith("CLIPVision")) {
                file(node, input.equals("clip_name") ? input : "", KnownParameter.CLIP_VISION);
            } else if (type.startsWith("Upscale")) {
                file(node, input.equals("model_name") ? input : "", KnownParameter.UPSCALE_MODEL);
            } else if (FILES.containsKey(input)) {
                file(node, input, FILES.getOrDefault(input, KnownParameter.CHECKPOINT));
            }
        }
    }

    private void file(String node, String input, KnownParameter known) {
        proposals.parameter(node, input, Kind.FILE, known, new Why(Confidence.SURE, true, "file"));
    }
}
