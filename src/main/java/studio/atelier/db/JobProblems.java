package studio.atelier.db;

import org.jdbi.v3.core.statement.SqlStatement;

import studio.atelier.model.Problem;

/// Writes a problem into the columns of a job. `error_message` holds its sentence, which the web client shows.
final class JobProblems {
    /// Assignments of an update statement, to be bound by `bind`.
    static final String SET =
            """
            problem_code = :problemCode, problem_arguments = cast(:problemArguments as jsonb),
            problem_detail = :problemDetail, error_message = :problemSentence
            """;

    static final String CLEAR =
            """
            problem_code = null, problem_arguments = null, problem_detail = null, error_message = null
            """;

    private static final int LONGEST_DETAIL = 100_000;

    private JobProblems() {}

    static <S extends SqlStatement<S>> S bind(S statement, Problem problem) {
        String detail = problem.detail();
        String kept =
                detail.length() <= LONGEST_DETAIL ? detail : detail.substring(0, LONGEST_DETAIL);
        return statement
                .bind("problemCode", problem.code())
                .bind("problemArguments", JobJson.strings(problem.arguments()))
                .bind("problemDetail", JobJson.withoutNul(kept))
                .bind("problemSentence", JobJson.withoutNul(problem.sentence()));
    }
}
