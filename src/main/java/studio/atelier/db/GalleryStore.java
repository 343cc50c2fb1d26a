package studio.atelier.db;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.Query;

import studio.atelier.model.GeneratedImage;
import studio.atelier.model.ImageId;
import studio.atelier.model.JobId;
import studio.atelier.model.JobStatus;
import studio.atelier.model.ModelId;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiFunction;

/// The read side of jobs and their pictures, and the trash. There is no paging by offset and no counting: a screen
/// takes the snapshot of all cells, which is two numbers each, and then the rows around its view.
public final class GalleryStore {
    /// Rows that travel at once while a snapshot is read.
    private static final int FETCH_SIZE = 10_000;

    /// A finished job whose pictures all lie in the trash has no cell; one that never had any does.
    private static final String CELLS =
            """
            select j.id as job, coalesce(i.id, 0) as image
            from generation_jobs j
            left join generated_images i on i.job_id = j.id and i.deleted_at is null
            left join models m on m.id = j.model_id
            left join reference_images r on r.id = j.reference_image_id
            where (i.id is not null or j.status is distinct from 'completed' or not exists (
                select 1 from generated_images trashed where trashed.job_id = j.id))
            """;

    private static final String IMAGE_COLUMNS =
            """
            i.id as image_id, i.job_id as image_job, i.ordinal, i.storage_path, i.sha256, i.width, \
            i.height, i.bytes, i.created_at as image_created_at, i.deleted_at\
            """;

    private static final String ROWS =
            "select "
                    + JobRows.COLUMNS
                    + ", "
                    + IMAGE_COLUMNS
                    + """
                    , coalesce(b.model_name, m.name, m.slug) as model_name,
                        coalesce(j.reference_name, r.filename) as reference_name
                    from unnest(:jobs, :images) with ordinality as wanted (job, image, position)
                    join generation_jobs j on j.id = wanted.job
                    left join generated_images i
                        on i.id = wanted.image and i.job_id = j.id and i.deleted_at is null
                    left join batches b on b.id = j.batch_id
                    left join models m on m.id = j.model_id
                    left join reference_images r on r.id = j.reference_image_id
                    where wanted.image = 0 or i.id is not null
                    order by wanted.position
                    """;

    private final Database database;

    public GalleryStore(Database database) {
        this.database = database;
    }

    /// All cells that match, in order, as they are at one moment.
    ///
    /// @param cell makes a cell of a job's id and a picture's id, which is 0 for none
    public <C> List<C> cells(GalleryFilter filter, BiFunction<Integer, Long, C> cell) {
        return database.inTransaction(
                handle ->
                        query(handle, filter)
                                .setFetchSize(FETCH_SIZE)
                                .map((row, _) -> cell.apply(row.getInt(1), row.getLong(2)))
                                .list());
    }

    /// The rows of some cells, in the order asked for; what is gone meanwhile is left out.
    ///
    /// @param jobs ids of jobs
    /// @param images at the same place the id of the picture, or 0
    public List<GalleryRow> rows(List<Integer> jobs, List<Long> images) {
        return database.read(
                handle ->
                        handle.createQuery(ROWS)
                                .bindArray("jobs", Integer.class, jobs)
                                .bindArray("images", Long.class, images)
                                .map(galleryRows())
                                .list());
    }

    /// In the order asked for, those in the trash included; ids that are unknown are left out.
    public List<GeneratedImage> images(List<ImageId> ids) {
        return database.read(
                handle ->
                        handle.createQuery(
                                        "select "
                                                + IMAGE_COLUMNS
                                                + """
                                                 from unnest(:ids) with ordinality as wanted (id, position)
                                                join generated_images i on i.id = wanted.id
                                                order by wanted.position
                                                """)
                                .bindArray("ids", Long.class, values(ids))
                                .map((row, _) -> image(row))
                                .list());
    }

    /// The first picture of a job that is not in the trash.
    public Optional<GeneratedImage> firstOf(JobId job) {
        return database.read(
                handle ->
                        handle.createQuery(
                                        "select "
                                                + IMAGE_COLUMNS
                                                + """
                                                 from generated_images i
                                                where i.job_id = :job and i.deleted_at is null
                                                order by i.ordinal limit 1
                                                """)
                                .bind("job", job.value())
                                .map((row, _) -> image(row))
                                .findOne());
    }

    /// Whether a picture of the job lies in the trash.
    public boolean isTrashed(JobId job) {
        return database.read(
                handle ->
                        handle.createQuery(
                                        """
                                        select exists (select 1 from generated_images
                                            where job_id = :job and deleted_at is not null)
                                        """)
                                .bind("job", job.value())
                                .mapTo(Boolean.class)
                                .one());
    }

