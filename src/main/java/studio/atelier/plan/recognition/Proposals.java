package studio.atelier.plan.recognition;

import com.fasterxml.jackson.databind.JsonNode;

import studio.atelier.model.Messages;
import studio.atelier.model.ParameterDefinition;
import studio.atelier.model.ParameterValue;
import studio.atelier.plan.recognition.Proposal.Change;
import studio.atelier.plan.recognition.Proposal.Confidence;
import studio.atelier.plan.recognition.Proposal.Kind;
import studio.atelier.plan.recognition.Proposal.Place;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Collects proposals: no place twice, and no variable for two different values of a parameter. Of one thread.
final class Proposals {
    private static final Messages MESSAGES = Messages.of("workflows");
    private static final Pattern VARIABLE = Pattern.compile("\\{\\{\\s*\\w+\\s*}}");

    private final ApiGraph graph;
    private final List<Proposal> proposals = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final Set<Place> places = new HashSet<>();
    private final Map<KnownParameter, List<ParameterDefinition>> defined =
            new EnumMap<>(KnownParameter.class);

    Proposals(ApiGraph graph) {
        this.graph = graph;
    }

    /// Why something is proposed.
    ///
    /// @param arguments of the message
    record Why(Confidence confidence, boolean accepted, String key, Object... arguments) {
        String words() {
            return MESSAGES.text("reason." + key, arguments);
        }
    }

    List<Proposal> all() {
        return proposals;
    }

    List<String> notes() {
        return notes;
    }

    /// Says something that a reviewer should know.
    void note(String key, Object... arguments) {
        notes.add(MESSAGES.text("note." + key, arguments));
    }

    /// Parameters of this kind that come now are for something that takes the place of what was there before.
    void beginAnew(KnownParameter known) {
        defined.remove(known);
    }

    /// A value that the job itself gives.
    void job(String node, String input, Kind kind, Change change, Why why) {
        JsonNode value = graph.input(node, input);
        if (value.isTextual() || value.isNumber()) {
            add(node, input, kind, change, current(value), why, Optional.empty());
        }
    }

    /// A value that a person sets on the Generate tab, when it is of the parameter's kind. One that is a variable
    /// already starts with what is usual.
    void parameter(String node, String input, Kind kind, KnownParameter known, Why why) {
        JsonNode value = graph.input(node, input);
        boolean variable = value.isTextual() && VARIABLE.matcher(value.textValue()).matches();
        if (variable || (known.isNumber() ? value.isNumber() : value.isTextual())) {
            ParameterValue current = variable ? known.usual() : current(value);
            ParameterDefinition definition =
                    definition(known, current, graph.type(node) + "." + input);
            add(
                    node,
                    input,
                    kind,
                    new Change.Variable(definition.name()),
                    current,
                    why,
                    Optional.of(definition));
        }
    }

    private void add(
            String node,
            String input,
            Kind kind,
            Change change,
            ParameterValue current,
            Why why,
            Optional<ParameterDefinition> definition) {
        var place = new Place(node, graph.title(node), input);
        if (places.add(place)) {
            proposals.add(
                    new Proposal(
                            place,
                            kind,
                            change,
                            current,
                            why.confidence(),
                            why.words(),
                            why.accepted(),
                            definition));
        }
    }

    /// The same value of the same list shares one parameter; another value is a parameter of its own.
    private ParameterDefinition definition(
            KnownParameter known, ParameterValue current, String list) {
        List<ParameterDefinition> before = defined.computeIfAbsent(known, _ -> new ArrayList<>());
        Optional<ParameterDefinition> same =
                before.stream()
                        .filter(each -> each.defaultValue().text().equals(current.text()))
                        .findFirst();
        return same.orElseGet(
                () -> {
                    var fresh = known.definition(before.size() + 1, current, list);
                    before.add(fresh);
                    return fresh;
                });
    }

    private static ParameterValue current(JsonNode value) {
        return value.isNumber()
                ? new ParameterValue.Decimal(value.decimalValue())
                : ParameterValue.of(value.asText());
    }
}
