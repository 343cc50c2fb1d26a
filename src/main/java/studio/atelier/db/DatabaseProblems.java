package studio.atelier.db;

import org.jdbi.v3.core.JdbiException;

import studio.atelier.db.DatabaseAddress.Host;
import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;
import studio.atelier.model.StudioException;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Translates what the driver, the pool and Jdbi throw into the studio's own words, once, at this room's edge.
final class DatabaseProblems {
    /// The driver's own refusals, before the server judged a password.
    private static final String REJECTED = "08004";

    /// Shutdown, crash, start-up: the same question may be answered a moment later.
    private static final Set<String> AWAY_STATES = Set.of("57P01", "57P02", "57P03", "57P05");

    private final DatabaseAddress address;

    DatabaseProblems(DatabaseAddress address) {
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
        String words = words(failure);
        String state = Objects.requireNonNullElse(failure.getSQLState(), "");
        Optional<Problem> told =
                DatabaseTls.problem(failure, address)
                        .or(
                                () ->
                                        PoolerWords.meaning(state, words)
                                                .map(meaning -> told(meaning, failure)));
        return told.orElseGet(() -> byState(state, failure));
    }

    private Problem told(PoolerWords.Meaning meaning, SQLException failure) {
        String words = words(failure);
        String where = address.redacted();
        return switch (meaning) {
            case PASSWORD -> wrongPassword(words);
            case USER_UNKNOWN ->
                    Problem.detailed(Kind.DATABASE_USER_UNKNOWN, words, address.user());
            case DATABASE_MISSING ->
                    Problem.detailed(Kind.DATABASE_MISSING, words, address.database(), where);
            case SETTING ->
                    Problem.detailed(
                            Kind.DATABASE_URL_INVALID,
                            words,
                            Problem.words("database-url.setting"));
            case DRIVER_SETTING -> Problem.detailed(Kind.DATABASE_POOLER_SETTING, words, where);
            case UNENCRYPTED -> Problem.detailed(Kind.DATABASE_WANTS_TLS, words, where);
            case REFUSED -> Problem.detailed(Kind.DATABASE_REFUSED, words, where);
            case FULL -> Problem.detailed(Kind.DATABASE_FULL, words, where);
            case AWAY -> unreachable(failure);
        };
    }

    private Problem byState(String state, SQLException failure) {
        String words = words(failure);
        String where = address.redacted();
        return switch (state) {
            case "28P01" -> wrongPassword(words);
            case REJECTED ->
                    address.password().isEmpty() ? wrongPassword(words) : unreachable(failure);
            case "28000" ->
                    Problem.detailed(
                            isUnencrypted(words) ? Kind.DATABASE_WANTS_TLS : Kind.DATABASE_REFUSED,
                            words,
                            where);
            case "3D000" ->
                    Problem.detailed(Kind.DATABASE_MISSING, words, address.database(), where);
            case "53300" -> Problem.detailed(Kind.DATABASE_FULL, words, where);
            case "25006" -> Problem.detailed(Kind.DATABASE_READ_ONLY, words, where);
            case "42501" ->
                    Problem.detailed(
                            Kind.DATABASE_RIGHTS, words, address.user(), address.database(), words);
            default ->
                    state.startsWith("08")
                                    || AWAY_STATES.contains(state)
                                    || failure instanceof SQLTransientConnectionException
                            ? unreachable(failure)
                            : faulty(failure);
        };
    }

    /// Where the address forbids to try it encrypted first.
    private boolean isUnencrypted(String words) {
        String mode = address.options().getOrDefault("sslmode", "");
        return (mode.equals("disable") || mode.equals("allow")) && words.contains("no encryption");
    }

    private Problem wrongPassword(String words) {
        return Problem.detailed(Kind.DATABASE_PASSWORD, words, address.user(), address.redacted());
    }

    private Problem unreachable(SQLException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnknownHostException) {
                String hosts =
                        address.hosts().stream().map(Host::name).collect(Collectors.joining(", "));
                return Problem.detailed(Kind.DATABASE_HOST_UNKNOWN, words(failure), hosts);
            }
        }
        return needsIpv6()
                ? Problem.detailed(
                        Kind.DATABASE_NEEDS_IPV6, words(failure), address.hosts().getFirst().name())
                : Problem.detailed(Kind.DATABASE_UNREACHABLE, words(failure), address.redacted());
    }

    /// Such as the direct address of a Supabase project, on a network without IPv6.
    private boolean needsIpv6() {
        try {
            return !address.isLocal()
                    && Stream.of(InetAddress.getAllByName(address.hosts().getFirst().bare()))
                            .allMatch(Inet6Address.class::isInstance);
        } catch (UnknownHostException e) {
            return false;
        }
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

    /// The code of five signs, empty where there is none.
    static String state(Throwable failure) {
        return sqlException(failure).map(SQLException::getSQLState).orElse("");
    }

    private static String words(Throwable failure) {
        return Objects.requireNonNullElse(failure.getMessage(), failure.getClass().getSimpleName());
    }
}
