package studio.atelier.db;

import org.jdbi.v3.core.Handle;

import studio.atelier.model.Batch;
import studio.atelier.model.BatchId;
import studio.atelier.model.BatchPlan;
import studio.atelier.model.BatchRequest;
import studio.atelier.model.Job;
import studio.atelier.model.JobDraft;
import studio.atelier.model.JobId;
import studio.atelier.model.JobNeeds;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Batches and their jobs as they are asked for and shown. All methods block and may be called from any thread.
public final class BatchStore {
    /// Rows per statement: large enough to be fast, small enough for long prompts.
    private static final int CHUNK = 1_000;

    private static final String INSERT_BATCH =
            """
            insert into batches (model_id, workflow_id, model_name, model_slug, lora_file,
                workflow_name, workflow_slug, graph, reference_count, variations, job_count)
            values (:model, :workflow, :modelName, :modelSlug, :loraFile,
                :workflowName, :workflowSlug, cast(:graph as jsonb), :references, :variations, :jobs)
            returning id
            """;

    private static final String INSERT_JOBS =
            """
            insert into generation_jobs (batch_id, model_id, workflow_id, status, created_at,
                priority, reference_image_id, reference_name, reference_path, reference_sha256,
                variation, seed, prompt_used, negative_prompt_used, parameters, needs)
            select b.id, b.model_id, b.workflow_id, 'queued', now() at time zone 'utc',
                :priority, job.reference, job.name, job.path, nullif(job.sha256, ''),
                job.variation, job.seed, job.positive, job.negative, job.parameters::jsonb,
                :needs
            from batches b, unnest(:references, :names, :paths, :hashes, :variations, :seeds,
                    :positives, :negatives, :parameters)
                with ordinality as job (reference, name, path, sha256, variation, seed, positive,
                    negative, parameters, place)
            where b.id = :batch
            order by job.place
            """;

    private static final String SELECT_BATCH =
            """
            select id, model_name, workflow_name, graph::text as graph, reference_count, variations,
                job_count, created_at
            from batches
            """;

    private final Database database;

    public BatchStore(Database database) {
        this.database = database;
    }

    /// As `insert`, behind everything that waits.
    public BatchId insert(BatchPlan plan) {
        return insert(plan, false, Optional.empty());
    }

    /// Commits the batch and all its jobs in one transaction. Ids ascend in the order of the plan.
    ///
    /// @param front before everything that waits now
    /// @param needs what an engine must have; where it is not said, any may try
    public BatchId insert(BatchPlan plan, boolean front, Optional<JobNeeds> needs) {
        return database.inTransaction(
                handle -> {
                    int priority = front ? frontPriority(handle) : 0;
                    long batch = insertBatch(handle, plan);
                    long needed =
                            needs.map(known -> NeedsStore.idOf(handle, known))
                                    .orElse(NeedsStore.UNKNOWN);
                    var place = new Place(batch, priority, needed);
                    for (int from = 0; from < plan.jobs().size(); from += CHUNK) {
                        int to = Math.min(plan.jobs().size(), from + CHUNK);
                        insertJobs(handle, place, plan.jobs().subList(from, to));
                    }
                    return new BatchId(batch);
                });
    }

    public Optional<StoredBatch> find(BatchId batch) {
        return database.read(
                handle ->
                        withJobs(
                                        handle,
                                        handle.createQuery(SELECT_BATCH + " where id = :id")
                                                .bind("id", batch.value())
                                                .map((row, _) -> batch(row))
                                                .list())
                                .stream()
                                .findFirst());
    }

    /// The latest batches, newest first, with their jobs in order.
    public List<StoredBatch> latest(int batches) {
        return database.read(
                handle ->
                        withJobs(
                                handle,
                                handle.createQuery(SELECT_BATCH + " order by id desc limit :limit")
                                        .bind("limit", batches)
                                        .map((row, _) -> batch(row))
                                        .list()));
    }

