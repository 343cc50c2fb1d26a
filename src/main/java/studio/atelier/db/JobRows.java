package studio.atelier.db;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

import studio.atelier.model.BatchId;
import studio.atelier.model.Job;
import studio.atelier.model.JobId;
import studio.atelier.model.JobStatus;
import studio.atelier.model.ModelId;
import studio.atelier.model.Parameters;
import studio.atelier.model.Problem;
import studio.atelier.model.PromptId;
import studio.atelier.model.ReferenceId;
import studio.atelier.model.WorkflowId;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads a `Job` from a row that has `COLUMNS`. One mapper per query: it remembers parameters that it has read,
/// because a batch has the same in every row. Not safe to share.
final class JobRows implements RowMapper<Job> {
    /// Of `generation_jobs` under the alias `j`.
    static final String COLUMNS =
            """
            j.id, j.batch_id, j.model_id, j.workflow_id, j.reference_image_id, j.variation, j.seed, \
            j.status, j.prompt_used, j.negative_prompt_used, j.parameters::text as parameters, \
            j.runpod_job_id, j.engine, j.attempt, j.priority, j.not_before, j.cancel_requested_at, \
            j.problem_code, j.problem_arguments::text as problem_arguments, j.problem_detail, \
            j.error_message, j.created_at, j.started_at, j.completed_at\
            """;

    private final Map<String, Parameters> parametersRead = new HashMap<>();

    /// Jobs by themselves.
    ///
    /// @param rest of the query, after the `where`
    static Query select(Handle handle, String rest) {
        return handle.createQuery("select " + COLUMNS + " from generation_jobs j where " + rest);
    }

    @Override
    public Job map(ResultSet row, StatementContext context) throws SQLException {
        return new Job(
                new JobId(row.getInt("id")),
                batch(row),
                Columns.optionalInt(row, "model_id").map(ModelId::new),
                Columns.optionalInt(row, "workflow_id").map(WorkflowId::new),
                Columns.optionalInt(row, "reference_image_id").map(ReferenceId::new),
                Columns.optionalInt(row, "variation").orElse(1),
                Columns.optionalLong(row, "seed"),
                status(row),
                Columns.text(row, "prompt_used"),
                Columns.text(row, "negative_prompt_used"),
                parameters(row.getString("parameters")),
                Columns.optionalText(row, "runpod_job_id")
                        .filter(id -> !id.isBlank())
                        .map(PromptId::new),
                Columns.optionalText(row, "engine"),
                row.getInt("attempt"),
                row.getInt("priority"),
                Columns.instant(row, "not_before"),
                Columns.instant(row, "cancel_requested_at"),
                problem(row),
                Columns.utc(row, "created_at").orElse(Instant.EPOCH),
                Columns.utc(row, "started_at"),
                Columns.utc(row, "completed_at"));
    }

    private static Optional<BatchId> batch(ResultSet row) throws SQLException {
        long id = row.getLong("batch_id");
        return row.wasNull() ? Optional.empty() : Optional.of(new BatchId(id));
    }

    /// A word that nobody here writes is shown as failed rather than hidden.
    private static JobStatus status(ResultSet row) throws SQLException {
        return Columns.optionalText(row, "status")
                .map(String::strip)
                .flatMap(JobStatus::fromDatabase)
                .orElse(JobStatus.FAILED);
    }

    private Parameters parameters(@Nullable String json) {
        return json == null
                ? Parameters.EMPTY
                : parametersRead.computeIfAbsent(json, JobJson::parameters);
    }

    /// Rows from before this problem named its engine still read as a sentence.
    private static List<String> whole(Problem.Kind kind, List<String> arguments) {
        return kind == Problem.Kind.NODE_MISSING && arguments.size() == 1
                ? List.of(arguments.getFirst(), Problem.words("the-engine"))
                : arguments;
    }

    private static Optional<Problem> problem(ResultSet row) throws SQLException {
        String sentence = Columns.text(row, "error_message");
        String detail = Columns.text(row, "problem_detail");
        Optional<String> code = Columns.optionalText(row, "problem_code");
        if (code.isEmpty()) {
            return sentence.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Problem.Recorded("recorded", sentence, detail));
        }
        for (Problem.Kind kind : Problem.Kind.values()) {
            if (kind.code().equals(code.get())) {
                var arguments = JobJson.strings(row.getString("problem_arguments"));
                return Optional.of(new Problem.Of(kind, whole(kind, arguments), detail));
            }
        }
        return Optional.of(new Problem.Recorded(code.get(), sentence, detail));
    }
}
