package studio.atelier.db;

import org.jdbi.v3.core.Handle;

import studio.atelier.model.JobId;
import studio.atelier.model.PromptId;

/// What is kept of the sendings of a job that did not become its last one: engines are paid for those too.
final class Attempts {
    /// Assignments that go with a new attempt.
    static final String CLEAR = "submitted_at = null, ran_from = null, ran_seconds = null";

    /// Locks the rows that it finds, so that the update after it puts back the same ones. Of a worker that vanished
    /// nobody knows more than until when it was there.
    private static final String KEEP =
            """
            insert into earlier_attempts
                (job_id, engine, prompt, submitted_at, ran_from, ran_seconds, ended_at)
            select id, engine, runpod_job_id, submitted_at, ran_from, ran_seconds,
                coalesce(completed_at at time zone 'utc', least(lease_until, now()), now())
            from generation_jobs
            where (submitted_at is not null or ran_seconds is not null) and engine is not null
                and batch_id is not null and\s""";

    private Attempts() {}

    /// To be run before the rows of the same condition are put back, in the same transaction.
    ///
    /// @param condition of `generation_jobs` without an alias
    static String keep(String condition) {
        return KEEP + condition + " for update";
    }

    /// The current sending of a job becomes one of its earlier ones, unless it is this one. The job is locked.
    static void makeEarlier(Handle handle, JobId job, PromptId unless) {
        String other = "id = :id and runpod_job_id <> :prompt";
        handle.createUpdate(keep(other))
                .bind("id", job.value())
                .bind("prompt", unless.value())
                .execute();
        handle.createUpdate("update generation_jobs set " + CLEAR + " where " + other)
                .bind("id", job.value())
                .bind("prompt", unless.value())
                .execute();
    }
}
