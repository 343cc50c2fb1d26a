package studio.atelier.drill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import studio.atelier.db.EmbeddedPostgres;
import studio.atelier.db.PostgresExtension;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// A database that is stopped or killed under a batch, disks that run full, and a clock that is days off.
@Tag("drill")
class TroubleDrillTest {
    private static final long LONGEST = 240_000;
    private static final int JOBS = 100;
    private static final Duration JOB = Duration.ofMillis(40);
    private static final long DAY_MILLIS = Duration.ofDays(1).toMillis();

    private static final List<Path> FAKE_TIME =
            List.of(
                    Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1"),
                    Path.of("/usr/lib/aarch64-linux-gnu/faketime/libfaketime.so.1"));

    @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

    @TempDir Path folder;
    private final DrillSeed seed = DrillSeed.asked();
    private final RandomGenerator random = seed.random();

    @Test
    void theBuiltInDatabaseIsStoppedAndKilled() throws Exception {
        var report = new DrillReport(TroubleDrillTest.class, "database ended", seed);
        Path home = Files.createDirectories(folder.resolve("home"));
        furnish(home);
        try (var engine = EngineProcess.start(folder.resolve("engine"), JOB);
                var studio = studio(home, engine).start()) {
            studio.await("working");
            for (int i = 0; i < 5 && !studio.awaitEnd(500 + random.nextLong(2_000)); i++) {
                List<String> signals = List.of("-INT", "-QUIT", "-KILL");
                String signal = signals.get(random.nextInt(signals.size()));
                if (signalServer(home, signal)) {
                    report.injected("PostgreSQL ended by kill " + signal);
                }
            }
            end(studio);
            try (var server = EmbeddedPostgres.start(home);
                    var world = new DrillWorld(home, server.address())) {
                report.finish(new Checker(world).check(engine.runs()), 0);
            }
        }
    }

    @Test
    void theDiskOfStoreSpoolAndDatabaseRunsFull() throws Exception {
        var report = new DrillReport(TroubleDrillTest.class, "disk full", seed);
        Path disk = Files.createDirectories(folder.resolve("disk"));
        run("mount", "-t", "tmpfs", "-o", "size=300m", "tmpfs", disk.toString());
        try {
            Path home = Files.createDirectories(disk.resolve("home"));
            furnish(home);
            try (var engine = EngineProcess.start(folder.resolve("engine"), JOB);
                    var studio = studio(home, engine).start()) {
                studio.await("working");
                for (int i = 0; i < 3 && !studio.awaitEnd(300 + random.nextLong(1_500)); i++) {
                    // To the last byte one time, to too little for a picture the next.
                    fill(disk, i % 2 == 0 ? 0 : 20L << 20);
                    report.injected("disk full");
                    Hold.millis(1_500);
                    Files.delete(disk.resolve("ballast"));
                }
                end(studio);
                try (var server = EmbeddedPostgres.start(home);
                        var world = new DrillWorld(home, server.address())) {
                    report.finish(new Checker(world).check(engine.runs()), 0);
                }
            }
        } finally {
            run("umount", "-l", disk.toString());
        }
    }

    @Test
    void twoOfThreeDesktopsHaveClocksThatAreDaysOff() throws Exception {
        var report = new DrillReport(TroubleDrillTest.class, "clock moved", seed);
        Path library =
                FAKE_TIME.stream()
                        .filter(Files::exists)
                        .findFirst()
                        .orElseThrow(
                                () -> new IllegalStateException("install the package faketime"));
        Path home = Files.createDirectories(folder.resolve("home"));
        try (var world = new DrillWorld(home, postgres.address());
                var engine = EngineProcess.start(folder.resolve("engine"), JOB)) {
            world.furnish();
            world.enqueueAll(DrillSeed.scaled(JOBS), random);
            try (var right = studio(home, engine).on(DrillWorld.url(postgres.address())).start();
                    var ahead = wrong(home, engine, library, "+3d");
                    var behind = wrong(home, engine, library, "-1d")) {
                assertEquals(0, daysOff(right));
                assertEquals(3, daysOff(ahead));
                report.injected("clock three days ahead");
                assertEquals(-1, daysOff(behind));
                report.injected("clock one day behind");
                end(right);
                end(ahead);
                end(behind);
            }
            report.finish(new Checker(world).check(engine.runs()), 0);
        }
    }

    /// Another desktop on the same pictures.
    private ChildProcess wrong(Path home, EngineProcess engine, Path library, String by)
            throws IOException {
        Path other = Files.createDirectories(folder.resolve("other" + by));
        for (String bucket : List.of("reference-images", "generated-images")) {
            Files.createSymbolicLink(other.resolve(bucket), home.resolve(bucket));
        }
        return studio(other, engine)
                .on(DrillWorld.url(postgres.address()))
                .with(Map.of("LD_PRELOAD", library.toString(), "FAKETIME", by))
                .start();
    }

    /// As the studio itself sees it.
    private static long daysOff(ChildProcess studio) throws InterruptedException {
        long theirs = Long.parseLong(studio.await("working at"));
        return Math.round((theirs - System.currentTimeMillis()) / (double) DAY_MILLIS);
    }

    private void furnish(Path home) throws IOException {
        try (var server = EmbeddedPostgres.start(home);
                var world = new DrillWorld(home, server.address())) {
            world.furnish();
            world.enqueueAll(DrillSeed.scaled(JOBS), random);
        }
    }

    private static StudioChild studio(Path home, EngineProcess engine) {
        return new StudioChild(home, engine.address().toString());
    }

    private static void end(ChildProcess studio) throws InterruptedException {
        assertTrue(studio.awaitEnd(LONGEST), "the batch did not come to an end");
        assertEquals(0, studio.exitCode());
    }

    /// @return whether there was a server that got it
    private static boolean signalServer(Path home, String signal)
            throws IOException, InterruptedException {
        try (Stream<Path> files = Files.walk(home.resolve("postgres"), 3)) {
            Path pid =
                    files.filter(file -> file.endsWith("postmaster.pid")).findFirst().orElse(null);
            if (pid == null) {
                // It is being started again at this very moment.
                return false;
            }
            List<String> lines = Files.readAllLines(pid);
            return new ProcessBuilder("kill", signal, lines.getFirst().strip()).start().waitFor()
                    == 0;
        }
    }

    /// @param leave bytes that stay free
    private static void fill(Path disk, long leave) throws IOException {
        long room = Files.getFileStore(disk).getUsableSpace() - leave;
        byte[] block = new byte[1 << 16];
        try (var out = Files.newOutputStream(disk.resolve("ballast"))) {
            for (long left = room; left > 0; left -= block.length) {
                out.write(block, 0, (int) Math.min(left, block.length));
            }
        } catch (IOException _) {
            // Full: that was the aim.
        }
    }

    private static void run(String... command) throws IOException, InterruptedException {
        int code = new ProcessBuilder(command).inheritIO().start().waitFor();
        assertEquals(0, code, String.join(" ", command) + " (needs to be root on Linux)");
    }
}
