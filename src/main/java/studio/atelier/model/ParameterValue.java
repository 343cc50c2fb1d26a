package studio.atelier.model;

import java.math.BigDecimal;

/// One value of a parameter. A value that stands alone in a workflow field becomes JSON of its own kind.
public sealed interface ParameterValue {
    record Decimal(BigDecimal value) implements ParameterValue {
        @Override
        public String text() {
            return value.stripTrailingZeros().toPlainString();
        }
    }

    record Text(String value) implements ParameterValue {
        @Override
        public String text() {
            return value;
        }
    }

    record Flag(boolean value) implements ParameterValue {
        @Override
        public String text() {
            return String.valueOf(value);
        }
    }

    /// The value as it stands inside a longer text.
    String text();

    static ParameterValue of(long value) {
        return new Decimal(BigDecimal.valueOf(value));
    }

    static ParameterValue of(double value) {
        return new Decimal(BigDecimal.valueOf(value));
    }

    static ParameterValue of(String value) {
        return new Text(value);
    }
}
