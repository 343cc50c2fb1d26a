package studio.atelier.db;

import org.jdbi.v3.core.statement.StatementContext;

import studio.atelier.db.ClaimedJob.Recipe;
import studio.atelier.model.ImageId;
import studio.atelier.model.Job;
import studio.atelier.model.JobId;
import studio.atelier.model.PromptId;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What an audit reads, and how it writes down what it found again. Nothing is ever deleted here. All methods
/// block and may be called from any thread.
public final class AuditStore {
    private static final int FETCH_SIZE = 10_000;

    private static final String OWNERS =
            "select coalesce(p.number, 0) as number, coalesce(p.ordinal, 0) as ordinal,"
                    + " exists (select 1 from generated_images i where i.job_id = j.id"
                    + " and i.ordinal = coalesce(p.ordinal, 0)) as has_picture, "
                    + JobRows.COLUMNS
                    + ", "
                    + RecipeRow.COLUMNS
                    + """
                     from generation_jobs j join batches b on b.id = j.batch_id
                    left join picture_numbers p on p.job_id = j.id
                    """;

    private static final String ADOPT =
            "update generation_jobs set status = 'completed',"
                    + " completed_at = coalesce(completed_at, now() at time zone 'utc'),"
                    + " result_image_url = coalesce(result_image_url, :url),"
                    + " fencing_token = nextval('fencing_tokens'), lease_until = null, "
                    + JobProblems.CLEAR
                    + " where id = :id and batch_id is not null"
                    + " and status in ('completed', 'failed', 'cancelled')"
                    + " and coalesce(lease_until, '-infinity') < now()"
                    + " returning id";

    private final Database database;

    public AuditStore(Database database) {
        this.database = database;
    }

    /// A recorded picture, those in the trash included.
    public record Picture(
            ImageId id, JobId job, int ordinal, String path, String sha256, long bytes) {}

    /// A job that may own a picture.
    ///
    /// @param number in the name of its picture, 0 when none was drawn
    /// @param hasPicture whether a picture of that ordinal is recorded
    public record Owner(long number, int ordinal, boolean hasPicture, Job job, Recipe recipe) {}

    /// What an engine was sent for a job, and as what.
    public record Sending(Job job, String engine, PromptId prompt) {}

    /// Without those of the web client, which may lie elsewhere.
    public List<Picture> pictures() {
        return database.inTransaction(
                handle ->
                        handle.createQuery(
                                        """
                                        select i.id, i.job_id, i.ordinal, i.storage_path, i.sha256,
                                            i.bytes
                                        from generated_images i
                                        join generation_jobs j on j.id = i.job_id
                                        where j.batch_id is not null order by i.id
                                        """)
                                .setFetchSize(FETCH_SIZE)
                                .map((row, _) -> picture(row))
                                .list());
    }

    /// A reference whose bytes are known.
    ///
    /// @param path its key, for some rows of the web client a web address
    public record Reference(String path, String sha256, long bytes) {}

    /// Without deleted ones, and without those of the web client that nobody here has opened yet: what they should hold
    /// is not known.
    public List<Reference> references() {
        return database.read(
                handle ->
                        handle.createQuery(
                                        """
                                        select storage_path, sha256, bytes from reference_images
                                        where deleted_at is null and storage_path <> ''
                                            and sha256 is not null and bytes is not null
                                        order by id
                                        """)
                                .map(
                                        (row, _) ->
                                                new Reference(
                                                        row.getString("storage_path"),
                                                        row.getString("sha256"),
                                                        row.getLong("bytes")))
                                .list());
    }

    /// Completed jobs of which no picture is recorded.
    public List<JobId> completedWithoutPicture() {
        return database.read(
                handle ->
                        handle.createQuery(
                                        """
                                        select j.id from generation_jobs j
                                        where j.status = 'completed' and j.batch_id is not null
                                            and not exists (
                                                select 1 from generated_images i
                                                where i.job_id = j.id)
                                        order by j.id
                                        """)
                                .map((row, _) -> new JobId(row.getInt("id")))
                                .list());
    }

    /// Jobs that were sent and that nobody works on: those that did not end.
    public List<Job> unfinished() {
        return jobs("j.status = 'processing'", Integer.MAX_VALUE);
    }

    /// Jobs that were sent and ended without a picture, the latest first.
    public List<Job> endedWithoutPicture(int limit) {
        return jobs(
                """
                j.status in ('failed', 'cancelled') and not exists (
                    select 1 from generated_images i where i.job_id = j.id)
                """,
                limit);
    }

