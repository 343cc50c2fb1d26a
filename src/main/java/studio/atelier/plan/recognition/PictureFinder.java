package studio.atelier.plan.recognition;

import studio.atelier.plan.JobVariables;
import studio.atelier.plan.recognition.ApiGraph.Link;
import studio.atelier.plan.recognition.Proposal.Change;
import studio.atelier.plan.recognition.Proposal.Confidence;
import studio.atelier.plan.recognition.Proposal.Kind;
import studio.atelier.plan.recognition.Proposals.Why;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The reference: the picture that a sampler starts from, else the nearest one that it sees.
final class PictureFinder {
    private static final Change REFERENCE = new Change.Variable(JobVariables.REFERENCE_IMAGE);
    private static final String FIELD = "image";

    private final ApiGraph graph;
    private final Samplers samplers;
    private final Proposals proposals;

    PictureFinder(ApiGraph graph, Samplers samplers, Proposals proposals) {
        this.graph = graph;
        this.samplers = samplers;
        this.proposals = proposals;
    }

    void find() {
        List<String> pictures = graph.order().stream().filter(this::loads).toList();
        Optional<String> start = onTheWayToLatent();
        Optional<String> reference = start.or(this::seen).or(() -> first(pictures));
        reference.ifPresent(
                node ->
                        propose(
                                node,
                                start.isPresent()
                                        ? new Why(Confidence.SURE, true, "reference")
                                        : new Why(Confidence.LIKELY, true, "reference-seen")));
        for (String other : pictures) {
            if (reference.filter(other::equals).isEmpty()) {
                propose(other, new Why(Confidence.SURE, false, "picture-stays"));
            }
        }
        graph.order().stream()
                .filter(node -> graph.type(node).startsWith("LoadImageMask"))
                .forEach(node -> proposals.note("mask-stays", graph.title(node)));
    }

    private void propose(String node, Why why) {
        proposals.job(node, FIELD, Kind.REFERENCE, REFERENCE, why);
    }

    private boolean loads(String node) {
        String type = graph.type(node);
        return type.contains("LoadImage")
                && !type.startsWith("LoadImageMask")
                && graph.texts(node).containsKey(FIELD);
    }

    private Optional<String> onTheWayToLatent() {
        return samplers.all().stream()
                .flatMap(sampler -> samplers.start(sampler).stream())
                .flatMap(link -> nearest(List.of(link)).stream())
                .findFirst();
    }

    private Optional<String> seen() {
        return samplers.all().stream()
                .flatMap(sampler -> nearest(graph.links(sampler).values()).stream())
                .findFirst();
    }

    /// Breadth first; what only leads to a mask comes last.
    private Optional<String> nearest(Iterable<Link> from) {
        Deque<String> open = new ArrayDeque<>();
        Deque<String> masks = new ArrayDeque<>();
        from.forEach(link -> open.add(link.node()));
        Set<String> seen = new LinkedHashSet<>();
        while (!open.isEmpty() || !masks.isEmpty()) {
            String node = open.isEmpty() ? masks.poll() : open.poll();
            if (!seen.add(node)) {
                continue;
            }
            if (loads(node)) {
                return Optional.of(node);
            }
            graph.links(node)
                    .forEach(
                            (input, link) ->
                                    (input.contains("mask") ? masks : open).add(link.node()));
        }
        return Optional.empty();
    }

    private static Optional<String> first(List<String> pictures) {
        return pictures.stream().findFirst();
    }
}
