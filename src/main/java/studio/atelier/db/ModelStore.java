package studio.atelier.db;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jdbi.v3.core.statement.StatementContext;

import studio.atelier.model.LoraModel;
import studio.atelier.model.ModelId;
import studio.atelier.model.Slug;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// The personas: table `models`. Columns that the older client left null read as empty.
public final class ModelStore {
    static final String COLUMNS =
            "id, name, slug, skin_tone, hair_color, hair_style, lora_file, trigger_word, negative_prompt";

    private final Database database;

    public ModelStore(Database database) {
        this.database = database;
    }

    /// Those that are offered, in the order in which they were added.
    public List<LoraModel> list() {
        return list("archived_at is null");
    }

    /// Those that were put away, the latest first.
    public List<LoraModel> archived() {
        return list("archived_at is not null").reversed();
    }

    private List<LoraModel> list(String which) {
        return database.read(
                handle ->
                        handle.createQuery(
                                        "select "
                                                + COLUMNS
                                                + " from models where "
                                                + which
                                                + " order by archived_at, id")
                                .map(ModelStore::map)
                                .list());
    }

    public Optional<LoraModel> find(ModelId id) {
        return database.read(handle -> find(handle, id));
    }

    public Optional<LoraModel> findBySlug(String slug) {
        return list().stream().filter(model -> model.slug().equals(slug)).findFirst();
    }

    /// @param draft its id is ignored
    /// @return the model as stored, with its id
    public LoraModel insert(LoraModel draft) {
        return database.inTransaction(handle -> insert(handle, draft));
    }

    /// Inserts a model under a slug of its own: the draft's, or one that is made of its name.
    ///
    /// @param draft its id is ignored
    public LoraModel create(LoraModel draft) {
        return database.inTransaction(
                handle -> {
                    Locks.seeding(handle);
                    String wanted =
                            draft.slug().isBlank() ? Slug.of(draft.name(), "model") : draft.slug();
                    String slug = Slug.free(wanted, each -> isTaken(handle, each));
                    return insert(handle, draft.withSlug(slug));
                });
    }

    /// Puts a model away, or brings it back. Jobs and pictures keep it.
    ///
    /// @return whether it is there and changed
    public boolean archive(ModelId id, boolean archived) {
        return database.inTransaction(
                        handle ->
                                handle.createUpdate(
                                                "update models set archived_at ="
                                                        + " case when :archived then now() end"
                                                        + " where id = :id and (archived_at is null) = :archived")
                                        .bind("id", id.value())
                                        .bind("archived", archived)
                                        .execute())
                > 0;
    }

    private static boolean isTaken(Handle handle, String slug) {
        return handle.createQuery("select exists (select 1 from models where slug = :slug)")
                .bind("slug", slug)
                .mapTo(Boolean.class)
                .one();
    }

    public void update(LoraModel model) {
        database.useTransaction(
                handle ->
                        bind(
                                        handle.createUpdate(
                                                """
                                                update models
                                                set name = :name, slug = :slug, skin_tone = :skinTone,
                                                    hair_color = :hairColor, hair_style = :hairStyle,
                                                    lora_file = :loraFile, trigger_word = :triggerWord,
                                                    negative_prompt = :negativePrompt
                                                where id = :id
                                                """),
                                        model)
                                .bind("id", model.id().value())
                                .execute());
    }

    static Optional<LoraModel> find(Handle handle, ModelId id) {
        return handle.createQuery("select " + COLUMNS + " from models where id = :id")
                .bind("id", id.value())
                .map(ModelStore::map)
                .findOne();
    }

    static LoraModel insert(Handle handle, LoraModel draft) {
        return bind(
                        handle.createQuery(
                                """
                                insert into models (name, slug, skin_tone, hair_color, hair_style,
                                    lora_file, trigger_word, negative_prompt)
                                values (:name, :slug, :skinTone, :hairColor, :hairStyle,
                                    :loraFile, :triggerWord, :negativePrompt)
                                returning\s"""
                                        + COLUMNS),
                        draft)
                .map(ModelStore::map)
                .one();
    }

    private static <S extends SqlStatement<S>> S bind(S statement, LoraModel model) {
        return statement
                .bind("name", model.name())
                .bind("slug", model.slug())
                .bind("skinTone", model.skinTone())
                .bind("hairColor", model.hairColor())
                .bind("hairStyle", model.hairStyle())
                .bind("loraFile", model.loraFile())
                .bind("triggerWord", model.triggerWord())
                .bind("negativePrompt", model.negativePrompt());
    }

    private static LoraModel map(ResultSet row, StatementContext context) throws SQLException {
        String name = Columns.text(row, "name");
        String slug = Columns.text(row, "slug");
        return new LoraModel(
                new ModelId(row.getInt("id")),
                name.isBlank() ? slug : name,
                slug.isBlank() ? Slug.of(name, "model") : slug,
                Columns.text(row, "skin_tone"),
                Columns.text(row, "hair_color"),
                Columns.text(row, "hair_style"),
                Columns.text(row, "lora_file"),
                Columns.text(row, "trigger_word"),
                Columns.text(row, "negative_prompt"));
    }
}
