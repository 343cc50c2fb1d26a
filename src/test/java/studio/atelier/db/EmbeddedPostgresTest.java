package studio.atelier.db;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

import studio.atelier.checks.BesideOthers;
import studio.atelier.model.StudioException;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

@BesideOthers
class EmbeddedPostgresTest {
    @TempDir(cleanup = CleanupMode.ALWAYS)
    private Path home;

    @TempDir static Path furnished;

    private final List<Process> processes = new ArrayList<>();

    @BeforeEach
    void lendThePrograms() throws IOException {
        LentPrograms.to(home);
    }

    @AfterEach
    void leaveNothingRunning() {
        processes.forEach(Process::destroyForcibly);
        if (Files.exists(data())) {
            EmbeddedPostgres.start(home).close();
        }
    }

    @Test
    void theServerStopsWithItsLastUserAndKeepsItsData() throws Exception {
        Process other = startOther();
        int port;
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(home)) {
            port = portOf(postgres);
            assertEquals(Optional.of("kept"), readFrom(postgres));
        }
        assertTrue(serverProcess().isPresent(), "the other process still uses it");

        other.getOutputStream().close();
        assertTrue(other.waitFor(60, TimeUnit.SECONDS));
        assertFalse(Files.exists(PostmasterFile.in(data())));

        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(home)) {
            assertNotEquals(0, port);
            assertEquals(Optional.of("kept"), readFrom(postgres));
        }
    }

    @Test
    void aServerThatOutlivedAKilledProcessIsUsedAgainAndThenStopped() throws Exception {
        setUpBefore();
        kill(startOther());
        long orphan = serverProcess().orElseThrow().pid();

        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(home)) {
            assertEquals(orphan, serverProcess().orElseThrow().pid());
            assertEquals(Optional.of("kept"), readFrom(postgres));
        }
        assertTrue(serverProcess().isEmpty());
    }

    @Test
    void aProcessThatIsAskedToEndStopsItsServer() throws Exception {
        setUpBefore();
        Process other = startOther();
        assertTrue(Files.exists(PostmasterFile.in(data())));
        other.destroy();
        assertTrue(other.waitFor(60, TimeUnit.SECONDS));
        assertFalse(Files.exists(PostmasterFile.in(data())));
        startOnce();
    }

    @Test
    void aServerThatWasKilledTooIsStartedAgain() throws Exception {
        setUpBefore();
        Process other = startOther();
        ProcessHandle server = serverProcess().orElseThrow();
        kill(other);
        server.destroyForcibly();
        server.onExit().get(60, TimeUnit.SECONDS);

        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(home)) {
            assertEquals(Optional.of("kept"), readFrom(postgres));
        }
    }

    @Test
    void aServerThatIsKilledWhileItIsUsedComesBackWhereItWas() throws Exception {
        setUpBefore();
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(home)) {
            int port = portOf(postgres);
            ProcessHandle server = serverProcess().orElseThrow();
            server.destroyForcibly();
            server.onExit().get(60, TimeUnit.SECONDS);

            await().atMost(Duration.ofSeconds(60))
                    .until(() -> serverProcess().filter(now -> !now.equals(server)).isPresent());
            await().atMost(Duration.ofSeconds(60))
                    .until(
                            () ->
                                    PostmasterFile.read(data())
                                            .filter(file -> file.status().equals("ready"))
                                            .isPresent());
            assertEquals(port, PostmasterFile.read(data()).orElseThrow().port());
        }
    }

    @Test
    void aServerWhosePortIsTakenForAWhileComesBackOnItAndNowhereElse() throws Exception {
        setUpBefore();
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(home)) {
            int port = portOf(postgres);
            ProcessHandle server = serverProcess().orElseThrow();
            // It must not come back before the port is taken.
            ServerSocket taker;
            try (FileChannel _ = HomeUsers.startLock(home.resolve("postgres").toAbsolutePath())) {
                server.destroyForcibly();
                server.onExit().get(60, TimeUnit.SECONDS);
                taker = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
            }
            try (taker) {
                await().atMost(60, TimeUnit.SECONDS).until(() -> startsThatFailed() > 4);
            }

            try (Database database = Database.open(postgres.address())) {
                await().atMost(60, TimeUnit.SECONDS)
                        .ignoreException(StudioException.class)
                        .untilAsserted(() -> Database.connect(database.address()).close());
            }
            assertEquals(port, PostmasterFile.read(data()).orElseThrow().port());
        }
    }

    @Test
    void aServerIsKnownWhenTheClockWasMovedSinceItsStart() throws Exception {
        setUpBefore();
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(home)) {
            ProcessHandle server = serverProcess().orElseThrow();
            Path file = PostmasterFile.in(data());
            List<String> lines = new ArrayList<>(Files.readAllLines(file));
            lines.set(2, String.valueOf(Long.parseLong(lines.get(2)) - 3_600));
            Files.write(file, lines);

            assertEquals(Optional.of(server), serverProcess());
            try (EmbeddedPostgres other = EmbeddedPostgres.start(home)) {
                assertEquals(portOf(postgres), portOf(other));
            }
        }
    }

    @Test
    void aStrangerWithTheOldProcessNumberIsSpared() throws Exception {
        setUpBefore();
        startOnce();
        Process stranger = new ProcessBuilder("sleep", "600").start();
        processes.add(stranger);
        Files.writeString(
                PostmasterFile.in(data()),
                "%d\n%s\n%d\n1\n\n127.0.0.1\n0 0\nready\n"
                        .formatted(stranger.pid(), data(), System.currentTimeMillis() / 1000));

        startOnce();

        assertTrue(stranger.isAlive());
    }

    @Test
    void aSetUpThatDiedHalfWayIsDoneAgain() throws IOException {
        Path half = home.resolve("postgres").resolve("data.new-123").resolve("base");
        Files.createDirectories(half);
        Files.writeString(half.resolve("1"), "half");
        Files.createDirectories(data());

        startOnce();

        assertFalse(Files.exists(half));
        assertTrue(Files.exists(data().resolve("PG_VERSION")));
    }

    @Test
    void foreignFilesInThePlaceOfTheDataAreNeverRemoved() throws IOException {
        Files.createDirectories(data());
        Path foreign = Files.writeString(data().resolve("diary.txt"), "mine");

        var failure = assertThrows(StudioException.class, () -> EmbeddedPostgres.start(home));

        assertEquals("database-start-failed", failure.problem().code());
        assertEquals("mine", Files.readString(foreign));
        Files.delete(foreign);
    }

    @Test
    void brokenDataIsReportedAndNotReplaced() throws IOException {
        setUpBefore();
        startOnce();
        Path control = data().resolve("global").resolve("pg_control");
        byte[] whole = Files.readAllBytes(control);
        Files.write(control, new byte[0]);

        var failure = assertThrows(StudioException.class, () -> EmbeddedPostgres.start(home));

        assertEquals("database-start-failed", failure.problem().code());
        assertTrue(failure.problem().detail().contains("pg_control"));
        assertEquals(0, Files.size(control));
        Files.write(control, whole);
        startOnce();
    }

    @Test
    void aFileInTheWayOfTheHomeIsNamed() throws IOException {
        Path file = Files.writeString(home.resolve("file"), "");
        var failure = assertThrows(StudioException.class, () -> EmbeddedPostgres.start(file));
        assertEquals("home-not-writable", failure.problem().code());
    }

    @Test
    void thePasswordIsForTheOwnerAlone() throws IOException {
        startOnce();
        Path password = home.resolve("postgres").resolve("password");
        if (Files.getFileStore(password).supportsFileAttributeView("posix")) {
            assertEquals(
                    "rw-------",
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(password)));
        }
        assertTrue(Files.readString(password).length() >= 32);
    }

    /// For tests that are not about the set-up: the data of a home that was started and stopped once.
    private void setUpBefore() throws IOException {
        Path original = original();
        Path root = home.resolve("postgres");
        try (Stream<Path> files = Files.walk(original.resolve("data"))) {
            for (Path file : files.toList()) {
                copy(file, root.resolve(original.relativize(file)));
            }
        }
        copy(original.resolve("password"), root.resolve("password"));
    }

    private static synchronized Path original() throws IOException {
        Path root = furnished.resolve("postgres");
        if (!Files.exists(root)) {
            LentPrograms.to(furnished);
            EmbeddedPostgres.start(furnished).close();
        }
        return root;
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
    }

    private long startsThatFailed() throws IOException {
        Path log = home.resolve("postgres").resolve("server.log");
        return Files.readAllLines(log).stream()
                .filter(line -> line.contains("could not create any TCP/IP sockets"))
                .count();
    }

    private void startOnce() {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(home)) {
            assertNotEquals(0, portOf(postgres));
        }
    }

    private Process startOther() throws IOException {
        Process other = StudioProcess.start(home);
        processes.add(other);
        assertTrue(other.isAlive());
        return other;
    }

    private static void kill(Process process) throws Exception {
        process.destroyForcibly();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    }

    private Path data() {
        return home.resolve("postgres").resolve("data");
    }

    private Optional<ProcessHandle> serverProcess() throws IOException {
        var file = PostmasterFile.read(data());
        return file.isPresent() ? file.get().process(data()) : Optional.empty();
    }

    private static Optional<String> readFrom(EmbeddedPostgres postgres) {
        try (Database database = Database.open(postgres.address())) {
            return new SettingStore(database).find("from.another.process");
        }
    }

    private static int portOf(EmbeddedPostgres postgres) {
        return postgres.address().hosts().getFirst().port();
    }
}
