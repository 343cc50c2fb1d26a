package studio.atelier.db;

import studio.atelier.model.Job;
import studio.atelier.model.JobId;
import studio.atelier.model.Problem;
import studio.atelier.model.PromptId;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Jobs of the earlier web client: rows without a batch. What they had stays as it is; a picture that they tell of
/// gets a row of ours, so that it can be looked at, downloaded and put in the trash like any other. All methods
/// block and may be called from any thread.
public final class EarlierJobStore {
    private static final int LONGEST_PATH = 1_000;

    private final Database database;

    public EarlierJobStore(Database database) {
        this.database = database;
    }

    /// Records the pictures of completed jobs that have none recorded. Their size and hash are not known yet. An
    /// address outside the bucket is recorded as it is, and a picture that is written out in its row under a name that
    /// leads back to the row. Several jobs may tell of the same picture.
    ///
    /// @return how many were recorded
    public int recordPictures() {
        record Result(int job, String url) {}
        return database.inTransaction(
                handle -> {
                    List<Integer> jobs = new ArrayList<>();
                    List<String> paths = new ArrayList<>();
                    handle.createQuery(
                                    """
                                    select j.id, case
                                            when ltrim(j.result_image_url) ilike 'data:%'
                                                then left(ltrim(j.result_image_url), 100)
                                            else j.result_image_url end as result_image_url
                                    from generation_jobs j
                                    where j.batch_id is null and j.status = 'completed'
                                        and j.result_image_url <> ''
                                        and not exists (
                                            select 1 from generated_images i where i.job_id = j.id)
                                    order by j.id
                                    """)
                            .map(
                                    (row, _) ->
                                            new Result(
                                                    row.getInt(1),
                                                    Columns.text(row, "result_image_url").strip()))
                            .forEach(
                                    result -> {
                                        String path = path(result.job(), result.url());
                                        if (!path.isEmpty() && path.length() <= LONGEST_PATH) {
                                            jobs.add(result.job());
                                            paths.add(path);
                                        }
                                    });
                    return jobs.isEmpty()
                            ? 0
                            : handle.createUpdate(
                                            """
                                            insert into generated_images (job_id, ordinal, storage_path,
                                                sha256, width, height, bytes, created_at,
                                                shares_file)
                                            select j.id, 0, found.path, '', 0, 0, 0, coalesce(
                                                j.completed_at, j.created_at,
                                                now() at time zone 'utc') at time zone 'utc',
                                                row_number() over (
                                                    partition by found.path order by j.id) > 1
                                                or exists (select 1 from generated_images i
                                                    where i.storage_path = found.path)
                                            from unnest(:jobs, :paths) as found (job, path)
                                            join generation_jobs j on j.id = found.job
                                            on conflict do nothing
                                            """)
                                    .bindArray("jobs", Integer.class, jobs)
                                    .bindArray("paths", String.class, paths)
                                    .execute();
                });
    }

    /// Jobs in work that some engine may know.
    public List<Job> unfinished() {
        return database.read(
                handle ->
                        JobRows.select(
                                        handle,
                                        """
                                        j.batch_id is null and j.status = 'processing'
                                            and trim(j.runpod_job_id) <> ''
                                        order by j.id
                                        """)
                                .map(new JobRows())
                                .list());
    }

    /// Makes a job of the web client one of ours, whose pictures an engine is known to have.
    ///
    /// @param engine which has them
    /// @return false when it was changed meanwhile
    public boolean takeIn(JobId job, PromptId prompt, String engine) {
        return database.inTransaction(
                        handle ->
                                handle.createUpdate(
                                                """
                                                with original as (
                                                    select j.id, j.model_id, j.workflow_id,
                                                        coalesce(m.name, '') as m_name,
                                                        coalesce(m.slug, 'picture') as m_slug,
                                                        coalesce(m.lora_file, '') as m_lora,
                                                        coalesce(w.name, '') as w_name,
                                                        coalesce(w.slug, '') as w_slug,
                                                        coalesce(w.comfyui_workflow, '{}') as w_graph,
                                                        coalesce(r.filename, '') as r_name,
                                                        r.storage_path as r_path
                                                    from generation_jobs j
                                                    left join models m on m.id = j.model_id
                                                    left join workflows w on w.id = j.workflow_id
                                                    left join reference_images r
                                                        on r.id = j.reference_image_id
                                                    where j.id = :job and j.batch_id is null
                                                        and j.status = 'processing'
                                                        and j.runpod_job_id = :prompt
                                                        and not exists (
                                                            select 1 from generation_jobs other
                                                            where other.runpod_job_id = :prompt
                                                                and other.batch_id is not null)
                                                    for update of j),
                                                batch as (
                                                    insert into batches (model_id, workflow_id,
                                                        model_name, model_slug, lora_file,
                                                        workflow_name, workflow_slug, graph,
                                                        reference_count, variations, job_count)
                                                    select model_id, workflow_id, m_name, m_slug,
                                                        m_lora, w_name, w_slug, w_graph, 1, 1, 1
                                                    from original returning id)
                                                update generation_jobs j
                                                set batch_id = batch.id, engine = :engine,
                                                    attempt = 1, submitted_at = now(),
                                                    lease_until = now(),
                                                    reference_name = r_name,
                                                    reference_path = r_path
                                                from original, batch where j.id = original.id
                                                """)
                                        .bind("job", job.value())
                                        .bind("prompt", prompt.value())
                                        .bind("engine", engine)
                                        .execute())
                == 1;
    }

    /// Writes down that the engine could not make it, as the web client would have.
    public void failed(JobId job, PromptId prompt, Problem problem) {
        database.useTransaction(
                handle ->
                        JobProblems.bind(
                                        handle.createUpdate(
                                                "update generation_jobs set status = 'failed',"
                                                        + " completed_at = now() at time zone 'utc', "
                                                        + JobProblems.SET
                                                        + " where id = :job and batch_id is null"
                                                        + " and status = 'processing'"
                                                        + " and runpod_job_id = :prompt"),
                                        problem)
                                .bind("job", job.value())
                                .bind("prompt", prompt.value())
                                .execute());
    }

    private static String path(int job, String url) {
        Optional<String> inline = ResultAddress.inline(job, url);
        return inline.isPresent() ? inline.get() : path(url);
    }

    private static String path(String url) {
        return ResultAddress.bucketKey(url).orElseGet(() -> ResultAddress.isWeb(url) ? url : "");
    }
}