    /// Earlier sendings of jobs that nobody works on and that ended without a picture, the latest jobs first.
    public List<Sending> earlierSendings(int limit) {
        return database.read(
                handle ->
                        handle.createQuery(
                                        "select "
                                                + JobRows.COLUMNS
                                                + """
                                                , earlier.engine as sent_to, earlier.prompt as sent_as
                                                from earlier_attempts earlier
                                                join generation_jobs j on j.id = earlier.job_id
                                                where j.status in ('failed', 'cancelled')
                                                    and j.batch_id is not null
                                                    and earlier.prompt is not null
                                                    and earlier.prompt
                                                        is distinct from j.runpod_job_id
                                                    and coalesce(j.lease_until, '-infinity') < now()
                                                    and not exists (
                                                        select 1 from generated_images i
                                                        where i.job_id = j.id)
                                                order by j.id desc, earlier.ended_at desc
                                                limit :limit
                                                """)
                                .bind("limit", limit)
                                .map(
                                        (row, context) ->
                                                new Sending(
                                                        new JobRows().map(row, context),
                                                        row.getString("sent_to"),
                                                        new PromptId(row.getString("sent_as"))))
                                .list());
    }

    /// Which of these keys have a row by now, of the studio's or of the web client's.
    public Set<String> known(Collection<String> keys) {
        return database.read(
                handle -> {
                    Set<String> known =
                            new HashSet<>(
                                    handle.createQuery(
                                                    """
                                                    select storage_path from generated_images
                                                    where storage_path = any(:keys)
                                                    """)
                                            .bindArray("keys", String.class, List.copyOf(keys))
                                            .mapTo(String.class)
                                            .list());
                    handle.createQuery(
                                    """
                                    select result_image_url from generation_jobs
                                    where batch_id is null and result_image_url <> ''
                                        and ltrim(result_image_url) not ilike 'data:%'
                                    """)
                            .mapTo(String.class)
                            .forEach(
                                    url -> {
                                        String key = ResultAddress.lastName(url);
                                        if (keys.contains(key)) {
                                            known.add(key);
                                        }
                                    });
                    return known;
                });
    }

    /// Jobs that drew one of these numbers for a picture.
    public List<Owner> ownersOf(Collection<Long> numbers) {
        return database.read(
                handle ->
                        handle.createQuery(OWNERS + " where p.number = any(:numbers)")
                                .bindArray("numbers", Long.class, List.copyOf(numbers))
                                .map(new Owners()::map)
                                .list());
    }

    /// Jobs that were run with this seed.
    public List<Owner> ownersBySeed(long seed) {
        return database.read(
                handle ->
                        handle.createQuery(OWNERS + " where j.seed = :seed order by j.id")
                                .bind("seed", seed)
                                .map(new Owners()::map)
                                .list());
    }

    /// Records a stored picture with the job that made it, which is completed by that.
    ///
    /// @return false when the job is worked on, or was changed meanwhile
    public boolean adopt(JobId job, NewImage image, String url) {
        String sql =
                "with ended as ("
                        + ADOPT
                        + "), pictured as ("
                        + PictureRows.INSERT
                        + ") select count(*) from ended";
        return database.write(
                        handle ->
                                PictureRows.bind(handle.createQuery(sql), List.of(image))
                                        .bind("id", job.value())
                                        .bind("url", url)
                                        .mapTo(Integer.class)
                                        .one())
                == 1;
    }

    /// Records that a picture lies under another key than before.
    ///
    /// @return false when the row was changed meanwhile
    public boolean relocate(Picture picture, String key) {
        return database.write(
                        handle ->
                                handle.createUpdate(
                                                """
                                                update generated_images set storage_path = :key
                                                where id = :id and storage_path = :before
                                                """)
                                        .bind("id", picture.id().value())
                                        .bind("before", picture.path())
                                        .bind("key", key)
                                        .execute())
                == 1;
    }

    private List<Job> jobs(String condition, int limit) {
        return database.read(
                handle ->
                        handle.createQuery(
                                        "select "
                                                + JobRows.COLUMNS
                                                + " from generation_jobs j where "
                                                + condition
                                                + """
                                                 and j.batch_id is not null
                                                    and j.runpod_job_id is not null
                                                    and coalesce(j.lease_until, '-infinity') < now()
                                                order by j.id desc limit :limit
                                                """)
                                .bind("limit", limit)
                                .map(new JobRows())
                                .list());
    }

    private static Picture picture(ResultSet row) throws SQLException {
        return new Picture(
                new ImageId(row.getLong("id")),
                new JobId(row.getInt("job_id")),
                row.getInt("ordinal"),
                Columns.text(row, "storage_path"),
                Columns.text(row, "sha256"),
                row.getLong("bytes"));
    }

    private static final class Owners {
        private final JobRows jobs = new JobRows();

        Owner map(ResultSet row, StatementContext context) throws SQLException {
            return new Owner(
                    row.getLong("number"),
                    row.getInt("ordinal"),
                    row.getBoolean("has_picture"),
                    jobs.map(row, context),
                    RecipeRow.of(row));
        }
    }
}
