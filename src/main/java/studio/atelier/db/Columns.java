package studio.atelier.db;

import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/// Reads columns that may be null, in the shapes that the model's records want.
final class Columns {
    private Columns() {}

    /// Null becomes empty.
    static String text(ResultSet row, String column) throws SQLException {
        return Objects.requireNonNullElse(row.getString(column), "");
    }

    static Optional<String> optionalText(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getString(column));
    }

    static Optional<Integer> optionalInt(ResultSet row, String column) throws SQLException {
        int value = row.getInt(column);
        return row.wasNull() ? Optional.empty() : Optional.of(value);
    }

    static OptionalLong optionalLong(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
    }

    /// From a `timestamptz` column.
    static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        @Nullable OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
        return Optional.ofNullable(value).map(OffsetDateTime::toInstant);
    }

    /// From a `timestamp` column of the older client, which holds UTC whatever the session's zone is. In some
    /// databases somebody has given it a zone.
    static Optional<Instant> utc(ResultSet row, String column) throws SQLException {
        String type = row.getMetaData().getColumnTypeName(row.findColumn(column));
        if (type.equals("timestamptz")) {
            return instant(row, column);
        }
        @Nullable LocalDateTime value = row.getObject(column, LocalDateTime.class);
        return Optional.ofNullable(value).map(time -> time.toInstant(ZoneOffset.UTC));
    }
}
