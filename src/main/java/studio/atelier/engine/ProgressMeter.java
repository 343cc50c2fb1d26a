package studio.atelier.engine;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/// How far one prompt is, over all nodes of its graph. Sampling takes nearly all of the time, so sampler nodes
/// share four fifths. The fraction never falls, and stays below 1: the end is told by the engine, and lazy
/// nodes may never run. Not safe to share between threads.
final class ProgressMeter {
    private static final double SAMPLING = 0.8;
    private static final double LIMIT = 0.99;

    private final Map<String, Double> weights = new HashMap<>();
    private final Map<String, Double> done = new HashMap<>();
    private double fraction;

    ProgressMeter(GraphInspection graph) {
        Collection<String> nodes = graph.nodeIds();
        long samplers = nodes.stream().filter(graph::samples).count();
        long others = nodes.size() - samplers;
        double forSamplers = others == 0 ? 1 : SAMPLING;
        double forOthers = samplers == 0 ? 1 : 1 - SAMPLING;
        for (String node : nodes) {
            weights.put(node, graph.samples(node) ? forSamplers / samplers : forOthers / others);
        }
    }

    void finished(String node) {
        advance(node, 1);
    }

    /// Steps of one node; nonsense such as no steps or `NaN` is passed over.
    void running(String node, double value, double maximum) {
        double part = value / maximum;
        if (part >= 0 && part <= 1) {
            advance(node, part);
        }
    }

    double fraction() {
        return fraction;
    }

    private void advance(String node, double part) {
        Double weight = weights.get(node);
        if (weight == null || part <= done.getOrDefault(node, 0.0)) {
            return;
        }
        done.put(node, part);
        double sum = 0;
        for (Map.Entry<String, Double> entry : done.entrySet()) {
            sum += weights.getOrDefault(entry.getKey(), 0.0) * entry.getValue();
        }
        fraction = Math.max(fraction, Math.min(LIMIT, sum));
    }
}
