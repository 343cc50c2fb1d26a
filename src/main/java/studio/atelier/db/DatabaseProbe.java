package studio.atelier.db;

import studio.atelier.model.Problem;
import studio.atelier.model.StudioException;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/// Looks at a database without using it: one connection, no changes.
public final class DatabaseProbe {
    private DatabaseProbe() {}

    /// What a connection that was made is worth.
    public enum Encryption {
        HERE,
        OFF,
        ON,
        VERIFIED
    }

    public static Encryption encryption(DatabaseAddress address) {
        return switch (address.driverProperties().getProperty("sslmode", "prefer")) {
            case "disable", "allow" -> Encryption.OFF;
            case "prefer" -> address.isLocal() ? Encryption.HERE : Encryption.OFF;
            case "require" -> Encryption.ON;
            default -> Encryption.VERIFIED;
        };
    }

    /// @param version in the server's own words
    /// @param missing what the user may not do
    public record Facts(String version, Optional<Problem> tooOld, Optional<Problem> missing) {}

    /// Blocks.
    ///
    /// @throws StudioException saying what keeps the connection from being made
    public static Facts ask(DatabaseAddress address) {
        try (Connection connection = address.connect()) {
            return new Facts(
                    connection.getMetaData().getDatabaseProductVersion(),
                    tooOld(connection),
                    DatabaseRights.of(connection).problem(address, false));
        } catch (SQLException failure) {
            throw new DatabaseProblems(address).of(failure);
        }
    }

    /// How many steps a migration would take; 0 where the tables are up to date. Blocks.
    ///
    /// @throws StudioException also where such steps are due and the user may not take them
    public static int pendingSteps(DatabaseAddress address) {
        int pending = new Migration(Database.checked(address)).pendingSteps();
        if (pending > 0) {
            try (Connection connection = address.connect()) {
                DatabaseRights.of(connection)
                        .problem(address, true)
                        .ifPresent(
                                problem -> {
                                    throw new StudioException(problem);
                                });
            } catch (SQLException failure) {
                throw new DatabaseProblems(address).of(failure);
            }
        }
        return pending;
    }

    private static Optional<Problem> tooOld(Connection connection) throws SQLException {
        try {
            Database.checkVersion(connection);
            return Optional.empty();
        } catch (StudioException e) {
            return Optional.of(e.problem());
        }
    }
}
