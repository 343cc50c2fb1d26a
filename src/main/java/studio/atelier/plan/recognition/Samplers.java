package studio.atelier.plan.recognition;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Which nodes draw the picture, and what belongs to them.
final class Samplers {
    private static final Pattern AROUND =
            Pattern.compile("(?i).*(sampler|scheduler|guider|randomnoise|detailer|upscale).*");
    private static final List<String> LATENTS =
            List.of("latent_image", "latent", "samples", "image");

    private final ApiGraph graph;
    private final List<String> samplers;

    Samplers(ApiGraph graph) {
        this.graph = graph;
        samplers = graph.order().stream().filter(this::draws).toList();
    }

    /// In the order in which they run.
    List<String> all() {
        return samplers;
    }

    /// Every node that leads to an output: first what the first sampler needs, and so on.
    List<String> nodesBySampler() {
        Set<String> nodes = new LinkedHashSet<>();
        for (String sampler : samplers) {
            Set<String> needed = graph.neededBy(sampler);
            graph.order().stream().filter(needed::contains).forEach(nodes::add);
        }
        nodes.addAll(graph.order());
        return List.copyOf(nodes);
    }

    /// Whether a node draws, or says how another one does.
    boolean isAround(String node) {
        return samplers.contains(node) || AROUND.matcher(graph.type(node)).matches();
    }

    /// Where a sampler starts from.
    Optional<ApiGraph.Link> start(String sampler) {
        return LATENTS.stream().flatMap(input -> graph.link(sampler, input).stream()).findFirst();
    }

    /// A sampler has conditioning, of its own or through a guider, and something to start from.
    private boolean draws(String node) {
        var links = graph.links(node);
        boolean conditioned = links.containsKey("positive") || links.containsKey("guider");
        boolean steps = !graph.input(node, "steps").isMissingNode();
        return links.containsKey("latent_image")
                || (conditioned && (steps || links.containsKey("sigmas")));
    }
}
