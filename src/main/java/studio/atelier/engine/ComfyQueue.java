package studio.atelier.engine;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import studio.atelier.model.PromptId;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Who runs and who waits in an engine. It tells this with the whole graphs of everybody's prompts, often with those of
/// the editor too, so that a tree of the answer may take more memory than there is: only numbers and ids are kept.
record ComfyQueue(List<Item> running, List<Item> pending) {
    private static final String RUNNING = "queue_running";
    private static final String PENDING = "queue_pending";

    record Item(double number, String id) {}

    /// @return empty when it has another shape
    /// @throws IOException when it is not one JSON value
    static Optional<ComfyQueue> read(byte[] json) throws IOException {
        Optional<List<Item>> running = Optional.empty();
        Optional<List<Item>> pending = Optional.empty();
        try (JsonParser parser = ComfyJson.skimmer(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                parser.skipChildren();
            } else {
                for (String key = parser.nextFieldName();
                        key != null;
                        key = parser.nextFieldName()) {
                    boolean list = parser.nextToken() == JsonToken.START_ARRAY;
                    if (list && key.equals(RUNNING)) {
                        running = Optional.of(items(parser));
                    } else if (list && key.equals(PENDING)) {
                        pending = Optional.of(items(parser));
                    } else {
                        parser.skipChildren();
                    }
                }
            }
            if (parser.nextToken() != null) {
                throw new IOException("more than one JSON value");
            }
        }
        List<Item> waiting = pending.orElse(List.of());
        return running.isPresent() && pending.isPresent()
                ? Optional.of(new ComfyQueue(running.get(), waiting))
                : Optional.empty();
    }

    /// Empty when it is in neither list.
    Optional<EngineJobState> state(PromptId prompt) {
        if (running.stream().anyMatch(item -> item.id().equals(prompt.value()))) {
            return Optional.of(new EngineJobState.Running());
        }
        // a heap, not in order
        List<String> order =
                pending.stream()
                        .sorted(Comparator.comparingDouble(Item::number).thenComparing(Item::id))
                        .map(Item::id)
                        .toList();
        int position = order.indexOf(prompt.value());
        return position < 0 ? Optional.empty() : Optional.of(new EngineJobState.Waiting(position));
    }

    private static List<Item> items(JsonParser parser) throws IOException {
        List<Item> items = new ArrayList<>();
        for (JsonToken token = parser.nextToken();
                token != JsonToken.END_ARRAY;
                token = parser.nextToken()) {
            if (token == JsonToken.START_ARRAY) {
                items.add(item(parser));
            } else {
                parser.skipChildren();
            }
        }
        return items;
    }

    /// Number, id, and much that is passed over.
    private static Item item(JsonParser parser) throws IOException {
        double number = 0;
        String id = "";
        int at = 0;
        for (JsonToken token = parser.nextToken();
                token != JsonToken.END_ARRAY;
                token = parser.nextToken()) {
            if (at == 0 && token.isNumeric()) {
                number = parser.getDoubleValue();
            } else if (at == 1 && token == JsonToken.VALUE_STRING) {
                id = parser.getText();
            } else {
                parser.skipChildren();
            }
            at++;
        }
        return new Item(number, id);
    }
}
