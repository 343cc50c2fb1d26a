package studio.atelier.drill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import studio.atelier.db.Database;
import studio.atelier.db.DatabaseAddress;
import studio.atelier.db.EmbeddedPostgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// The database server dies under a batch, and its address leads to a standby that can only be read until somebody
/// promotes it.
@Tag("drill")
class FailoverDrillTest {
    private static final long LONGEST = 240_000;
    private static final int JOBS = 100;

    @TempDir Path folder;
    private final DrillSeed seed = DrillSeed.asked();

    @Test
    void aStandbyTakesOver() throws Exception {
        var report = new DrillReport(FailoverDrillTest.class, "failover", seed);
        Path first = Files.createDirectories(folder.resolve("first"));
        Path second = Files.createDirectories(folder.resolve("second"));
        Path home = Files.createDirectories(folder.resolve("home"));
        furnish(first, home);
        copy(first, second);
        try (var primary = EmbeddedPostgres.start(first);
                var standby = follow(primary.address(), second);
                var road = FaultProxy.to("127.0.0.1", port(primary.address()));
                var engine = EngineProcess.start(folder.resolve("engine"), Duration.ofMillis(40));
                var world = new DrillWorld(home, standby.address())) {
            waitForEachOther(primary.address());
            try (var studio =
                    new StudioChild(home, engine.address().toString())
                            .on(DrillWorld.url(primary.address(), road.port()))
                            .start()) {
                studio.await("working");
                awaitCompleted(world, DrillSeed.scaled(JOBS) / 4, studio);

                road.lead(port(standby.address()));
                end(first);
                road.reset();
                report.injected("primary dead, standby only reads");
                int before = world.completed();
                Hold.millis(4_000);
                assertEquals(before, world.completed(), "somebody wrote to a standby");
                assertTrue(studio.isAlive());
                set(standby.address(), "select pg_promote()");
                report.injected("standby promoted");

                assertTrue(studio.awaitEnd(LONGEST), "the batch did not come to an end");
                assertEquals(0, studio.exitCode());
            }
            report.finish(new Checker(world).check(engine.runs()), 0);
        }
    }

    private void furnish(Path server, Path home) throws IOException {
        try (var postgres = EmbeddedPostgres.start(server);
                var world = new DrillWorld(home, postgres.address())) {
            world.furnish();
            world.enqueueAll(DrillSeed.scaled(JOBS), seed.random());
            set(postgres.address(), "alter system set wal_level = replica");
            set(postgres.address(), "alter system set max_wal_senders = 4");
        }
        // Its log has what a standby needs only from a start with these settings on.
        EmbeddedPostgres.start(server).close();
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to.resolve("postgres"));
        Files.copy(from.resolve("postgres/password"), to.resolve("postgres/password"));
        try (Stream<Path> files = Files.walk(from.resolve("postgres/data"))) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file));
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }

    /// A server on a copy of the primary's files, that takes over whatever the primary writes.
    private static EmbeddedPostgres follow(DatabaseAddress primary, Path home) throws IOException {
        Path data = home.resolve("postgres/data");
        ownerOnly(data);
        Files.createFile(data.resolve("standby.signal"));
        Files.writeString(
                data.resolve("postgresql.auto.conf"),
                "primary_conninfo = 'host=127.0.0.1 port=%d user=%s password=%s'%n"
                        .formatted(port(primary), primary.user(), primary.password()),
                StandardOpenOption.APPEND);
        return EmbeddedPostgres.start(home);
    }

    /// What is committed on the primary is on the standby too, or a failover would lose it.
    private static void waitForEachOther(DatabaseAddress primary) {
        set(primary, "alter system set synchronous_standby_names = '*'");
        set(primary, "select pg_reload_conf()");
    }

    private static void ownerOnly(Path data) throws IOException {
        Files.setPosixFilePermissions(
                data, java.nio.file.attribute.PosixFilePermissions.fromString("rwx------"));
    }

    private static void awaitCompleted(DrillWorld world, int jobs, ChildProcess studio)
            throws InterruptedException {
        while (world.completed() < jobs && studio.isAlive()) {
            Hold.millis(20);
        }
    }

    private static void end(Path server) throws IOException, InterruptedException {
        List<String> lines = Files.readAllLines(server.resolve("postgres/data/postmaster.pid"));
        new ProcessBuilder("kill", "-QUIT", lines.getFirst().strip()).start().waitFor();
    }

    private static void set(DatabaseAddress address, String statement) {
        try (Database database = Database.open(address)) {
            database.read(handle -> handle.execute(statement));
        }
    }

    private static int port(DatabaseAddress address) {
        return address.hosts().getFirst().port();
    }
}
