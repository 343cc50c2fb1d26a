package studio.atelier.db;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import studio.atelier.model.Problem;
import studio.atelier.model.StudioException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// A real server with certificates of its own: good, for another host, of an unknown issuer; and one without any.
class DatabaseTlsTest {
    @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

    @TempDir Path folder;

    @AfterEach
    void takeAway() {
        for (String setting : new String[] {"ssl", "ssl_cert_file", "ssl_key_file"}) {
            execute("alter system reset " + setting);
        }
        execute("select pg_reload_conf()");
        await().until(() -> code("require").equals("database-not-encrypted"));
    }

    @Test
    void certificatesAreJudgedAsTheAddressAsks() throws Exception {
        assertEquals("database-not-encrypted", code("require"), "no TLS at all");
        var good = Certificates.make(folder, "good", "dns:localhost,ip:127.0.0.1");
        var other = Certificates.make(folder, "other", "dns:elsewhere.example");
        present(good);
        assertEquals("", code("verify-full&sslrootcert=" + good.certificate()));
        assertEquals("TLSv1.3", scalar("select version from pg_stat_ssl where pid = "));

        Problem unknown = problem("verify-full&sslrootcert=" + other.certificate()).orElseThrow();
        assertEquals("database-certificate", unknown.code(), unknown.detail());
        assertTrue(unknown.sentence().contains("issued by nobody"), unknown.sentence());
        Problem system = problem("verify-full&sslrootcert=system").orElseThrow();
        assertTrue(system.sentence().contains("issued by nobody"), system.sentence());
        Problem none = problem("verify-ca&sslrootcert=" + folder.resolve("none")).orElseThrow();
        assertTrue(none.sentence().contains("cannot be read"), none.sentence());

        present(other);
        assertEquals("", code("verify-ca&sslrootcert=" + other.certificate()));
        Problem host = problem("verify-full&sslrootcert=" + other.certificate()).orElseThrow();
        assertEquals("database-certificate", host.code());
        assertTrue(host.sentence().contains("another host"), host.sentence());
    }

    private void present(Certificates.Pair pair) throws Exception {
        execute("alter system set ssl_cert_file = '" + pair.certificate() + "'");
        execute("alter system set ssl_key_file = '" + pair.key() + "'");
        execute("alter system set ssl = on");
        execute("select pg_reload_conf()");
        assertTrue(Files.exists(pair.key()));
        await().until(() -> code("verify-ca&sslrootcert=" + pair.certificate()).isEmpty());
    }

    private static void execute(String sql) {
        postgres.database().read(handle -> handle.execute(sql));
    }

    private static String scalar(String sql) {
        var address = address("require");
        try (var database = Database.open(address)) {
            return database.read(
                    handle ->
                            handle.createQuery(sql + "pg_backend_pid()").mapTo(String.class).one());
        }
    }

    private static String code(String mode) {
        return problem(mode).map(Problem::code).orElse("");
    }

    private static Optional<Problem> problem(String mode) {
        try (var _ = Database.connect(address(mode))) {
            return Optional.empty();
        } catch (StudioException e) {
            return Optional.of(e.problem());
        }
    }

    /// As it is typed.
    private static DatabaseAddress address(String mode) {
        var known = postgres.address();
        return DatabaseAddress.parse(
                "postgresql://%s:%s@%s/%s?sslmode=%s"
                        .formatted(
                                known.user(),
                                known.password(),
                                known.hosts().getFirst(),
                                known.database(),
                                mode));
    }
}
