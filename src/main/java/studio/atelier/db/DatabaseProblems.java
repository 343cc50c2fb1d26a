package studio.atelier.db;

import org.jdbi.v3.core.JdbiException;

import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;
import studio.atelier.model.StudioException;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// Translates what the driver, the pool and Jdbi throw into the studio's own words, once, at this room's edge.
final class DatabaseProblems {
    private static final Set<String> REFUSED_STATES = Set.of("28000", "28P01", "3D000");

    /// Shutdown, crash, start-up, too many connections: the same question may be answered a moment later.
    private static final Set<String> AWAY_STATES =
            Set.of("57P01", "57P02", "57P03", "57P05", "53300");

    private final String address;

    /// @param address as people may read it, without secrets
    DatabaseProblems(String address) {
        this.address = address;
    }

    StudioException of(JdbiException failure) {
        return new StudioException(problem(failure), failure);
    }

    StudioException of(SQLException failure) {
        return new StudioException(problem(failure), failure);
    }

    Problem problem(Throwable failure) {
        return sqlException(failure).map(this::problemOf).orElseGet(() -> faulty(failure));
    }

    private Problem problemOf(SQLException failure) {
        String state = Objects.requireNonNullElse(failure.getSQLState(), "");
        String words = words(failure);
        if (REFUSED_STATES.contains(state) || words.contains("Tenant or user not found")) {
            return Problem.detailed(Kind.DATABASE_REFUSED, words, address);
        }
        if (state.startsWith("08")
                || AWAY_STATES.contains(state)
                || failure instanceof SQLTransientConnectionException) {
            return Problem.detailed(Kind.DATABASE_UNREACHABLE, words, address);
        }
        return faulty(failure);
    }

    private static Problem faulty(Throwable failure) {
        String words = words(failure);
        return Problem.detailed(
                Kind.DATABASE_FAULTY, words, words.lines().findFirst().orElse(words));
    }

    /// The innermost `SQLException`: the pool wraps the driver's, and only the driver's has the state.
    private static Optional<SQLException> sqlException(Throwable failure) {
        Optional<SQLException> found = Optional.empty();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                found = Optional.of(sql);
            }
        }
        return found;
    }

    private static String words(Throwable failure) {
        return Objects.requireNonNullElse(failure.getMessage(), failure.getClass().getSimpleName());
    }
}
