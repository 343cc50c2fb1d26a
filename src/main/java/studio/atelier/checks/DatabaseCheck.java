package studio.atelier.checks;

import studio.atelier.db.DatabaseAddress;
import studio.atelier.db.DatabaseProbe;
import studio.atelier.model.Problem.Kind;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/// The steps of a database.
public final class DatabaseCheck {
    private static final Map<String, Step> BLAMED =
            Map.of(
                    Kind.DATABASE_HOST_UNKNOWN.code(), Step.HOST,
                    Kind.DATABASE_UNREACHABLE.code(), Step.ANSWERS,
                    Kind.DATABASE_NEEDS_IPV6.code(), Step.ANSWERS,
                    Kind.DATABASE_NOT_ENCRYPTED.code(), Step.SAFE,
                    Kind.DATABASE_WANTS_TLS.code(), Step.SAFE,
                    Kind.DATABASE_CERTIFICATE.code(), Step.SAFE);

    private DatabaseCheck() {}

    /// @param address parses what was typed, or starts the built-in server; blocks
    /// @param end stops what `address` started
    public static Check of(Subject subject, Supplier<DatabaseAddress> address, Runnable end) {
        var at = new AtomicReference<DatabaseAddress>();
        var facts = new AtomicReference<DatabaseProbe.Facts>();
        Supplier<DatabaseAddress> known = () -> Objects.requireNonNull(at.get());
        Supplier<DatabaseProbe.Facts> found = () -> Objects.requireNonNull(facts.get());
        var parse =
                Ask.of(
                        Step.ADDRESS,
                        () -> {
                            at.set(address.get());
                            return Finding.ok(known.get().redacted());
                        });
        var connect =
                new Ask(
                        List.of(Step.HOST, Step.ANSWERS, Step.SAFE, Step.SIGN_IN),
                        BLAMED,
                        () -> {
                            facts.set(DatabaseProbe.ask(known.get()));
                            return Finding.ok(known.get().user());
                        },
                        () -> Map.of(Step.SAFE, encryption(known.get())));
        return new Check(
                subject,
                "",
                List.of(
                        parse,
                        connect,
                        Ask.of(Step.VERSION, () -> version(found.get())),
                        Ask.of(
                                Step.RIGHTS,
                                () -> Finding.of("", found.get().missing().stream().toList())),
                        Ask.of(Step.TABLES, () -> tables(known.get()))),
                end);
    }

    private static String encryption(DatabaseAddress address) {
        return CheckWords.text(
                "database.tls." + CheckWords.nameOf(DatabaseProbe.encryption(address)));
    }

    private static Finding version(DatabaseProbe.Facts facts) {
        return Finding.of(
                CheckWords.text("database.version", facts.version()),
                facts.tooOld().stream().toList());
    }

    private static Finding tables(DatabaseAddress address) {
        int pending = DatabaseProbe.pendingSteps(address);
        return Finding.ok(
                pending == 0
                        ? CheckWords.text("database.tables.ready")
                        : CheckWords.text("database.tables.pending", pending));
    }
}
