package studio.atelier.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What a person set for a batch, or what one job was made with: values by parameter name, in order, and the
/// additions to both prompts. The seed is not among them; it belongs to the job.
public record Parameters(
        Map<String, ParameterValue> values, String positiveSuffix, String negativeSuffix) {
    public static final Parameters EMPTY = new Parameters(Map.of(), "", "");

    public Parameters {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    public Optional<ParameterValue> value(String name) {
        return Optional.ofNullable(values.get(name));
    }

    public Parameters with(String name, ParameterValue value) {
        var changed = new LinkedHashMap<>(values);
        changed.put(name, value);
        return new Parameters(changed, positiveSuffix, negativeSuffix);
    }
}
