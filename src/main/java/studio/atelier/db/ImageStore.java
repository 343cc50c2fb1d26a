package studio.atelier.db;

import studio.atelier.model.GeneratedImage;
import studio.atelier.model.ImageId;
import studio.atelier.model.JobId;

import java.util.List;

/// The pictures that jobs brought, and the numbers in their names. All methods block and may be called from any
/// thread.
public final class ImageStore {
    private static final String NUMBERS =
            """
            with known as (
                select ordinal, number from picture_numbers
                where job_id = :job and ordinal < :count),
            added as (
                insert into picture_numbers (job_id, ordinal, number)
                select :job, wanted.ordinal, nextval('picture_counter')
                from generate_series(0, :count - 1) as wanted (ordinal)
                where wanted.ordinal not in (select ordinal from known)
                order by wanted.ordinal
                on conflict (job_id, ordinal) do nothing
                returning ordinal, number)
            select number from (select * from known union all select * from added) as given
            order by ordinal
            """;

    private final Database database;

    public ImageStore(Database database) {
        this.database = database;
    }

    /// Numbers for the names of a job's pictures, by ordinal. A job keeps its numbers for ever, so that
    /// collecting it again gives the same names.
    public List<Long> numbers(JobId job, int count) {
        List<Long> numbers = numbered(job, count);
        // What somebody else gave in the same moment is seen by the next statement only.
        return numbers.size() == count ? numbers : numbered(job, count);
    }

    private List<Long> numbered(JobId job, int count) {
        return database.write(
                handle ->
                        handle.createQuery(NUMBERS)
                                .bind("job", job.value())
                                .bind("count", count)
                                .mapTo(Long.class)
                                .list());
    }

    /// Another number for one picture, whose name turned out to be taken by other bytes.
    public long renumber(JobId job, int ordinal) {
        return database.write(
                handle ->
                        handle.createQuery(
                                        """
                                        update picture_numbers
                                        set number = nextval('picture_counter')
                                        where job_id = :job and ordinal = :ordinal
                                        returning number
                                        """)
                                .bind("job", job.value())
                                .bind("ordinal", ordinal)
                                .mapTo(Long.class)
                                .one());
    }

    /// The pictures of a job by ordinal, those in the trash included.
    public List<GeneratedImage> imagesOf(JobId job) {
        return database.read(
                handle ->
                        handle.createQuery(
                                        """
                                        select id, job_id, ordinal, storage_path, sha256, width,
                                            height, bytes, created_at, deleted_at
                                        from generated_images where job_id = :job order by ordinal
                                        """)
                                .bind("job", job.value())
                                .map(
                                        (row, _) ->
                                                new GeneratedImage(
                                                        new ImageId(row.getLong("id")),
                                                        job,
                                                        row.getInt("ordinal"),
                                                        row.getString("storage_path"),
                                                        row.getString("sha256"),
                                                        row.getInt("width"),
                                                        row.getInt("height"),
                                                        row.getLong("bytes"),
                                                        Columns.instant(row, "created_at")
                                                                .orElseThrow(),
                                                        Columns.instant(row, "deleted_at")))
                                .list());
    }
}
