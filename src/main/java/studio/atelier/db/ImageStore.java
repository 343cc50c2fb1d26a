package studio.atelier.db;

import org.jdbi.v3.core.Handle;

import studio.atelier.model.GeneratedImage;
import studio.atelier.model.ImageId;
import studio.atelier.model.JobId;

import java.util.List;

/// The pictures that jobs brought, and the numbers in their names. All methods block and may be called from any
/// thread.
public final class ImageStore {
    private final Database database;

    public ImageStore(Database database) {
        this.database = database;
    }

    /// Numbers for the names of a job's pictures, by ordinal. A job keeps its numbers for ever, so that
    /// collecting it again gives the same names.
    public List<Long> numbers(JobId job, int count) {
        return database.inTransaction(
                handle -> {
                    handle.createUpdate(
                                    """
                                    insert into picture_numbers (job_id, ordinal, number)
                                    select :job, wanted.ordinal, nextval('picture_counter')
                                    from generate_series(0, :count - 1) as wanted (ordinal)
                                    where not exists (
                                        select 1 from picture_numbers p
                                        where p.job_id = :job and p.ordinal = wanted.ordinal)
                                    order by wanted.ordinal
                                    on conflict (job_id, ordinal) do nothing
                                    """)
                            .bind("job", job.value())
                            .bind("count", count)
                            .execute();
                    return handle.createQuery(
                                    """
                                    select number from picture_numbers
                                    where job_id = :job and ordinal < :count
                                    order by ordinal
                                    """)
                            .bind("job", job.value())
                            .bind("count", count)
                            .mapTo(Long.class)
                            .list();
                });
    }

    /// Another number for one picture, whose name turned out to be taken by other bytes.
    public long renumber(JobId job, int ordinal) {
        return database.inTransaction(
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

    /// As part of the transaction that completes the job. What is recorded already stays as it is.
    static void insert(Handle handle, JobId job, List<NewImage> images) {
        var batch =
                handle.prepareBatch(
                        """
                        insert into generated_images
                            (job_id, ordinal, storage_path, sha256, width, height, bytes)
                        values (:job, :ordinal, :path, :sha256, :width, :height, :bytes)
                        on conflict (job_id, ordinal) do nothing
                        """);
        for (NewImage image : images) {
            batch.bind("job", job.value())
                    .bind("ordinal", image.ordinal())
                    .bind("path", image.storagePath())
                    .bind("sha256", image.sha256())
                    .bind("width", image.width())
                    .bind("height", image.height())
                    .bind("bytes", image.bytes())
                    .add();
        }
        batch.execute();
    }
}
