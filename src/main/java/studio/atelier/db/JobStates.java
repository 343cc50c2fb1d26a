package studio.atelier.db;

import studio.atelier.model.JobStatus;

import java.util.Arrays;
import java.util.stream.Collectors;

/// The state machine of a job as conditions and assignments of SQL.
final class JobStates {
    /// Back to the queue, or cancelled when somebody asked for that meanwhile. What was spent is kept by `Attempts`. The
    /// branch that is never taken gives the words the type of the column, which in some databases of the older client
    /// is an enumeration.
    static final String TO_QUEUE =
            """
            status = case when false then status
                when cancel_requested_at is null then 'queued' else 'cancelled' end,
            completed_at = case when cancel_requested_at is null then null
                else now() at time zone 'utc' end,
            claimed_by = null, lease_until = null, runpod_job_id = null,\s"""
                    + Attempts.CLEAR
                    + ", ";

    /// As `TO_QUEUE`, for a job that ends.
    static final String TO_FAILED =
            """
            status = case when false then status
                when cancel_requested_at is null then 'failed' else 'cancelled' end,
            """;

    private JobStates() {}

    /// The condition that lets a held job's row become `target`: what stays in work has to be in work.
    ///
    /// It goes with the job's id, and is written so that PostgreSQL finds the row by that: by the index of the status
    /// it would pass by all that is in work, and by what lately was.
    static String from(JobStatus target) {
        if (target == JobStatus.PROCESSING) {
            return "status || '' = 'processing'";
        }
        return Arrays.stream(JobStatus.values())
                .filter(status -> status.canBecome(target))
                .map(status -> "'" + status.databaseName() + "'")
                .collect(Collectors.joining(", ", "status in (", ")"));
    }
}
