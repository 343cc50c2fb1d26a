package studio.atelier.bench;

import studio.atelier.model.BatchPlan;
import studio.atelier.model.BatchRequest;
import studio.atelier.model.JobDraft;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// The least that would do, in plain JDBC: the reference for the queue's tables.
final class BareTables {
    private static final int ROWS = 1_000;

    private static final String BATCH =
            """
            insert into batches (model_id, workflow_id, model_name, model_slug, lora_file,
                workflow_name, workflow_slug, graph, reference_count, variations, job_count)
            values (?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?) returning id
            """;

    private static final String JOBS =
            """
            insert into generation_jobs (batch_id, model_id, workflow_id, status, created_at,
                reference_image_id, reference_name, reference_path, reference_sha256,
                variation, seed, prompt_used, negative_prompt_used, parameters)
            values\s""";

    private static final String JOB =
            "(?, ?, ?, 'queued', now() at time zone 'utc', ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb)";

    private static final String CLAIM =
            """
            update generation_jobs set status = 'processing', claimed_by = 'bare',
                lease_until = now() + interval '60 seconds',
                started_at = now() at time zone 'utc'
            where id in (select id from generation_jobs
                where status = 'queued' and batch_id is not null
                order by priority desc, id limit ? for update skip locked)
            returning id
            """;

    private static final String DONE =
            """
            update generation_jobs set status = 'completed', lease_until = null,
                completed_at = now() at time zone 'utc'
            where id = ?
            """;

    private static final String IDENTIFY =
            """
            update generation_jobs set runpod_job_id = ?, attempt = attempt + 1 where id = ?
            """;

    private static final String RECORD =
            """
            with ended as (
                update generation_jobs set status = 'completed', lease_until = null,
                    completed_at = now() at time zone 'utc'
                where id = ? returning id)
            insert into generated_images (job_id, ordinal, storage_path, sha256, width, height,
                bytes)
            select id, 0, ?, ?, 1024, 1024, ? from ended
            """;

    private BareTables() {}

    /// Inserts the rows of a plan in one transaction.
    ///
    /// @return milliseconds
    static double insert(Connection connection, BatchPlan plan) throws SQLException {
        long begun = System.nanoTime();
        connection.setAutoCommit(false);
        try {
            long batch = insertBatch(connection, plan);
            for (int from = 0; from < plan.jobs().size(); from += ROWS) {
                int to = Math.min(plan.jobs().size(), from + ROWS);
                insertJobs(connection, batch, plan.request(), plan.jobs().subList(from, to));
            }
            connection.commit();
            return Figures.since(begun);
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private static long insertBatch(Connection connection, BatchPlan plan) throws SQLException {
        BatchRequest request = plan.request();
        try (PreparedStatement statement = connection.prepareStatement(BATCH)) {
            fill(
                    statement,
                    0,
                    request.model().id().value(),
                    request.workflow().id().value(),
                    request.model().name(),
                    request.model().slug(),
                    request.model().loraFile(),
                    request.workflow().name(),
                    request.workflow().slug(),
                    request.workflow().graph(),
                    request.references().size(),
                    request.variations(),
                    plan.jobs().size());
            try (var rows = statement.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }

    private static void insertJobs(
            Connection connection, long batch, BatchRequest request, List<JobDraft> jobs)
            throws SQLException {
        String sql = JOBS + String.join(", ", Collections.nCopies(jobs.size(), JOB));
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            int index = 0;
            for (JobDraft job : jobs) {
                index =
                        fill(
                                statement,
                                index,
                                batch,
                                request.model().id().value(),
                                request.workflow().id().value(),
                                job.reference().id().value(),
                                job.reference().filename(),
                                job.reference().storagePath(),
                                job.reference().sha256().orElse(""),
                                job.variation(),
                                job.seed(),
                                job.positivePrompt(),
                                job.negativePrompt(),
                                "{\"steps\": 28, \"cfg\": 3.8, \"denoise\": 0.75}");
            }
            statement.executeUpdate();
        }
    }

    private static int fill(PreparedStatement statement, int before, Object... values)
            throws SQLException {
        int index = before;
        for (Object value : values) {
            statement.setObject(++index, value);
        }
        return index;
    }

    static List<Integer> claim(Connection connection, int limit) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(CLAIM)) {
            statement.setInt(1, limit);
            List<Integer> ids = new ArrayList<>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    ids.add(rows.getInt(1));
                }
            }
            return ids;
        }
    }

    /// Commits the id under which a job is sent.
    static void identify(Connection connection, int job, String prompt) throws SQLException {
        execute(connection, IDENTIFY, prompt, job);
    }

    /// Commits the end of a job with its picture.
    static void record(Connection connection, int job, String path, String sha256, long bytes)
            throws SQLException {
        execute(connection, RECORD, job, path, sha256, bytes);
    }

    private static void execute(Connection connection, String sql, Object... values)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            fill(statement, 0, values);
            statement.executeUpdate();
        }
    }

    static void done(Connection connection, int job) throws SQLException {
        execute(connection, DONE, job);
    }
}
