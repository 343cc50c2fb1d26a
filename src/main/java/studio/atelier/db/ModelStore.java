package studio.atelier.db;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jdbi.v3.core.statement.StatementContext;

import studio.atelier.model.LoraModel;
import studio.atelier.model.ModelId;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The personas: table `models`. Columns that the older client left null read as empty.
public final class ModelStore {
    static final String COLUMNS =
            "id, name, slug, skin_tone, hair_color, hair_style, lora_file, trigger_word, negative_prompt";

    private final Database database;

    public ModelStore(Database database) {
        this.database = database;
    }

    /// In the order in which they were added.
    public List<LoraModel> list() {
        return database.read(
                handle ->
                        handle.createQuery("select " + COLUMNS + " from models order by id")
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
                slug.isBlank() ? slugOf(name) : slug,
                Columns.text(row, "skin_tone"),
                Columns.text(row, "hair_color"),
                Columns.text(row, "hair_style"),
                Columns.text(row, "lora_file"),
                Columns.text(row, "trigger_word"),
                Columns.text(row, "negative_prompt"));
    }

    private static String slugOf(String name) {
        String slug = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        return slug.isBlank() ? "model" : slug;
    }
}