    /// The web address that the web client noted for the job of this picture.
    public Optional<String> addressOf(String storagePath) {
        return database.read(
                handle ->
                        handle.createQuery(
                                        """
                                        select j.result_image_url from generated_images i
                                        join generation_jobs j on j.id = i.job_id
                                        where i.storage_path = :path and j.batch_id is null
                                            and j.result_image_url <> ''
                                        order by j.id limit 1
                                        """)
                                .bind("path", storagePath)
                                .mapTo(String.class)
                                .findOne()
                                .map(String::strip));
    }

    /// Notes what a picture of the web client turned out to be, unless that is known.
    public void learned(GeneratedImage image, String sha256, int width, int height, long bytes) {
        database.useTransaction(
                handle ->
                        handle.createUpdate(
                                        """
                                        update generated_images
                                        set sha256 = :sha256, width = :width, height = :height,
                                            bytes = :bytes
                                        where id = :id and sha256 = ''
                                        """)
                                .bind("id", image.id().value())
                                .bind("sha256", sha256)
                                .bind("width", width)
                                .bind("height", height)
                                .bind("bytes", bytes)
                                .execute());
    }

    /// Puts pictures in the trash.
    public void trash(List<ImageId> ids) {
        database.useTransaction(
                handle ->
                        handle.createUpdate(
                                        """
                                        update generated_images set deleted_at = now()
                                        where id = any(:ids) and deleted_at is null
                                        """)
                                .bindArray("ids", Long.class, values(ids))
                                .execute());
    }

    /// Takes pictures out of the trash.
    public void restore(List<ImageId> ids) {
        database.useTransaction(
                handle ->
                        handle.createUpdate(
                                        """
                                        update generated_images set deleted_at = null
                                        where id = any(:ids) and deleted_at is not null
                                        """)
                                .bindArray("ids", Long.class, values(ids))
                                .execute());
    }

    private static Query query(Handle handle, GalleryFilter filter) {
        var sql = new StringBuilder(CELLS);
        filter.model().ifPresent(_ -> sql.append(" and j.model_id = :model"));
        filter.status().ifPresent(_ -> sql.append(" and j.status::text = :status"));
        filter.category().ifPresent(_ -> sql.append(" and r.category = :category"));
        if (!filter.text().isBlank()) {
            sql.append(" and (j.prompt_used ilike :text or j.negative_prompt_used ilike :text)");
        }
        sql.append(" order by ").append(order(filter.sort()));
        Query query = handle.createQuery(sql.toString());
        filter.model().map(ModelId::value).ifPresent(id -> query.bind("model", id));
        filter.status().map(JobStatus::databaseName).ifPresent(word -> query.bind("status", word));
        filter.category().ifPresent(category -> query.bind("category", category));
        if (!filter.text().isBlank()) {
            query.bind("text", containing(filter.text().strip()));
        }
        return query;
    }

    private static String order(GalleryFilter.Sort sort) {
        return switch (sort) {
            case NEWEST_FIRST -> "j.id desc, i.ordinal";
            case OLDEST_FIRST -> "j.id, i.ordinal";
            case MODEL -> "m.name, j.id desc, i.ordinal";
            case REFERENCE -> "coalesce(j.reference_name, r.filename), j.id desc, i.ordinal";
        };
    }

    /// A pattern for `like` in which the person's own `%`, `_` and `\` are plain characters.
    private static String containing(String text) {
        String plain = text.replace("\0", "").replaceAll("([\\\\%_])", "\\\\$1");
        return "%" + plain + "%";
    }

    private static RowMapper<GalleryRow> galleryRows() {
        var jobs = new JobRows();
        return (row, context) ->
                new GalleryRow(
                        jobs.map(row, context),
                        optionalImage(row),
                        Columns.text(row, "model_name"),
                        Columns.text(row, "reference_name"));
    }

    private static Optional<GeneratedImage> optionalImage(ResultSet row) throws SQLException {
        OptionalLong id = Columns.optionalLong(row, "image_id");
        return id.isPresent() ? Optional.of(image(row)) : Optional.empty();
    }

    private static GeneratedImage image(ResultSet row) throws SQLException {
        return new GeneratedImage(
                new ImageId(row.getLong("image_id")),
                new JobId(row.getInt("image_job")),
                row.getInt("ordinal"),
                Columns.text(row, "storage_path"),
                Columns.text(row, "sha256"),
                row.getInt("width"),
                row.getInt("height"),
                row.getLong("bytes"),
                Columns.instant(row, "image_created_at").orElseThrow(),
                Columns.instant(row, "deleted_at"));
    }

    private static List<Long> values(List<ImageId> ids) {
        List<Long> values = new ArrayList<>(ids.size());
        ids.forEach(id -> values.add(id.value()));
        return values;
    }
}
