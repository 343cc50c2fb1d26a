package studio.atelier.db;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// What poolers say. PgBouncer before 1.21 has one state for every refusal, Supabase's that of an inner error: only the
/// words tell a wrong password from a server that is away.
final class PoolerWords {
    enum Meaning {
        PASSWORD,
        USER_UNKNOWN,
        DATABASE_MISSING,
        DRIVER_SETTING,
        SETTING,
        UNENCRYPTED,
        REFUSED,
        FULL,
        AWAY
    }

    private static final Set<String> STATES = Set.of("08P01", "XX000", "53300");

    private record Saying(Pattern words, Meaning meaning) {}

    private static final List<Saying> SAYINGS =
            List.of(
                    saying(
                            "tenant or user not found|tenant/user .* not found|no tenant identifier"
                                    + "|user not found in the database",
                            Meaning.USER_UNKNOWN),
                    saying(
                            "auth(entication)? failed|no such user|wrong password",
                            Meaning.PASSWORD),
                    saying(
                            "no such database|database \".*\" does not exist",
                            Meaning.DATABASE_MISSING),
                    saying(
                            "unsupported startup parameter: extra_float_digits",
                            Meaning.DRIVER_SETTING),
                    saying("\\b(SSL|TLS)( connection is)? required", Meaning.UNENCRYPTED),
                    saying("unsupported (options )?startup parameter", Meaning.SETTING),
                    saying("allow_list|login rejected|tenant is banned", Meaning.REFUSED),
                    saying(
                            "max (clients?|pools)\\b|no more connections allowed|too many (clients|connections)"
                                    + "|connection slots",
                            Meaning.FULL),
                    // Supabase's own codes stand before its words, such as (ECHECKOUTTIMEOUT), or
                    // words alone in earlier versions.
                    saying(
                            "\\(E[A-Z]{4,}\\)|unable to check out|DbHandler exited"
                                    + "|subscribe to tenant",
                            Meaning.AWAY));

    private PoolerWords() {}

    /// @param state the SQLSTATE
    static Optional<Meaning> meaning(String state, String words) {
        return STATES.contains(state)
                ? SAYINGS.stream()
                        .filter(saying -> saying.words().matcher(words).find())
                        .map(Saying::meaning)
                        .findFirst()
                : Optional.empty();
    }

    private static Saying saying(String words, Meaning meaning) {
        return new Saying(Pattern.compile("(?i)" + words), meaning);
    }
}