    private static List<StoredBatch> withJobs(Handle handle, List<Batch> batches) {
        Map<Long, List<StoredJob>> jobs = new LinkedHashMap<>();
        batches.forEach(batch -> jobs.put(batch.id().value(), new ArrayList<>()));
        var rows = new JobRows();
        handle.createQuery(
                        "select "
                                + JobRows.COLUMNS
                                + ", j.reference_name from generation_jobs j"
                                + " where j.batch_id = any (:batches) order by j.batch_id, j.id")
                .bindArray("batches", Long.class, List.copyOf(jobs.keySet()))
                .setFetchSize(CHUNK)
                .map(
                        (row, context) ->
                                new StoredJob(
                                        rows.map(row, context),
                                        Columns.text(row, "reference_name")))
                .forEach(
                        stored -> {
                            long batch = stored.job().batch().orElseThrow().value();
                            jobs.getOrDefault(batch, new ArrayList<>()).add(stored);
                        });
        return batches.stream()
                .map(
                        batch ->
                                new StoredBatch(
                                        batch, jobs.getOrDefault(batch.id().value(), List.of())))
                .toList();
    }

    private static long insertBatch(Handle handle, BatchPlan plan) {
        BatchRequest request = plan.request();
        return handle.createQuery(INSERT_BATCH)
                .bind("model", request.model().id().value())
                .bind("workflow", request.workflow().id().value())
                .bind("modelName", request.model().name())
                .bind("modelSlug", request.model().slug())
                .bind("loraFile", request.model().loraFile())
                .bind("workflowName", request.workflow().name())
                .bind("workflowSlug", request.workflow().slug())
                .bind("graph", request.workflow().graph())
                .bind("references", request.references().size())
                .bind("variations", request.variations())
                .bind("jobs", plan.jobs().size())
                .mapTo(Long.class)
                .one();
    }

    private static int frontPriority(Handle handle) {
        return handle.createQuery(
                        """
                        select 1 + coalesce(max(priority), 0) from generation_jobs
                        where status = 'queued' and batch_id is not null
                        """)
                .mapTo(Integer.class)
                .one();
    }

    /// Where new jobs belong.
    private record Place(long batch, int priority, long needs) {}

    private static void insertJobs(Handle handle, Place place, List<JobDraft> jobs) {
        handle.createUpdate(INSERT_JOBS)
                .bind("batch", place.batch())
                .bind("priority", place.priority())
                .bind("needs", place.needs())
                .bindArray(
                        "references", Integer.class, all(jobs, job -> job.reference().id().value()))
                .bindArray("names", String.class, all(jobs, job -> job.reference().filename()))
                .bindArray("paths", String.class, all(jobs, job -> job.reference().storagePath()))
                .bindArray(
                        "hashes",
                        String.class,
                        all(jobs, job -> job.reference().sha256().orElse("")))
                .bindArray("variations", Integer.class, all(jobs, JobDraft::variation))
                .bindArray("seeds", Long.class, all(jobs, JobDraft::seed))
                .bindArray(
                        "positives",
                        String.class,
                        all(jobs, job -> JobJson.withoutNul(job.positivePrompt())))
                .bindArray(
                        "negatives",
                        String.class,
                        all(jobs, job -> JobJson.withoutNul(job.negativePrompt())))
                .bindArray(
                        "parameters",
                        String.class,
                        all(jobs, job -> JobJson.parameters(job.parameters(), job.seed())))
                .execute();
    }

    private static <T> List<T> all(List<JobDraft> jobs, Function<JobDraft, T> column) {
        return jobs.stream().map(column).toList();
    }

    private static Batch batch(ResultSet row) throws SQLException {
        return new Batch(
                new BatchId(row.getLong("id")),
                Columns.text(row, "model_name"),
                Columns.text(row, "workflow_name"),
                Columns.text(row, "graph"),
                row.getInt("reference_count"),
                row.getInt("variations"),
                row.getInt("job_count"),
                Columns.instant(row, "created_at").orElseThrow());
    }

    /// Plans a job once more as a batch of one: the same texts and settings, another seed. A job of the web
    /// client takes the rest from its model and workflow as they are now.
    ///
    /// @return empty when the job, or what it was made with, is gone
    public Optional<BatchId> copyOf(JobId job, long seed) {
        return database.inTransaction(
                handle ->
                        handle.createQuery(JobCopy.SQL)
                                .bind("job", job.value())
                                .bind("seed", seed)
                                .mapTo(Long.class)
                                .findOne()
                                .map(BatchId::new));
    }

    public record StoredBatch(Batch batch, List<StoredJob> jobs) {
        public StoredBatch {
            jobs = List.copyOf(jobs);
        }
    }

    /// @param referenceName as it was when the job was made
    public record StoredJob(Job job, String referenceName) {}
}
