package studio.atelier.db;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jdbi.v3.core.statement.StatementContext;

import studio.atelier.model.Slug;
import studio.atelier.model.Workflow;
import studio.atelier.model.WorkflowId;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// Graphs and the definitions of their parameters: table `workflows`.
public final class WorkflowStore {
    static final String COLUMNS =
            "id, name, slug, description, comfyui_workflow::text as graph,"
                    + " editable_params::text as parameters";

    /// Of a row, as PostgreSQL writes it: tells whether somebody changed it.
    private static final String FINGERPRINT =
            """
            md5(jsonb_build_array(name, description, comfyui_workflow, editable_params)::text)\
            """;

    private final Database database;

    public WorkflowStore(Database database) {
        this.database = database;
    }

    /// Those that are offered, in the order in which they were added; rows without a graph are left out.
    public List<Workflow> list() {
        return list("archived_at is null");
    }

    /// Those that were put away, the latest first.
    public List<Workflow> archived() {
        return list("archived_at is not null").reversed();
    }

    private List<Workflow> list(String which) {
        return database.read(
                handle ->
                        handle.createQuery(
                                        "select "
                                                + COLUMNS
                                                + " from workflows"
                                                + " where comfyui_workflow is not null and "
                                                + which
                                                + " order by archived_at, id")
                                .map(WorkflowStore::map)
                                .list());
    }

    public Optional<Workflow> find(WorkflowId id) {
        return database.read(handle -> find(handle, id));
    }

    /// Adds a workflow under a slug of its own. Nothing that is there is overwritten: what jobs were made with, and
    /// what other desktops have on their screens, stays as it is.
    ///
    /// @param file its slug is what is wanted
    /// @param earlier is put away at the same moment, when this is a new version of it
    public Workflow add(WorkflowFile file, Optional<WorkflowId> earlier) {
        return database.inTransaction(
                handle -> {
                    Locks.seeding(handle);
                    String slug = Slug.free(file.slug(), each -> idOf(handle, each).isPresent());
                    int id = insert(handle, file.withSlug(slug));
                    earlier.ifPresent(version -> archive(handle, version, true));
                    return find(handle, new WorkflowId(id)).orElseThrow();
                });
    }

    /// Puts a workflow away, or brings it back. Jobs keep the graph they were made with.
    ///
    /// @return whether it is there and changed
    public boolean archive(WorkflowId id, boolean archived) {
        return database.inTransaction(handle -> archive(handle, id, archived));
    }

    /// Inserts the workflow, or replaces the one with its slug: a person's own edit, which later shipped versions
    /// leave alone, and which brings back what was put away.
    public Workflow save(WorkflowFile file) {
        return database.inTransaction(
                handle -> {
                    Locks.seeding(handle);
                    int id = idOf(handle, file.slug()).orElseGet(() -> insert(handle, file));
                    update(handle, id, file);
                    archive(handle, new WorkflowId(id), false);
                    return find(handle, new WorkflowId(id)).orElseThrow();
                });
    }

    /// Brings shipped workflows in: absent ones are inserted, and those that nobody has changed since an earlier
    /// version was shipped are brought up to date. What a person or another client wrote stays.
    public void sync(List<WorkflowFile> shipped) {
        database.useTransaction(
                handle -> {
                    Locks.seeding(handle);
                    shipped.forEach(file -> sync(handle, file));
                });
    }

    private static void sync(Handle handle, WorkflowFile file) {
        String key = "workflow.shipped." + file.slug();
        Optional<Integer> present = idOf(handle, file.slug());
        int id;
        if (present.isEmpty()) {
            id = insert(handle, file);
        } else {
            id = present.get();
            String now = fingerprint(handle, id);
            if (!SettingStore.find(handle, key).filter(now::equals).isPresent()) {
                return;
            }
            update(handle, id, file);
        }
        SettingStore.put(handle, key, fingerprint(handle, id));
    }

    static Optional<Workflow> find(Handle handle, WorkflowId id) {
        return handle.createQuery(
                        "select "
                                + COLUMNS
                                + " from workflows"
                                + " where id = :id and comfyui_workflow is not null")
                .bind("id", id.value())
                .map(WorkflowStore::map)
                .findOne();
    }

    private static boolean archive(Handle handle, WorkflowId id, boolean archived) {
        return handle.createUpdate(
                                "update workflows set archived_at ="
                                        + " case when :archived then now() end"
                                        + " where id = :id and (archived_at is null) = :archived")
                        .bind("id", id.value())
                        .bind("archived", archived)
                        .execute()
                > 0;
    }

    private static Optional<Integer> idOf(Handle handle, String slug) {
        return handle.createQuery("select min(id) from workflows where slug = :slug")
                .bind("slug", slug)
                .mapTo(Integer.class)
                .findOne();
    }

    private static String fingerprint(Handle handle, int id) {
        return handle.createQuery("select " + FINGERPRINT + " from workflows where id = :id")
                .bind("id", id)
                .mapTo(String.class)
                .one();
    }

    /// Whole at once: the older client's columns may refuse to be empty.
    private static int insert(Handle handle, WorkflowFile file) {
        return bind(
                        handle.createQuery(
                                """
                                insert into workflows (slug, name, description, comfyui_workflow,
                                    editable_params)
                                values (:slug, :name, :description, cast(:graph as jsonb),
                                    cast(:parameters as jsonb))
                                returning id
                                """),
                        file)
                .bind("slug", file.slug())
                .mapTo(Integer.class)
                .one();
    }

    private static void update(Handle handle, int id, WorkflowFile file) {
        bind(
                        handle.createUpdate(
                                """
                                update workflows
                                set name = :name, description = :description,
                                    comfyui_workflow = cast(:graph as jsonb),
                                    editable_params = cast(:parameters as jsonb)
                                where id = :id
                                """),
                        file)
                .bind("id", id)
                .execute();
    }

    private static <S extends SqlStatement<S>> S bind(S statement, WorkflowFile file) {
        return statement
                .bind("name", file.name())
                .bind("description", file.description())
                .bind("graph", file.graph())
                .bind("parameters", WorkflowJson.column(file.parameters()));
    }

    private static Workflow map(ResultSet row, StatementContext context) throws SQLException {
        String slug = Columns.text(row, "slug");
        String name = Columns.text(row, "name");
        return new Workflow(
                new WorkflowId(row.getInt("id")),
                name.isBlank() ? slug : name,
                slug,
                Columns.text(row, "description"),
                Columns.text(row, "graph"),
                WorkflowJson.fromColumn(row.getString("parameters")));
    }
}
