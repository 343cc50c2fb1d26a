package studio.atelier.drill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import studio.atelier.db.DatabaseAddress;
import studio.atelier.db.PostgresExtension;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;

/// Everything through PgBouncer in transaction mode, as Supabase's pooler does: first start with its migrations
/// (those by `DIRECT_URL`), and a batch with a studio killed and the pooler restarted meanwhile.
@Tag("drill")
class PoolerDrillTest {
    private static final long LONGEST = 120_000;

    @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

    @TempDir Path folder;

    @Test
    void thePipelineBehindAPooler() throws Exception {
        var seed = DrillSeed.asked();
        var report = new DrillReport(PoolerDrillTest.class, "transaction mode", seed);
        RandomGenerator random = seed.random();
        DatabaseAddress direct = postgres.createEmpty();
        int port = freePort();
        Path settings = settings(direct, port);
        Path home = Files.createDirectories(folder.resolve("home"));
        try (var engine = EngineProcess.start(folder.resolve("engine"), Duration.ofMillis(40))) {
            var studio =
                    new StudioChild(home, engine.address().toString())
                            .on(DrillWorld.url(direct, port) + "?pgbouncer=true")
                            .with(Map.of("DIRECT_URL", DrillWorld.url(direct)));
            var pooler = pooler(settings);
            try {
                end(studio.start());
                try (var world = new DrillWorld(home, direct)) {
                    world.furnish();
                    world.enqueueAll(DrillSeed.scaled(100), random);
                    try (var victim = studio.start()) {
                        victim.await("working");
                        Hold.millis(random.nextLong(2_000));
                        victim.kill();
                        report.injected("studio killed");
                    }
                    ChildProcess last = studio.start();
                    last.await("working");
                    pooler.kill();
                    report.injected("pooler restarted");
                    pooler = pooler(settings);
                    end(last);
                    report.finish(new Checker(world).check(engine.runs()), 2);
                }
            } finally {
                pooler.close();
            }
        }
    }

    private static void end(ChildProcess studio) throws InterruptedException {
        try (studio) {
            assertTrue(studio.awaitEnd(LONGEST), "the studio did not come to an end");
            assertEquals(0, studio.exitCode());
        }
    }

    /// Readable for everybody, because PgBouncer does not run as root.
    private static Path settings(DatabaseAddress direct, int port) throws IOException {
        Path folder =
                Files.createTempDirectory(
                        "pooler",
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rwxr-xr-x")));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path users = folder.resolve("users.txt");
        Files.writeString(users, "\"%s\" \"%s\"%n".formatted(direct.user(), direct.password()));
        return Files.writeString(
                folder.resolve("pgbouncer.ini"),
                """
                [databases]
                * = host=127.0.0.1 port=%d
                [pgbouncer]
                listen_addr = 127.0.0.1
                listen_port = %d
                unix_socket_dir =
                auth_type = plain
                auth_file = %s
                pool_mode = transaction
                default_pool_size = 3
                max_client_conn = 100
                ignore_startup_parameters = extra_float_digits
                """
                        .formatted(direct.hosts().getFirst().port(), port, users));
    }

    private ChildProcess pooler(Path settings) throws IOException {
        Path program = Path.of("/usr/sbin/pgbouncer");
        if (!Files.isExecutable(program)) {
            throw new IllegalStateException("install the package pgbouncer");
        }
        return ChildProcess.start(
                List.of(program.toString(), "-u", "nobody", settings.toString()),
                Map.of(),
                Objects.requireNonNull(folder).resolve("pooler.log"));
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
