package studio.atelier.db;

import org.jdbi.v3.core.statement.SqlStatement;

import java.util.List;
import java.util.function.Function;

/// Records pictures as part of the statement that ends their job: both are there, or neither.
final class PictureRows {
    /// Takes the job's id from the part named `ended` before it; without one, nothing is recorded. What is recorded
    /// already stays as it is.
    static final String INSERT =
            """
            insert into generated_images
                (job_id, ordinal, storage_path, sha256, width, height, bytes)
            select ended.id, p.ordinal, p.path, p.sha256, p.width, p.height, p.bytes
            from ended cross join unnest(:ordinals, :paths, :hashes, :widths, :heights, :sizes)
                as p (ordinal, path, sha256, width, height, bytes)
            on conflict (job_id, ordinal) do nothing
            """;

    private PictureRows() {}

    static <S extends SqlStatement<S>> S bind(S statement, List<NewImage> pictures) {
        return statement
                .bindArray("ordinals", Integer.class, each(pictures, NewImage::ordinal))
                .bindArray("paths", String.class, each(pictures, NewImage::storagePath))
                .bindArray("hashes", String.class, each(pictures, NewImage::sha256))
                .bindArray("widths", Integer.class, each(pictures, NewImage::width))
                .bindArray("heights", Integer.class, each(pictures, NewImage::height))
                .bindArray("sizes", Long.class, each(pictures, NewImage::bytes));
    }

    private static <T> List<T> each(List<NewImage> pictures, Function<NewImage, T> part) {
        return pictures.stream().map(part).toList();
    }
}
