package studio.atelier.db;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

import studio.atelier.model.ReferenceId;
import studio.atelier.model.ReferenceImage;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// The captioned input pictures: table `reference_images`. Columns that the older client left null read as empty.
public final class ReferenceStore {
    static final String COLUMNS =
            "id, filename, category, storage_path, vision_description, analyzed_at,"
                    + " sha256, width, height, bytes";

    private final Database database;

    public ReferenceStore(Database database) {
        this.database = database;
    }

    /// All of them that are not deleted, by category and file name.
    public List<ReferenceImage> list() {
        return database.read(
                handle ->
                        handle.createQuery(
                                        "select "
                                                + COLUMNS
                                                + " from reference_images"
                                                + " where deleted_at is null"
                                                + " order by category, filename, id")
                                .map(ReferenceStore::map)
                                .list());
    }

    public Optional<ReferenceImage> find(ReferenceId id) {
        return database.read(handle -> find(handle, id));
    }

    /// In no particular order; ids that are gone are left out.
    public List<ReferenceImage> find(Collection<ReferenceId> ids) {
        Integer[] values = ids.stream().map(ReferenceId::value).toArray(Integer[]::new);
        return database.read(
                handle ->
                        handle.createQuery(
                                        "select "
                                                + COLUMNS
                                                + " from reference_images where id = any(:ids)")
                                .bindArray("ids", Integer.class, (Object[]) values)
                                .map(ReferenceStore::map)
                                .list());
    }

    /// The caption as it is now, empty text for none; nothing for a reference that is deleted or gone.
    public Optional<String> shownCaption(ReferenceId id) {
        return database.read(
                handle ->
                        handle.createQuery(
                                        "select coalesce(vision_description, '')"
                                                + " from reference_images"
                                                + " where id = :id and deleted_at is null")
                                .bind("id", id.value())
                                .mapTo(String.class)
                                .findOne());
    }

    /// A reference with the bytes asked for.
    ///
    /// @param deleted whether it is hidden from people
    public record Match(ReferenceImage reference, boolean deleted) {}

    /// The first one that has these bytes or was made of them, rather one that is not deleted. One that is deleted
    /// still says where its bytes are.
    ///
    /// @param sha256 lower-case hex
    public Optional<Match> findBySha256(String sha256) {
        return database.read(handle -> findBySha256(handle, sha256));
    }

    private static Optional<Match> findBySha256(Handle handle, String sha256) {
        return handle.createQuery(
                        "select "
                                + COLUMNS
                                + ", deleted_at is not null as deleted"
                                + " from reference_images"
                                + " where sha256 = :sha256"
                                + " or source_sha256 = :sha256"
                                + " order by deleted, id limit 1")
                .bind("sha256", sha256)
                .map((row, context) -> new Match(map(row, context), row.getBoolean("deleted")))
                .findOne();
    }

    /// What came of adding a reference.
    ///
    /// @param added whether it is a new row; else somebody else added the same bytes a moment ago
    public record Addition(Match match, boolean added) {}

    /// As `insert`, unless a reference of these bytes, or made of the same ones, is there by now. Desktops that bring
    /// the same picture at the same moment take turns.
    public Addition insertUnlessKnown(NewReference draft) {
        List<String> hashes = new ArrayList<>(List.of(draft.sha256()));
        draft.sourceSha256().ifPresent(hashes::add);
        return database.inTransaction(
                handle -> {
                    Locks.importing(handle, hashes);
                    return hashes.stream()
                            .flatMap(hash -> findBySha256(handle, hash).stream())
                            .findFirst()
                            .map(known -> new Addition(known, false))
                            .orElseGet(
                                    () ->
                                            new Addition(
                                                    new Match(insert(handle, draft), false), true));
                });
    }

    /// Rows of an older client with this file name, letter case aside, whose bytes nobody has looked at; deleted ones
    /// too.
    public List<ReferenceImage> unlearnt(String filename, int most) {
        return database.read(
                handle ->
                        handle.createQuery(
                                        "select "
                                                + COLUMNS
                                                + """
                                                 from reference_images
                                                where (sha256 is null or sha256 = '')
                                                  and coalesce(storage_path, '') <> ''
                                                  and lower(coalesce(nullif(filename, ''),
                                                      regexp_replace(storage_path, '^.*/', '')))
                                                    = lower(:filename)
                                                order by id limit :most
                                                """)
                                .bind("filename", JobJson.withoutNul(filename))
                                .bind("most", most)
                                .map(ReferenceStore::map)
                                .list());
    }

