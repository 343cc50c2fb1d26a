package studio.atelier.plan.recognition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import studio.atelier.model.ParameterDefinition;
import studio.atelier.model.Workflow;
import studio.atelier.model.WorkflowId;
import studio.atelier.plan.recognition.Proposal.Change;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Makes a workflow of a graph and what was accepted of its proposals.
public final class WorkflowDraft {
    private WorkflowDraft() {}

    /// @return a workflow that is not stored yet: its id is 0 and its slug empty
    public static Workflow of(
            ApiGraph graph, List<Proposal> proposals, String name, String description) {
        ObjectNode nodes = graph.copy();
        Map<String, ParameterDefinition> parameters = new LinkedHashMap<>();
        for (Proposal proposal : proposals) {
            if (proposal.accepted()) {
                put(nodes, proposal);
                proposal.definition().ifPresent(each -> parameters.putIfAbsent(each.name(), each));
            }
        }
        return new Workflow(
                new WorkflowId(0),
                name.strip(),
                "",
                description.strip(),
                nodes.toPrettyString(),
                sorted(parameters.values()));
    }

    private static void put(ObjectNode nodes, Proposal proposal) {
        var place = proposal.place();
        if (nodes.path(place.node()).path("inputs") instanceof ObjectNode inputs) {
            inputs.set(place.input(), value(proposal.change()));
        }
    }

    private static JsonNode value(Change change) {
        var json = JsonNodeFactory.instance;
        return switch (change) {
            case Change.Variable(var name) -> json.textNode("{{" + name + "}}");
            case Change.Text(var template) -> json.textNode(template);
            case Change.Fixed(var number) -> json.numberNode(number);
        };
    }

    /// As the studio's own workflows order them.
    private static List<ParameterDefinition> sorted(Iterable<ParameterDefinition> parameters) {
        List<ParameterDefinition> sorted = new ArrayList<>();
        parameters.forEach(sorted::add);
        sorted.sort(Comparator.comparingInt(definition -> place(definition.name())));
        return sorted;
    }

    private static int place(String name) {
        int place = 0;
        for (KnownParameter known : KnownParameter.values()) {
            if (name.equals(known.variable()) || name.startsWith(known.variable() + "_")) {
                return place;
            }
            place++;
        }
        return Integer.MAX_VALUE;
    }
}
