package studio.atelier.db;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

import studio.atelier.model.ReferenceChange;
import studio.atelier.model.ReferenceChange.Caption;
import studio.atelier.model.ReferenceChange.Captions;
import studio.atelier.model.ReferenceChange.Categories;
import studio.atelier.model.ReferenceChange.Deletion;
import studio.atelier.model.ReferenceChange.Moved;
import studio.atelier.model.ReferenceChange.Recaptioned;
import studio.atelier.model.ReferenceId;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/// Edits of the reference pictures, each in one statement however many rows it touches. A row that is not as the
/// edit expects it stays as it is.
public final class ReferenceEditStore {
    private static final String MOVE =
            """
            update reference_images r
            set category = nullif(c.after, ''), changed_at = now()
            from unnest(:ids, :before, :after) as c (id, before, after)
            where r.id = c.id and coalesce(r.category, '') = c.before
            returning r.id
            """;

    private static final String RECAPTION =
            """
            update reference_images r
            set vision_description = nullif(c.after, ''), changed_at = now(),
                analyzed_at = cast(nullif(c.at, '') as timestamptz) at time zone 'utc'
            from unnest(:ids, :before, :after, :at) as c (id, before, after, at)
            where r.id = c.id and coalesce(r.vision_description, '') = c.before
            returning r.id
            """;

    private static final String DELETE =
            """
            update reference_images
            set deleted_at = case when :deleted then now() end, changed_at = now()
            where id = any(:ids) and (deleted_at is null) = :deleted
            returning id
            """;

    /// Letter case aside, as people see categories; deleted ones too, so that they come back under the new name.
    private static final String RENAME =
            """
            update reference_images r
            set category = :to, changed_at = now()
            from (
                select id, coalesce(category, '') as before from reference_images
                where (lower(category) = lower(:from)
                        or (cast(:blank as boolean) and coalesce(trim(category), '') = ''))
                    and category is distinct from :to
                for update) as old
            where r.id = old.id
            returning r.id, old.before
            """;

    private final Database database;

    public ReferenceEditStore(Database database) {
        this.database = database;
    }

    /// @return the part of it that took place
    public ReferenceChange apply(ReferenceChange change) {
        return database.inTransaction(
                handle ->
                        switch (change) {
                            case Categories categories -> move(handle, categories);
                            case Captions captions -> recaption(handle, captions);
                            case Deletion deletion -> delete(handle, deletion);
                        });
    }

    /// Moves all that is in a category to another one, which may be there already.
    ///
    /// @param blankToo whether what has no category is in it too
    public Categories rename(String from, String to, boolean blankToo) {
        return database.inTransaction(
                handle ->
                        new Categories(
                                handle.createQuery(RENAME)
                                        .bind("from", JobJson.withoutNul(from))
                                        .bind("to", JobJson.withoutNul(to))
                                        .bind("blank", blankToo)
                                        .map(
                                                (row, _) ->
                                                        new Moved(
                                                                new ReferenceId(row.getInt("id")),
                                                                row.getString("before"),
                                                                to))
                                        .list()));
    }

    /// Something that is another text whenever a reference was added, edited or removed, by whichever client.
    public String version() {
        return database.read(
                handle ->
                        handle.createQuery(
                                        """
                                        select concat_ws('/', count(*), max(id),
                                            max(analyzed_at), max(changed_at))
                                        from reference_images
                                        """)
                                .mapTo(String.class)
                                .one());
    }

    private static Categories move(Handle handle, Categories change) {
        List<Moved> moved = change.moved();
        Set<Integer> done =
                ids(
                        handle.createQuery(MOVE)
                                .bindArray("ids", Integer.class, ids(moved, Moved::id))
                                .bindArray("before", String.class, texts(moved, Moved::from))
                                .bindArray("after", String.class, texts(moved, Moved::to)));
        return new Categories(moved.stream().filter(m -> done.contains(m.id().value())).toList());
    }

    private static Captions recaption(Handle handle, Captions change) {
        List<Recaptioned> all = change.recaptioned();
        Set<Integer> done =
                ids(
                        handle.createQuery(RECAPTION)
                                .bindArray("ids", Integer.class, ids(all, Recaptioned::id))
                                .bindArray("before", String.class, texts(all, r -> r.from().text()))
                                .bindArray("after", String.class, texts(all, r -> r.to().text()))
                                .bindArray("at", String.class, texts(all, r -> time(r.to()))));
        return new Captions(all.stream().filter(r -> done.contains(r.id().value())).toList());
    }

    private static Deletion delete(Handle handle, Deletion change) {
        Set<Integer> done =
                ids(
                        handle.createQuery(DELETE)
                                .bindArray("ids", Integer.class, ids(change.ids(), id -> id))
                                .bind("deleted", change.deleted()));
        return new Deletion(
                change.ids().stream().filter(id -> done.contains(id.value())).toList(),
                change.deleted());
    }

    private static Set<Integer> ids(Query update) {
        return new HashSet<>(update.mapTo(Integer.class).list());
    }

    private static <T> Object[] ids(List<T> of, Function<T, ReferenceId> id) {
        return of.stream().map(each -> id.apply(each).value()).toArray();
    }

    private static <T> Object[] texts(List<T> of, Function<T, String> text) {
        return of.stream().map(each -> JobJson.withoutNul(text.apply(each))).toArray();
    }

    private static String time(Caption caption) {
        return caption.writtenAt().map(Instant::toString).orElse("");
    }
}