    /// True when another reference lies under this key already.
    public boolean isTaken(String storagePath) {
        return database.read(
                handle ->
                        handle.createQuery(
                                        "select exists (select 1 from reference_images"
                                                + " where storage_path = :path)")
                                .bind("path", storagePath)
                                .mapTo(Boolean.class)
                                .one());
    }

    /// @return the reference as stored, with its id
    public ReferenceImage insert(NewReference draft) {
        return database.inTransaction(handle -> insert(handle, draft));
    }

    public void updateCaption(ReferenceId id, String caption, Instant analyzedAt) {
        database.useTransaction(
                handle ->
                        handle.createUpdate(
                                        """
                                        update reference_images
                                        set vision_description = :caption,
                                            analyzed_at = cast(:at as timestamptz) at time zone 'utc',
                                            changed_at = now()
                                        where id = :id
                                        """)
                                .bind("id", id.value())
                                .bind("caption", JobJson.withoutNul(caption))
                                .bind("at", analyzedAt)
                                .execute());
    }

    /// Shows a deleted one again, under the category where it is wanted now.
    public void bringBack(ReferenceId id, String category) {
        database.useTransaction(
                handle ->
                        handle.createUpdate(
                                        """
                                        update reference_images
                                        set deleted_at = null, category = :category,
                                            changed_at = now()
                                        where id = :id
                                        """)
                                .bind("id", id.value())
                                .bind("category", JobJson.withoutNul(category))
                                .execute());
    }

    /// Notes what the bytes of an older client's row are, once somebody has looked at them.
    public void updateFacts(ReferenceId id, String sha256, int width, int height, long bytes) {
        database.useTransaction(
                handle ->
                        handle.createUpdate(
                                        """
                                        update reference_images
                                        set sha256 = :sha256, width = :width, height = :height,
                                            bytes = :bytes
                                        where id = :id
                                        """)
                                .bind("id", id.value())
                                .bind("sha256", sha256)
                                .bind("width", width)
                                .bind("height", height)
                                .bind("bytes", bytes)
                                .execute());
    }

    static Optional<ReferenceImage> find(Handle handle, ReferenceId id) {
        return handle.createQuery("select " + COLUMNS + " from reference_images where id = :id")
                .bind("id", id.value())
                .map(ReferenceStore::map)
                .findOne();
    }

    private static ReferenceImage insert(Handle handle, NewReference draft) {
        return handle.createQuery(
                        """
                        insert into reference_images (filename, category, storage_path,
                            vision_description, analyzed_at, sha256, width, height, bytes,
                            source_sha256, changed_at)
                        values (:filename, :category, :path, nullif(:caption, ''),
                            cast(:at as timestamptz) at time zone 'utc',
                            :sha256, :width, :height, :bytes, :source, now())
                        returning\s"""
                                + COLUMNS)
                .bind("filename", JobJson.withoutNul(draft.filename()))
                .bind("category", JobJson.withoutNul(draft.category()))
                .bind("path", draft.storagePath())
                .bind("caption", JobJson.withoutNul(draft.caption()))
                .bind("at", draft.analyzedAt())
                .bind("sha256", draft.sha256())
                .bind("width", draft.width())
                .bind("height", draft.height())
                .bind("bytes", draft.bytes())
                .bind("source", draft.sourceSha256())
                .map(ReferenceStore::map)
                .one();
    }

    private static ReferenceImage map(ResultSet row, StatementContext context) throws SQLException {
        String path = Columns.text(row, "storage_path");
        String filename = Columns.text(row, "filename");
        return new ReferenceImage(
                new ReferenceId(row.getInt("id")),
                filename.isBlank() ? path.substring(path.lastIndexOf('/') + 1) : filename,
                Columns.text(row, "category"),
                path,
                Columns.text(row, "vision_description"),
                Columns.utc(row, "analyzed_at"),
                Columns.optionalText(row, "sha256"),
                row.getInt("width"),
                row.getInt("height"),
                row.getLong("bytes"));
    }
}
