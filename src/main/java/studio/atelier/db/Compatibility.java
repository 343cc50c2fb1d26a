package studio.atelier.db;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.OptionalInt;

/// Studios of two ages on one database. Steps only add, so an older studio works on; should one ever take something
/// away, it writes its own number under `schema.oldest`, and studios that do not have that step stay out.
///
/// @param oldest the step that a studio has to know; empty when any may work
record Compatibility(OptionalInt oldest) {
    static final String KEY = "schema.oldest";

    private static final String TABLE = "select to_regclass('atelier_settings') is not null";
    private static final String VALUE =
            "select value from atelier_settings where key = '"
                    + KEY
                    + "' and value ~ '^[0-9]{1,9}$'";

    static Compatibility of(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            try (ResultSet table = statement.executeQuery(TABLE)) {
                if (!table.next() || !table.getBoolean(1)) {
                    return new Compatibility(OptionalInt.empty());
                }
            }
            try (ResultSet value = statement.executeQuery(VALUE)) {
                return new Compatibility(
                        value.next()
                                ? OptionalInt.of(Integer.parseInt(value.getString(1)))
                                : OptionalInt.empty());
            }
        }
    }

    /// @param newest the newest step that the studio has
    boolean understands(int newest) {
        return oldest.isEmpty() || newest >= oldest.getAsInt();
    }
}
