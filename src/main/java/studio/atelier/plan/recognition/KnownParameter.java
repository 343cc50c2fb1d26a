package studio.atelier.plan.recognition;

import studio.atelier.model.Messages;
import studio.atelier.model.ParameterDefinition;
import studio.atelier.model.ParameterType;
import studio.atelier.model.ParameterValue;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// The parameters that the studio's own workflows use, with their usual ranges. A value outside of the usual range
/// widens it, so that an imported workflow starts with what it was made with.
enum KnownParameter {
    DENOISE("0.5 1 0 1 0.01 0.75"),
    CFG("1 15 0 100 0.1 3.8"),
    GUIDANCE("1 10 0 100 0.1 3.5"),
    STEPS("10 50 1 150 1 28"),
    LORA_STRENGTH("0.3 1 -2 2 0.01 0.65"),
    WIDTH("512 2048 16 16384 8 1024"),
    HEIGHT("512 2048 16 16384 8 1024"),
    CHECKPOINT,
    DIFFUSION_MODEL,
    TEXT_ENCODER,
    VAE,
    CONTROL_NET,
    CLIP_VISION,
    STYLE_MODEL,
    UPSCALE_MODEL,
    SAMPLER,
    SCHEDULER,
    SHIFT("0 10 0 100 0.1 3.1");

    private static final Messages MESSAGES = Messages.of("workflows");

    /// Least, most, least of all, most of all, step, usual; empty for one of a list.
    private final String range;

    KnownParameter(String range) {
        this.range = range;
    }

    /// One of a list.
    KnownParameter() {
        this("");
    }

    private record Range(
            BigDecimal least,
            BigDecimal most,
            BigDecimal leastOfAll,
            BigDecimal mostOfAll,
            BigDecimal step,
            BigDecimal usual) {
        static Range of(String numbers) {
            List<BigDecimal> each =
                    Pattern.compile(" ").splitAsStream(numbers).map(BigDecimal::new).toList();
            return new Range(
                    each.get(0), each.get(1), each.get(2), each.get(3), each.get(4), each.get(5));
        }
    }

    /// Its name in a graph.
    String variable() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean isNumber() {
        return !range.isEmpty();
    }

    /// What it starts with where a graph does not say.
    ParameterValue usual() {
        return isNumber()
                ? new ParameterValue.Decimal(Range.of(range).usual())
                : ParameterValue.of("");
    }

    /// @param count 1 for the first of its name in a graph
    /// @param list where an engine lists the choices, as `Class.input`
    ParameterDefinition definition(int count, ParameterValue current, String list) {
        String name = count == 1 ? variable() : variable() + "_" + count;
        String label = MESSAGES.text("parameter-label." + variable());
        String shown = count == 1 ? label : MESSAGES.text("parameter-further", label, count);
        String help = MESSAGES.text("parameter-help." + variable());
        return current instanceof ParameterValue.Decimal(var number)
                ? number(name, shown, help, number)
                : new ParameterDefinition(
                        name,
                        shown,
                        help,
                        ParameterType.CHOICE,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        current,
                        List.of(current.text()),
                        Optional.of(list),
                        true);
    }

    private ParameterDefinition number(String name, String label, String help, BigDecimal value) {
        Range usual = Range.of(range);
        boolean whole = usual.step().compareTo(BigDecimal.ONE) >= 0 && isWhole(value);
        return new ParameterDefinition(
                name,
                label,
                help,
                whole ? ParameterType.INTEGER : ParameterType.DECIMAL,
                Optional.of(least(usual, value)),
                Optional.of(most(usual, value)),
                Optional.of(usual.step()),
                new ParameterValue.Decimal(value),
                List.of(),
                Optional.empty(),
                this == SHIFT);
    }

    private static BigDecimal least(Range range, BigDecimal value) {
        return value.compareTo(range.least()) >= 0 ? range.least() : range.leastOfAll().min(value);
    }

    private static BigDecimal most(Range range, BigDecimal value) {
        return value.compareTo(range.most()) <= 0 ? range.most() : range.mostOfAll().max(value);
    }

    private static boolean isWhole(BigDecimal value) {
        return value.stripTrailingZeros().scale() <= 0;
    }
}
