package studio.atelier.db;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/// The server of one data folder as a process of the system: found, started, stopped. Call everything under the
/// start lock. Signals go only to a process that is proven to be this server.
final class ServerProcess {
    private static final Logger log = LoggerFactory.getLogger(ServerProcess.class);

    private static final int ATTEMPTS = 4;
    private static final long PROBE_NANOS = 100_000_000;
    private static final long LARGEST_LOG = 4_000_000;
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(20);

    /// Recovery after a power cut replays up to `max_wal_size`.
    private static final Duration START_PATIENCE = Duration.ofMinutes(2);

    private final PostgresCluster cluster;
    private final PostgresPrograms programs;

    /// The last one known, 0 before the first.
    private int port;

    ServerProcess(PostgresCluster cluster, PostgresPrograms programs) {
        this.cluster = cluster;
        this.programs = programs;
    }

    /// The address of the server, which runs when this returns. Where its port belongs to somebody else by now it
    /// gets another one.
    DatabaseAddress running() throws IOException {
        PostmasterFile.read(cluster.data())
                .map(PostmasterFile::port)
                .filter(noted -> noted > 1023)
                .ifPresent(noted -> port = noted);
        Optional<DatabaseAddress> found = find();
        DatabaseAddress address = found.isPresent() ? found.get() : start(true);
        port = address.hosts().getFirst().port();
        return address;
    }

    /// As before its end, on the port where the pools of all processes look for it: there or nowhere.
    void runningAgain() throws IOException {
        if (find().isEmpty()) {
            start(false);
        }
    }

    /// Whether the process is there, without asking it anything.
    boolean isAlive() throws IOException {
        Optional<PostmasterFile> file = PostmasterFile.read(cluster.data());
        return file.isPresent() && file.get().process(cluster.data()).isPresent();
    }

    /// Asks the server to finish, and insists if it does not.
    void stop() throws IOException {
        Optional<PostmasterFile> file = PostmasterFile.read(cluster.data());
        if (file.isPresent()) {
            Optional<ProcessHandle> process = file.get().process(cluster.data());
            if (process.isPresent()) {
                stop(process.get());
            }
        }
    }

    /// A server that an earlier or another process of this home started.
    private Optional<DatabaseAddress> find() throws IOException {
        Optional<PostmasterFile> left = PostmasterFile.read(cluster.data());
        if (left.isEmpty()) {
            return Optional.empty();
        }
        Optional<ProcessHandle> process = left.get().process(cluster.data());
        if (process.isEmpty()) {
            removeStale(left.get());
            return Optional.empty();
        }
        DatabaseAddress address = addressAt(left.get().port());
        if (answersWithin(address, process.get())) {
            log.info("Found the built-in database running");
            return Optional.of(address);
        }
        stop(process.get());
        return Optional.empty();
    }

    /// The server would take a living process with the noted number for itself and refuse to start. That nobody
    /// else has the data folder open it checks again by its shared memory.
    private void removeStale(PostmasterFile file) throws IOException {
        if (ProcessHandle.of(file.pid()).isPresent()) {
            log.info("The built-in database was not shut down; its process number is another's");
            Files.deleteIfExists(PostmasterFile.in(cluster.data()));
        }
    }

    private DatabaseAddress start(boolean mayMove) throws IOException {
        keepLogSmall();
        for (int attempt = 1; ; attempt++) {
            boolean last = attempt == ATTEMPTS;
            if (mayMove && (port == 0 || last)) {
                port = freePort();
            }
            cluster.configure(port);
            int code =
                    programs.run(
                            START_PATIENCE.plusSeconds(10),
                            "pg_ctl",
                            "start",
                            "--wait",
                            "--silent",
                            "--timeout=" + START_PATIENCE.toSeconds(),
                            "--pgdata=" + cluster.data(),
                            "--log=" + cluster.log());
            DatabaseAddress address = addressAt(port);
            if (code == 0 && answers(address)) {
                return address;
            }
            if (last) {
                String tail = LogTail.of(programs.output()) + "\n" + LogTail.of(cluster.log());
                throw EmbeddedPostgres.failed("start-failed", tail.strip());
            }
            // Somebody took the port meanwhile, or workers of a killed server are still on their
            // way out.
            LockSupport.parkNanos(attempt * (5 * PROBE_NANOS));
            // Or a start that was begun by a process that was killed has come to its end.
            Optional<DatabaseAddress> found = find();
            if (found.isPresent()) {
                return found.get();
            }
        }
    }

    private void stop(ProcessHandle process) throws IOException {
        for (String mode : new String[] {"fast", "immediate"}) {
            programs.run(
                    STOP_PATIENCE.plusSeconds(10),
                    "pg_ctl",
                    "stop",
                    "--wait",
                    "--silent",
                    "--mode=" + mode,
                    "--timeout=" + STOP_PATIENCE.toSeconds(),
                    "--pgdata=" + cluster.data());
            // It removes its note as its last act; some systems go on listing it for a while.
            if (Files.notExists(PostmasterFile.in(cluster.data()))
                    || hasEnded(process, Duration.ofSeconds(1))) {
                return;
            }
        }
        log.warn("The built-in database does not stop; it is ended by force");
        process.destroyForcibly();
        if (!hasEnded(process, STOP_PATIENCE)) {
            throw EmbeddedPostgres.failed("does-not-stop", LogTail.of(cluster.log()));
        }
    }

    private static boolean hasEnded(ProcessHandle process, Duration patience) throws IOException {
        try {
            process.onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException running) {
            return false;
        } catch (ExecutionException failure) {
            throw new IOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        }
    }

    private boolean answersWithin(DatabaseAddress address, ProcessHandle process) {
        long attempts = STOP_PATIENCE.toNanos() / PROBE_NANOS;
        for (int attempt = 0; attempt < attempts && process.isAlive(); attempt++) {
            if (answers(address)) {
                return true;
            }
            LockSupport.parkNanos(PROBE_NANOS);
        }
        return false;
    }

    /// True when the server there knows our password and has our data folder.
    private boolean answers(DatabaseAddress address) {
        var impatient = address.with("connectTimeout", "2").with("socketTimeout", "2");
        try (Connection connection = impatient.connect();
                var statement = connection.createStatement();
                var row = statement.executeQuery("show data_directory")) {
            return row.next() && Files.isSameFile(Path.of(row.getString(1)), cluster.data());
        } catch (SQLException | IOException notYet) {
            log.debug("The built-in database does not answer", notYet);
            return false;
        }
    }

    private DatabaseAddress addressAt(int port) throws IOException {
        return DatabaseAddress.local(port, "postgres", PostgresCluster.OWNER, cluster.password());
    }

    private void keepLogSmall() throws IOException {
        Path file = cluster.log();
        if (Files.exists(file) && Files.size(file) > LARGEST_LOG) {
            Path old = file.resolveSibling("server.old.log");
            Files.move(file, old, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
