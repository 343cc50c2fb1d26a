package studio.atelier.engine.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// A prompt in the queue. The heap orders by number, then by the text of the id.
///
/// @param number int, or double when the client chose it
/// @param outputs output nodes to run
record QueuedPrompt(
        JsonNode number, String id, ObjectNode graph, ObjectNode extraData, List<String> outputs)
        implements Comparable<QueuedPrompt> {
    private static final Comparator<QueuedPrompt> ORDER =
            Comparator.comparingDouble((QueuedPrompt prompt) -> prompt.number().doubleValue())
                    .thenComparing(QueuedPrompt::id);

    QueuedPrompt {
        outputs = List.copyOf(outputs);
    }

    @Override
    public int compareTo(QueuedPrompt other) {
        return ORDER.compare(this, other);
    }

    Optional<String> clientId() {
        JsonNode id = extraData.path("client_id");
        return id.isTextual() ? Optional.of(id.textValue()) : Optional.empty();
    }

    /// The five elements of `/queue` and history.
    ArrayNode asJson() {
        return PythonJson.array()
                .add(number)
                .add(id)
                .add(graph)
                .add(extraData)
                .add(PythonJson.strings(outputs));
    }
}
