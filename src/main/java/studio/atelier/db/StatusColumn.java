package studio.atelier.db;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import studio.atelier.model.JobStatus;
import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;
import studio.atelier.model.StudioException;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The status of jobs, where a database has it stricter than a text: as an enumeration, shorter, or with a check. The
/// older client knows one word less than we do.
///
/// @param enumeration its quoted name; empty where the column is a text
/// @param ours whether the user may add words to it
/// @param missing words that the column does not take
/// @param remedy statements that let it take them
record StatusColumn(
        Optional<String> enumeration, boolean ours, List<String> missing, List<String> remedy) {
    private static final Logger LOG = LoggerFactory.getLogger(StatusColumn.class);

    private static final String COLUMN =
            """
            select a.attrelid, a.attnum, a.atttypid, t.typtype = 'e', format('%I.%I', tn.nspname, t.typname),
                pg_has_role(t.typowner, 'usage'), format_type(a.atttypid, a.atttypmod),
                case when a.atttypid in ('varchar'::regtype, 'bpchar'::regtype) and a.atttypmod > 4
                    then a.atttypmod - 4 else 1000 end
            from pg_attribute a
                join pg_class c on c.oid = a.attrelid and c.relname = 'generation_jobs'
                join pg_namespace n on n.oid = c.relnamespace and n.nspname = current_schema()
                join pg_type t on t.oid = a.atttypid
                join pg_namespace tn on tn.oid = t.typnamespace
            where a.attname = 'status' and not a.attisdropped
            """;

    private static final String LABELS = "select enumlabel from pg_enum where enumtypid = ?";

    /// Those that look at nothing else.
    private static final String CHECKS =
            """
            select quote_ident(conname), pg_get_expr(conbin, conrelid) from pg_constraint
            where conrelid = ? and contype = 'c' and conkey = array[?::smallint] order by 1
            """;

    private static final String PLACE = "alter table generation_jobs ";

    private static final List<String> WORDS =
            Arrays.stream(JobStatus.values()).map(JobStatus::databaseName).toList();

    /// @return empty while there is no such table
    static Optional<StatusColumn> of(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(COLUMN)) {
            return row.next() ? Optional.of(read(connection, row)) : Optional.empty();
        }
    }

    /// Adds the words that its enumeration lacks, which takes nothing away from anybody.
    ///
    /// @param connection that commits by itself: a new word cannot be used before it is committed
    /// @throws StudioException `DATABASE_STATUS` where that is not for us to do
    static void requireWords(DatabaseAddress address, Connection connection) throws SQLException {
        Optional<StatusColumn> found = of(connection);
        if (found.isEmpty() || found.get().missing().isEmpty()) {
            return;
        }
        StatusColumn column = found.get();
        if (column.enumeration().isEmpty() || !column.ours()) {
            throw new StudioException(column.problem(address));
        }
        try (Statement statement = connection.createStatement()) {
            for (String remedy : column.remedy()) {
                LOG.info("{}", remedy);
                statement.execute(remedy);
            }
        }
    }

    /// What keeps the studio from working with this database, apart from what it mends itself.
    static Optional<Problem> problem(DatabaseAddress address, Connection connection)
            throws SQLException {
        return of(connection)
                .filter(column -> !column.missing().isEmpty())
                .filter(column -> column.enumeration().isEmpty() || !column.ours())
                .map(column -> column.problem(address));
    }

    private Problem problem(DatabaseAddress address) {
        return Problem.detailed(
                Kind.DATABASE_STATUS,
                remedy.stream().map(each -> each + ";").collect(Collectors.joining("\n")),
                address.redacted(),
                String.join(", ", missing));
    }

    private static StatusColumn read(Connection connection, ResultSet row) throws SQLException {
        if (row.getBoolean(4)) {
            String name = row.getString(5);
            List<String> missing = new ArrayList<>(WORDS);
            missing.removeAll(texts(connection, LABELS, row.getLong(3)));
            return new StatusColumn(
                    Optional.of(name),
                    row.getBoolean(6),
                    missing,
                    missing.stream()
                            .map(
                                    word ->
                                            "alter type %s add value if not exists '%s'"
                                                    .formatted(name, word))
                            .toList());
        }
        int length = row.getInt(8);
        List<String> missing =
                new ArrayList<>(WORDS.stream().filter(word -> word.length() > length).toList());
        List<String> remedy = new ArrayList<>();
        if (!missing.isEmpty()) {
            remedy.add(PLACE + "alter column status type varchar(50)");
        }
        for (Check check : checks(connection, row.getLong(1), row.getInt(2))) {
            List<String> refused = check.refused(connection, row.getString(7));
            if (!refused.isEmpty()) {
                remedy.add(check.wider(refused));
                refused.stream().filter(word -> !missing.contains(word)).forEach(missing::add);
            }
        }
        return new StatusColumn(Optional.empty(), false, missing, remedy);
    }

    private record Check(String name, String condition) {
        List<String> refused(Connection connection, String type) throws SQLException {
            List<String> refused = new ArrayList<>();
            String question =
                    "select (%s) is false from (select cast(? as %s) as status) as generation_jobs"
                            .formatted(condition, type);
            try (PreparedStatement statement = connection.prepareStatement(question)) {
                for (String word : WORDS) {
                    statement.setString(1, word);
                    try (ResultSet answer = statement.executeQuery()) {
                        if (answer.next() && answer.getBoolean(1)) {
                            refused.add(word);
                        }
                    }
                }
            }
            return refused;
        }

        String wider(List<String> by) {
            return PLACE
                    + "drop constraint %s, add constraint %s check ((%s) or status in (%s))"
                            .formatted(
                                    name,
                                    name,
                                    condition,
                                    by.stream()
                                            .map(word -> "'" + word + "'")
                                            .collect(Collectors.joining(", ")));
        }
    }

    private static List<Check> checks(Connection connection, long table, int column)
            throws SQLException {
        List<Check> checks = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(CHECKS)) {
            statement.setLong(1, table);
            statement.setInt(2, column);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    checks.add(new Check(row.getString(1), row.getString(2)));
                }
            }
        }
        return checks;
    }

    private static List<String> texts(Connection connection, String query, long id)
            throws SQLException {
        List<String> texts = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setLong(1, id);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    texts.add(row.getString(1));
                }
            }
        }
        return texts;
    }
}
