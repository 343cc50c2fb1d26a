package studio.atelier.db;

import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What the user of a connection may do with the tables.
///
/// @param user as the server calls it: before a pooler it may have another name
/// @param schema empty where the address names one that is not there
/// @param creates whether new tables can be made
/// @param tables those of the web client that exist
record DatabaseRights(
        boolean readOnly,
        String user,
        Optional<String> schema,
        boolean creates,
        List<Table> tables) {
    private static final String SERVER =
            """
            select pg_is_in_recovery() or current_setting('transaction_read_only') = 'on',
                current_schema(), coalesce(has_schema_privilege(current_schema(), 'create'), false),
                current_user
            """;
    private static final String TABLES =
            """
            select c.relname, pg_get_userbyid(c.relowner), pg_has_role(c.relowner, 'usage'),
                has_table_privilege(c.oid, 'select') and has_table_privilege(c.oid, 'insert')
                    and has_table_privilege(c.oid, 'update'),
                row_security_active(c.oid)
            from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where n.nspname = current_schema() and c.relkind in ('r', 'p')
                and c.relname in ('models', 'reference_images', 'generation_jobs', 'workflows')
            order by c.relname
            """;

    /// @param owned by the user, or a role that it is a member of
    /// @param rows whether rows can be read, added and changed
    /// @param hidden whether row level security keeps rows from the user
    record Table(String name, String owner, boolean owned, boolean rows, boolean hidden) {}

    /// A right that is missing, in words, and the statement that gives it.
    private record Missing(String words, String remedy) {}

    static DatabaseRights of(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            List<Table> tables = new ArrayList<>();
            try (ResultSet row = statement.executeQuery(TABLES)) {
                while (row.next()) {
                    tables.add(
                            new Table(
                                    row.getString(1),
                                    row.getString(2),
                                    row.getBoolean(3),
                                    row.getBoolean(4),
                                    row.getBoolean(5)));
                }
            }
            try (ResultSet row = statement.executeQuery(SERVER)) {
                row.next();
                return new DatabaseRights(
                        row.getBoolean(1),
                        row.getString(4),
                        Optional.ofNullable(row.getString(2)),
                        row.getBoolean(3),
                        tables);
            }
        }
    }

    /// @param changes whether tables are to be made or changed, beside their rows
    Optional<Problem> problem(DatabaseAddress address, boolean changes) {
        if (readOnly) {
            return Optional.of(Problem.of(Kind.DATABASE_READ_ONLY, address.redacted()));
        }
        List<Missing> missing = missing(address, changes);
        if (missing.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                Problem.detailed(
                        Kind.DATABASE_RIGHTS,
                        missing.stream().map(Missing::remedy).collect(Collectors.joining("\n")),
                        user,
                        address.database(),
                        missing.stream().map(Missing::words).collect(Collectors.joining(", "))));
    }

    private List<Missing> missing(DatabaseAddress address, boolean changes) {
        String grantee = quoted(user);
        if (schema.isEmpty()) {
            String asked = quoted(address.options().getOrDefault("currentSchema", "public"));
            return List.of(
                    new Missing(
                            Problem.words("rights.schema"),
                            "create schema if not exists %s;%ngrant usage, create on schema %s to %s;"
                                    .formatted(asked, asked, grantee)));
        }
        List<Missing> missing = new ArrayList<>();
        String in = quoted(schema.get());
        if (changes && !creates) {
            missing.add(
                    new Missing(
                            Problem.words("rights.create", schema.get()),
                            "grant usage, create on schema %s to %s;".formatted(in, grantee)));
        }
        for (Table table : tables) {
            String name = in + "." + quoted(table.name());
            if (!table.rows()) {
                missing.add(
                        new Missing(
                                Problem.words("rights.rows", table.name()),
                                "grant select, insert, update, delete on %s to %s;"
                                        .formatted(name, grantee)));
            }
            if (table.hidden()) {
                missing.add(
                        new Missing(
                                Problem.words("rights.hidden", table.name()),
                                "alter role %s bypassrls;".formatted(grantee)));
            }
            if (changes && !table.owned()) {
                missing.add(
                        new Missing(
                                Problem.words("rights.owner", table.name(), table.owner()),
                                "grant %s to %s;".formatted(quoted(table.owner()), grantee)));
            }
        }
        return missing;
    }

    private static String quoted(String name) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }
}
