package studio.atelier.db;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Where a database is and how to get in. `toString` never shows the password.
///
/// @param options the driver's connection properties by their own names, user and password not among them
/// @param pooled true behind a transaction pooler, where nothing may outlive a transaction
public record DatabaseAddress(
        List<Host> hosts,
        String database,
        String user,
        String password,
        Map<String, String> options,
        boolean pooled) {
    private static final String SCHEMA = "currentSchema";

    /// @param name IPv6 literals in brackets
    public record Host(String name, int port) {
        private static final Pattern LOOPBACK =
                Pattern.compile("(?i)localhost|127(\\.[0-9]{1,3}){3}|\\[::1]");

        /// As sockets want it: an IPv6 literal without brackets.
        public String bare() {
            return name.startsWith("[") ? name.substring(1, name.length() - 1) : name;
        }

        boolean isLoopback() {
            return LOOPBACK.matcher(name).matches();
        }

        @Override
        public String toString() {
            return name + ":" + port;
        }
    }

    public DatabaseAddress {
        hosts = List.copyOf(hosts);
        options = Map.copyOf(options);
        Objects.requireNonNull(database);
        Objects.requireNonNull(user);
        Objects.requireNonNull(password);
    }

    /// Understands what people paste: `postgresql://` and `postgres://` as Supabase, Prisma and psql write it, and
    /// `jdbc:postgresql:`. Fails with `DATABASE_URL_INVALID`.
    public static DatabaseAddress parse(String text) {
        return new DatabaseUrl(text).parse();
    }

    static DatabaseAddress local(int port, String database, String user, String password) {
        return new DatabaseAddress(
                List.of(new Host("127.0.0.1", port)), database, user, password, Map.of(), false);
    }

    /// Whether every host is this computer.
    public boolean isLocal() {
        return hosts.stream().allMatch(Host::isLoopback);
    }

    /// The same server, another database on it.
    DatabaseAddress withDatabase(String other) {
        return new DatabaseAddress(hosts, other, user, password, options, pooled);
    }

    DatabaseAddress behindPooler() {
        return new DatabaseAddress(hosts, database, user, password, options, true);
    }

    /// For messages and logs: no password and no options, which may hold secrets too.
    public String redacted() {
        String places = hosts.stream().map(Host::toString).collect(Collectors.joining(","));
        String who = user.isEmpty() ? "" : user + "@";
        return "postgresql://" + who + places + "/" + database;
    }

    @Override
    public String toString() {
        return redacted();
    }

    /// What the driver understands; everything that could be a secret is in `driverProperties`.
    String jdbcUrl() {
        String places = hosts.stream().map(Host::toString).collect(Collectors.joining(","));
        return "jdbc:postgresql://"
                + places
                + "/"
                + URLEncoder.encode(database, StandardCharsets.UTF_8);
    }

    Properties driverProperties() {
        var properties = new Properties();
        properties.setProperty("ApplicationName", "Atelier");
        properties.setProperty("connectTimeout", "10");
        properties.setProperty("socketTimeout", "60");
        properties.setProperty("tcpKeepAlive", "true");
        if (pooled) {
            // A prepared statement stays on one server connection, and the next transaction may get
            // another.
            properties.setProperty("prepareThreshold", "0");
            // A pooler may take a connection and then say nothing for as long as it has no other.
            properties.setProperty("loginTimeout", "10");
        }
        options.forEach(properties::setProperty);
        if (pooled && properties.getProperty(SCHEMA, "").equals("public")) {
            // Prisma's addresses name it always; it is the usual one, and poolers refuse to be
            // told.
            properties.remove(SCHEMA);
        }
        DatabaseTls.complete(properties, isLocal());
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        return properties;
    }

    /// One connection outside any pool.
    Connection connect() throws SQLException {
        return DriverManager.getConnection(jdbcUrl(), driverProperties());
    }

    /// The same place with one more option of the driver.
    DatabaseAddress with(String option, String value) {
        var more = new HashMap<>(options);
        more.put(option, value);
        return new DatabaseAddress(hosts, database, user, password, more, pooled);
    }
}
