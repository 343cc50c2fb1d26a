package studio.atelier.plan;

import studio.atelier.model.ParameterDefinition;
import studio.atelier.model.ParameterType;
import studio.atelier.model.ParameterValue;
import studio.atelier.model.Parameters;
import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;
import studio.atelier.model.Workflow;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a workflow's definitions say about values: defaults, ranges, reading from text.
public final class ParameterRules {
    private ParameterRules() {}

    /// A value for every parameter the workflow declares: the given ones, and defaults for the rest.
    public static Parameters complete(Workflow workflow, Parameters given) {
        Map<String, ParameterValue> values = new LinkedHashMap<>();
        for (ParameterDefinition definition : workflow.parameters()) {
            values.put(
                    definition.name(),
                    given.value(definition.name()).orElse(definition.defaultValue()));
        }
        return new Parameters(values, given.positiveSuffix(), given.negativeSuffix());
    }

    /// Everything wrong with the given values: unknown names, wrong kinds, out of range.
    public static List<Problem> problems(Workflow workflow, Parameters given) {
        List<Problem> problems = new ArrayList<>();
        given.values()
                .forEach(
                        (name, value) ->
                                definition(workflow, name)
                                        .map(found -> problem(found, value))
                                        .orElseGet(() -> Optional.of(unknown(workflow, name)))
                                        .ifPresent(problems::add));
        return problems;
    }

    /// Reads a value as a person types it.
    ///
    /// @return empty when the text is not of the parameter's kind
    public static Optional<ParameterValue> read(ParameterDefinition definition, String text) {
        return switch (definition.type()) {
            case INTEGER, DECIMAL -> number(text.strip()).map(ParameterValue.Decimal::new);
            case TEXT, CHOICE -> Optional.of(ParameterValue.of(text));
            case FLAG ->
                    switch (text.strip()) {
                        case "true" -> Optional.of(new ParameterValue.Flag(true));
                        case "false" -> Optional.of(new ParameterValue.Flag(false));
                        default -> Optional.empty();
                    };
        };
    }

    public static Optional<ParameterDefinition> definition(Workflow workflow, String name) {
        return workflow.parameters().stream().filter(d -> d.name().equals(name)).findFirst();
    }

    private static Optional<Problem> problem(ParameterDefinition definition, ParameterValue value) {
        return switch (definition.type()) {
            case INTEGER, DECIMAL ->
                    value instanceof ParameterValue.Decimal(var number)
                            ? rangeProblem(definition, number)
                            : Optional.of(wrongKind(definition, value));
            case FLAG ->
                    value instanceof ParameterValue.Flag
                            ? Optional.empty()
                            : Optional.of(wrongKind(definition, value));
            case CHOICE -> choiceProblem(definition, value);
            case TEXT -> Optional.empty();
        };
    }

    private static Optional<Problem> rangeProblem(
            ParameterDefinition definition, BigDecimal number) {
        boolean tooSmall = definition.minimum().filter(m -> number.compareTo(m) < 0).isPresent();
        boolean tooLarge = definition.maximum().filter(m -> number.compareTo(m) > 0).isPresent();
        boolean notWhole =
                definition.type() == ParameterType.INTEGER
                        && number.stripTrailingZeros().scale() > 0;
        if (notWhole) {
            return Optional.of(wrongKind(definition, new ParameterValue.Decimal(number)));
        }
        return tooSmall || tooLarge
                ? Optional.of(
                        Problem.of(
                                Kind.PARAMETER_OUT_OF_RANGE,
                                definition.label(),
                                number.toPlainString(),
                                bound(definition.minimum()),
                                bound(definition.maximum())))
                : Optional.empty();
    }

    /// A list that the engine itself supplies is checked against the engine, at the preflight.
    private static Optional<Problem> choiceProblem(
            ParameterDefinition definition, ParameterValue value) {
        if (definition.engineList().isPresent()
                || definition.choices().isEmpty()
                || definition.choices().contains(value.text())) {
            return Optional.empty();
        }
        return Optional.of(
                Problem.of(
                        Kind.SETTING_INVALID,
                        definition.label(),
                        value.text(),
                        Problem.words("expected.choice", String.join(", ", definition.choices()))));
    }

    private static Problem wrongKind(ParameterDefinition definition, ParameterValue value) {
        return wrongKind(definition, value.text());
    }

    /// For words that cannot be read as a value of this parameter.
    public static Problem wrongKind(ParameterDefinition definition, String text) {
        String expected =
                switch (definition.type()) {
                    case INTEGER -> "expected.integer";
                    case DECIMAL -> "expected.number";
                    case FLAG -> "expected.flag";
                    case TEXT, CHOICE -> "expected.text";
                };
        return Problem.of(Kind.SETTING_INVALID, definition.label(), text, Problem.words(expected));
    }

    private static Problem unknown(Workflow workflow, String name) {
        return Problem.of(
                Kind.NOT_FOUND, Problem.words("thing.parameter-of", name, workflow.name()));
    }

    private static String bound(Optional<BigDecimal> bound) {
        return bound.map(BigDecimal::toPlainString).orElse("\u2026");
    }

    private static Optional<BigDecimal> number(String text) {
        try {
            return Optional.of(new BigDecimal(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
