package studio.atelier.engine.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// Which node runs next. Nodes whose inputs are there are ready; among them ComfyUI prefers output nodes, then
/// those just before an output, then those two before it, then the one found first when walking up from the
/// outputs.
final class RunOrder {
    private final Map<String, Set<String>> blockedBy = new LinkedHashMap<>();
    private final Map<String, Set<String>> blocks = new LinkedHashMap<>();
    private final Predicate<String> isOutput;

    /// @param isCached nodes that need not run unless they are outputs themselves
    RunOrder(
            ObjectNode graph,
            List<String> outputs,
            Predicate<String> isCached,
            Predicate<String> isOutput) {
        this.isOutput = isOutput;
        for (String output : outputs) {
            add(graph, output, isCached);
        }
    }

    private void add(ObjectNode graph, String start, Predicate<String> isCached) {
        Deque<String> stack = new ArrayDeque<>(List.of(start));
        while (!stack.isEmpty()) {
            String id = stack.pop();
            if (blockedBy.containsKey(id)) {
                continue;
            }
            Set<String> sources = new LinkedHashSet<>();
            blockedBy.put(id, sources);
            if (isCached.test(id)) {
                continue;
            }
            for (JsonNode value : graph.path(id).path("inputs")) {
                if (value.isArray() && value.size() == 2 && !isCached.test(value.get(0).asText())) {
                    String from = value.get(0).asText();
                    sources.add(from);
                    blocks.computeIfAbsent(from, _ -> new LinkedHashSet<>()).add(id);
                    stack.push(from);
                }
            }
        }
    }

    Optional<String> next() {
        List<String> ready = new ArrayList<>();
        blockedBy.forEach(
                (id, sources) -> {
                    if (sources.isEmpty()) {
                        ready.add(id);
                    }
                });
        return ready.stream()
                .filter(isOutput)
                .findFirst()
                .or(() -> ready.stream().filter(this::isBeforeOutput).findFirst())
                .or(() -> ready.stream().filter(this::isTwoBeforeOutput).findFirst())
                .or(() -> ready.stream().findFirst());
    }

    void finished(String id) {
        blockedBy.remove(id);
        blocks.getOrDefault(id, Set.of())
                .forEach(
                        next -> {
                            Set<String> sources = blockedBy.get(next);
                            if (sources != null) {
                                sources.remove(id);
                            }
                        });
    }

    private boolean isBeforeOutput(String id) {
        return blocks.getOrDefault(id, Set.of()).stream().anyMatch(isOutput);
    }

    private boolean isTwoBeforeOutput(String id) {
        return blocks.getOrDefault(id, Set.of()).stream().anyMatch(this::isBeforeOutput);
    }
}
