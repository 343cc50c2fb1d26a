package studio.atelier.engine.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Optional;

/// What one node gave.
///
/// @param values one per output slot
/// @param ui what an output node shows, as in history
record NodeOutcome(List<NodeValue> values, Optional<ObjectNode> ui) {
    NodeOutcome {
        values = List.copyOf(values);
    }

    static NodeOutcome of(NodeValue... values) {
        return new NodeOutcome(List.of(values), Optional.empty());
    }
}
