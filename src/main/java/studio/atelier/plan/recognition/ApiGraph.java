package studio.atelier.plan.recognition;

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
import java.util.regex.Pattern;

/// A graph in API format: nodes by id, whose inputs are values or links to outputs of other nodes. Immutable and
/// safe to share.
public final class ApiGraph {
    /// Nodes whose class says that they give pictures out.
    private static final Pattern GIVES_OUT =
            Pattern.compile("(?i).*(save|preview|output|send).*|.*image.*websocket.*");

    /// They show pictures to whoever looks on, and keep none for later.
    private static final Pattern SHOWS = Pattern.compile("(?i).*(preview|websocket).*");

    private static final String SAVED_NAME = "filename_prefix";

    private final ObjectNode nodes;
    private final List<String> order;

    ApiGraph(ObjectNode nodes) {
        this.nodes = nodes;
        this.order = inOrder();
    }

    /// The output of a node.
    record Link(String node, int slot) {}

    ObjectNode copy() {
        return nodes.deepCopy();
    }

    public int size() {
        return nodes.size();
    }

    String type(String node) {
        return nodes.path(node).path("class_type").asText();
    }

    /// What the editor calls a node, else its class.
    String title(String node) {
        String title = nodes.path(node).path("_meta").path("title").asText("");
        return title.isBlank() ? type(node) : title;
    }

    JsonNode input(String node, String name) {
        return nodes.path(node).path("inputs").path(name);
    }

    Optional<Link> link(String node, String input) {
        return link(input(node, input));
    }

    /// The inputs that are links, by name.
    Map<String, Link> links(String node) {
        Map<String, Link> links = new LinkedHashMap<>();
        for (var field : nodes.path(node).path("inputs").properties()) {
            link(field.getValue()).ifPresent(link -> links.put(field.getKey(), link));
        }
        return links;
    }

    /// The inputs that are texts, by name.
    Map<String, String> texts(String node) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (var field : nodes.path(node).path("inputs").properties()) {
            if (field.getValue().isTextual()) {
                texts.put(field.getKey(), field.getValue().textValue());
            }
        }
        return texts;
    }

    /// Where pictures leave the graph.
    List<String> outputs() {
        Set<String> used = new LinkedHashSet<>();
        nodes.fieldNames()
                .forEachRemaining(
                        node -> links(node).values().forEach(link -> used.add(link.node())));
        List<String> outputs = new ArrayList<>();
        nodes.fieldNames()
                .forEachRemaining(
                        node -> {
                            boolean ends = !used.contains(node) || saves(node);
                            boolean fed = !links(node).isEmpty();
                            if (ends && fed && GIVES_OUT.matcher(type(node)).matches()) {
                                outputs.add(node);
                            }
                        });
        return outputs;
    }

    /// Newer versions hand on what they have saved.
    private boolean saves(String node) {
        return input(node, SAVED_NAME).isTextual();
    }

    /// Whether pictures are kept by the engine, and not only shown in its editor.
    boolean keepsPictures() {
        return outputs().stream().anyMatch(node -> !SHOWS.matcher(type(node)).matches());
    }

    /// The nodes that lead to an output, each after those that it needs.
    List<String> order() {
        return order;
    }

    /// A node and everything that it needs.
    Set<String> neededBy(String node) {
        Set<String> needed = new LinkedHashSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(node));
        while (!open.isEmpty()) {
            String next = open.poll();
            if (needed.add(next)) {
                links(next).values().forEach(link -> open.add(link.node()));
            }
        }
        return needed;
    }

    /// Nodes that lead to no picture.
    List<String> idle() {
        List<String> idle = new ArrayList<>();
        nodes.fieldNames().forEachRemaining(idle::add);
        idle.removeAll(new LinkedHashSet<>(order));
        return idle;
    }

    private Optional<Link> link(JsonNode value) {
        boolean isLink =
                value.isArray()
                        && value.size() == 2
                        && value.get(0).isTextual()
                        && value.get(1).isIntegralNumber()
                        && nodes.has(value.get(0).textValue());
        return isLink
                ? Optional.of(new Link(value.get(0).textValue(), value.get(1).intValue()))
                : Optional.empty();
    }

    /// Depth first without recursion: graphs may be long.
    private List<String> inOrder() {
        Set<String> done = new LinkedHashSet<>();
        Set<String> entered = new LinkedHashSet<>();
        Deque<String> open = new ArrayDeque<>(outputs());
        while (!open.isEmpty()) {
            String node = open.peek();
            List<String> needed =
                    links(node).values().stream()
                            .map(Link::node)
                            .filter(other -> !entered.contains(other))
                            .distinct()
                            .toList();
            if (entered.add(node) && !needed.isEmpty()) {
                needed.reversed().forEach(open::push);
            } else {
                done.add(open.pop());
            }
        }
        return List.copyOf(done);
    }
}
