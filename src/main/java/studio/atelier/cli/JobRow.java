package studio.atelier.cli;

import studio.atelier.model.Job;
import studio.atelier.model.ParameterValue;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;

/// A job as JSON for machines. Field names are stable.
final class JobRow {
    private JobRow() {}

    static Map<String, Object> of(Job job) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("id", job.id().value());
        job.batch().ifPresent(batch -> row.put("batch", batch.value()));
        row.put("status", job.status().databaseName());
        row.put("variation", job.variation());
        job.seed().ifPresent(seed -> row.put("seed", seed));
        row.put("positive_prompt", job.positivePrompt());
        row.put("negative_prompt", job.negativePrompt());
        Map<String, Object> parameters = new LinkedHashMap<>();
        job.parameters().values().forEach((name, value) -> parameters.put(name, plain(value)));
        row.put("parameters", parameters);
        job.engine().ifPresent(engine -> row.put("engine", engine));
        job.promptId().ifPresent(prompt -> row.put("engine_job_id", prompt.value()));
        row.put("attempt", job.attempt());
        row.put("created_at", job.createdAt().toString());
        job.startedAt().ifPresent(at -> row.put("started_at", at.toString()));
        job.completedAt().ifPresent(at -> row.put("completed_at", at.toString()));
        job.cancelRequestedAt().ifPresent(at -> row.put("cancel_requested_at", at.toString()));
        job.problem()
                .ifPresent(
                        problem -> {
                            row.put("problem", problem.code());
                            row.put("error_message", problem.sentence());
                        });
        return row;
    }

    /// A value as JSON's own kind, as it stands in the workflow: `28` and not `28.0`, nor `"28"`.
    private static Object plain(ParameterValue value) {
        return switch (value) {
            case ParameterValue.Decimal(BigDecimal number) -> {
                BigDecimal shortest = number.stripTrailingZeros();
                yield shortest.scale() <= 0 ? shortest.toBigInteger() : shortest;
            }
            case ParameterValue.Flag(boolean flag) -> flag;
            case ParameterValue.Text(String text) -> text;
        };
    }
}
