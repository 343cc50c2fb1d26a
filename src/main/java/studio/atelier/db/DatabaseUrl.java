package studio.atelier.db;

import studio.atelier.db.DatabaseAddress.Host;
import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;
import studio.atelier.model.StudioException;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Takes a pasted database address apart. It is lenient where people err (a password with `@` or `/` not
/// encoded, another program's parameters) and strict where guessing would connect to the wrong place.
final class DatabaseUrl {
    private static final int DEFAULT_PORT = 5432;
    private static final int POOLER_PORT = 6543;
    private static final String DEFAULT_NAME = "postgres";

    private static final Pattern NEON_POOLER =
            Pattern.compile("(?i)[^.]+-pooler\\..+\\.neon\\.tech");

    /// Passwords as the dashboards show them before somebody fills them in.
    private static final Pattern PLACEHOLDER = Pattern.compile("\\[[A-Z _-]*PASSWORD[A-Z _-]*]");

    private static final Pattern AROUND =
            Pattern.compile("(?i)^(export\\s+)?[A-Z_]+_URL\\s*=\\s*|^psql\\s+");

    /// What SQLAlchemy and others put behind the name of the database.
    private static final Pattern SCHEME =
            Pattern.compile("(?i)^(jdbc:postgresql|postgres(?:ql)?(?:\\+[a-z0-9]+)?):");

    /// libpq's and Prisma's names, and what the driver calls the same; the driver's own names stand for themselves.
    /// What is not here is dropped: unknown words must not load a class or write a file.
    private static final Map<String, String> OPTIONS =
            Map.ofEntries(
                    Map.entry("sslmode", "sslmode"),
                    Map.entry("sslrootcert", "sslrootcert"),
                    Map.entry("sslcert", "sslcert"),
                    Map.entry("sslkey", "sslkey"),
                    Map.entry("sslpassword", "sslpassword"),
                    Map.entry("sslnegotiation", "sslNegotiation"),
                    Map.entry("channel_binding", "channelBinding"),
                    Map.entry("channelbinding", "channelBinding"),
                    Map.entry("connect_timeout", "connectTimeout"),
                    Map.entry("connecttimeout", "connectTimeout"),
                    Map.entry("socket_timeout", "socketTimeout"),
                    Map.entry("sockettimeout", "socketTimeout"),
                    Map.entry("logintimeout", "loginTimeout"),
                    Map.entry("application_name", "ApplicationName"),
                    Map.entry("applicationname", "ApplicationName"),
                    Map.entry("options", "options"),
                    Map.entry("schema", "currentSchema"),
                    Map.entry("currentschema", "currentSchema"),
                    Map.entry("target_session_attrs", "targetServerType"),
                    Map.entry("targetservertype", "targetServerType"),
                    Map.entry("preparethreshold", "prepareThreshold"));

    private static final Map<String, String> SERVER_TYPES =
            Map.of(
                    "read-write", "primary",
                    "read-only", "secondary",
                    "standby", "secondary",
                    "prefer-standby", "preferSecondary");

    private final String text;

    DatabaseUrl(String text) {
        this.text = unwrapped(text.strip());
    }

    /// What is copied along with an address: the name of the variable, psql's own name, quotes.
    private static String unwrapped(String text) {
        String bare = AROUND.matcher(text).replaceFirst("").strip();
        boolean quoted =
                bare.length() > 1
                        && "\"'`".indexOf(bare.charAt(0)) >= 0
                        && bare.charAt(0) == bare.charAt(bare.length() - 1);
        return quoted ? bare.substring(1, bare.length() - 1).strip() : bare;
    }

    DatabaseAddress parse() {
        String rest = withoutScheme();
        int question = questionMark(rest);
        Map<String, String> query =
                question < 0 ? Map.of() : parameters(rest.substring(question + 1));
        String main = question < 0 ? rest : rest.substring(0, question);

        int at = main.lastIndexOf('@');
        String userInfo = at < 0 ? "" : main.substring(0, at);
        String place = main.substring(at + 1);
        int colon = userInfo.indexOf(':');
        String user = decode(colon < 0 ? userInfo : userInfo.substring(0, colon));
        String password = colon < 0 ? "" : userInfo.substring(colon + 1);
        if (PLACEHOLDER.matcher(password).matches()) {
            throw invalid("placeholder");
        }

        int slash = place.indexOf('/');
        String authority = slash < 0 ? place : place.substring(0, slash);
        String database = slash < 0 ? "" : decode(place.substring(slash + 1));
        if (database.contains("/")) {
            throw invalid("slashes");
        }
        return assemble(authority, database, user, decode(password), query);
    }

    private DatabaseAddress assemble(
            String authority,
            String database,
            String user,
            String password,
            Map<String, String> query) {
        String owner = user.isEmpty() ? query.getOrDefault("user", DEFAULT_NAME) : user;
        String name = database.isEmpty() ? query.getOrDefault("dbname", DEFAULT_NAME) : database;
        String secret = password.isEmpty() ? query.getOrDefault("password", "") : password;
        List<Host> hosts =
                hosts(authority.isEmpty() ? query.getOrDefault("host", "localhost") : authority);
        boolean pooled =
                isTrue(query.get("pgbouncer")) || hosts.stream().anyMatch(DatabaseUrl::isPooler);
        return new DatabaseAddress(hosts, name, owner, secret, options(query), pooled);
    }

    /// Supabase has a port of its own for it, Neon a name: `ep-cool-darkness-123456-pooler.us-east-2.aws.neon.tech`.
    private static boolean isPooler(Host host) {
        return host.port() == POOLER_PORT || NEON_POOLER.matcher(host.name()).matches();
    }

    private String withoutScheme() {
        Matcher scheme = SCHEME.matcher(text);
        if (scheme.find()) {
            String rest = text.substring(scheme.end());
            // jdbc:postgresql:name is the database of that name on this computer
            return rest.startsWith("//") ? rest.substring(2) : "/" + rest;
        }
        if (text.regionMatches(true, 0, "http", 0, 4)) {
            throw invalid("web");
        }
        throw invalid("scheme");
    }

    /// The one that begins the parameters: a password may hold others, so it is looked for behind the last `@`
    /// that comes before any parameter.
    private static int questionMark(String rest) {
        for (int question = rest.indexOf('?');
                question >= 0;
                question = rest.indexOf('?', question + 1)) {
            int at = rest.indexOf('@', question);
            int equals = rest.indexOf('=', question);
            if (at < 0 || (equals >= 0 && equals < at)) {
                return question;
            }
        }
        return -1;
    }

    private List<Host> hosts(String authority) {
        if (authority.startsWith("/") || authority.startsWith("%2F")) {
            throw invalid("socket");
        }
        List<Host> hosts = new ArrayList<>();
        for (String part : authority.split(",", -1)) {
            hosts.add(host(decode(part)));
        }
        return hosts;
    }

    private Host host(String part) {
        int colon = part.lastIndexOf(':');
        boolean hasPort = colon > part.lastIndexOf(']');
        String name = hasPort ? part.substring(0, colon) : part;
        if (name.isBlank()
                || name.chars().anyMatch(c -> Character.isWhitespace(c) || c == '#' || c == '\\')
                || (name.contains(":") && !name.startsWith("["))) {
            throw invalid("host");
        }
        return new Host(name, hasPort ? port(part.substring(colon + 1)) : DEFAULT_PORT);
    }

    private int port(String digits) {
        if (digits.matches("[0-9]{1,5}")) {
            int port = Integer.parseInt(digits);
            if (port > 0 && port < 65_536) {
                return port;
            }
        }
        throw invalid("port");
    }

    private Map<String, String> parameters(String query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                parameters.put(
                        decode(pair.substring(0, equals)).toLowerCase(Locale.ROOT),
                        decode(pair.substring(equals + 1)));
            }
        }
        return parameters;
    }

    private static Map<String, String> options(Map<String, String> query) {
        Map<String, String> options = new HashMap<>();
        query.forEach(
                (name, value) ->
                        Optional.ofNullable(OPTIONS.get(name))
                                .filter(_ -> !value.isEmpty())
                                .ifPresent(
                                        option -> options.put(option, optionValue(option, value))));
        String ssl = query.getOrDefault("ssl", "");
        if (isTrue(ssl)) {
            options.putIfAbsent("sslmode", "require");
        } else if (ssl.equalsIgnoreCase("false") || ssl.equals("0")) {
            options.putIfAbsent("sslmode", "disable");
        }
        if (!DatabaseTls.MODES.contains(options.getOrDefault("sslmode", "prefer"))) {
            throw invalid("sslmode");
        }
        return options;
    }

    private static String optionValue(String option, String value) {
        return switch (option) {
            // other drivers' word for: encrypted, certificate not checked
            case "sslmode" -> value.equals("no-verify") ? "require" : value;
            case "targetServerType" -> SERVER_TYPES.getOrDefault(value, value);
            case "connectTimeout", "socketTimeout", "loginTimeout" ->
                    value.matches("[0-9]{1,6}") ? value : "60";
            default -> value;
        };
    }

    private static boolean isTrue(@org.jspecify.annotations.Nullable String value) {
        return value != null && (value.equalsIgnoreCase("true") || value.equals("1"));
    }

    /// Percent-decodes as UTF-8. A plus stays a plus, and a percent sign without two digits stays as it is.
    private static String decode(String encoded) {
        byte[] bytes = encoded.getBytes(StandardCharsets.UTF_8);
        var decoded = new ByteArrayOutputStream(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            int high = i + 2 <= bytes.length - 1 ? Character.digit(bytes[i + 1], 16) : -1;
            int low = i + 2 <= bytes.length - 1 ? Character.digit(bytes[i + 2], 16) : -1;
            if (bytes[i] == '%' && high >= 0 && low >= 0) {
                decoded.write(high * 16 + low);
                i += 2;
            } else {
                decoded.write(bytes[i]);
            }
        }
        return decoded.toString(StandardCharsets.UTF_8);
    }

    /// Says what is wrong without repeating the text, which may hold a password.
    private static StudioException invalid(String why) {
        return new StudioException(
                Problem.of(Kind.DATABASE_URL_INVALID, Problem.words("database-url." + why)));
    }
}
