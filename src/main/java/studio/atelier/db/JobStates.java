package studio.atelier.db;

import studio.atelier.model.JobStatus;

import java.util.Arrays;
import java.util.stream.Collectors;

/// The state machine of a job as conditions and assignments of SQL.
final class JobStates {
    /// Back to the queue, or cancelled when somebody asked for that meanwhile. What was spent is kept by `Attempts`.
    static final String TO_QUEUE =
            """
            status = case when cancel_requested_at is null then 'queued' else 'cancelled' end,
            completed_at = case when cancel_requested_at is null then null
                else now() at time zone 'utc' end,
            claimed_by = null, lease_until = null, runpod_job_id = null,\s"""
                    + Attempts.CLEAR
                    + ", ";

    private JobStates() {}

    /// The condition that lets a held job's row become `target`: what stays in work has to be in work.
    static String from(JobStatus target) {
        if (target == JobStatus.PROCESSING) {
            return "status = 'processing'";
        }
        return Arrays.stream(JobStatus.values())
                .filter(status -> status.canBecome(target))
                .map(status -> "'" + status.databaseName() + "'")
                .collect(Collectors.joining(", ", "status in (", ")"));
    }
}
