package studio.atelier.db;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import studio.atelier.model.Messages;
import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;
import studio.atelier.model.StudioException;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// The built-in PostgreSQL server of one home folder: started by the first process that needs it, shared by all,
/// stopped by the last one that leaves, also when the system asks a process to end. A server that outlived a killed
/// process is found and used again.
///
/// Layout below `postgres/`: `bin-BUILD` (programs), `data` (never wiped), `password` (owner only), `server.log`.
public final class EmbeddedPostgres implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EmbeddedPostgres.class);

    private static final long GUARD_SECONDS = 2;

    private final Path root;
    private final ServerProcess server;
    private final HomeUsers users;
    private final HomeUsers.Presence presence;
    private final DatabaseAddress address;
    private final ScheduledExecutorService guard =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("database-guard").factory());
    private final Thread atEnd = Thread.ofPlatform().name("database-at-end").unstarted(this::leave);
    private volatile boolean leaving;

    private EmbeddedPostgres(
            Path root,
            ServerProcess server,
            HomeUsers users,
            HomeUsers.Presence presence,
            DatabaseAddress address) {
        this.root = root;
        this.server = server;
        this.users = users;
        this.presence = presence;
        this.address = address;
        Future<?> _ =
                guard.scheduleWithFixedDelay(
                        this::revive, GUARD_SECONDS, GUARD_SECONDS, TimeUnit.SECONDS);
    }

    /// Starts or joins the server, and returns when it answers. Fails with `HOME_NOT_WRITABLE` or
    /// `DATABASE_START_FAILED`; the details of the latter are the end of the server's log.
    ///
    /// @param dataFolder the home's data folder; everything lies in its sub-folder `postgres`
    public static EmbeddedPostgres start(Path dataFolder) {
        Path root = dataFolder.resolve("postgres").toAbsolutePath();
        try {
            Files.createDirectories(root);
            try (FileChannel _ = HomeUsers.startLock(root)) {
                return startLocked(root);
            }
        } catch (IOException failure) {
            throw problem(root, failure);
        }
    }

    public DatabaseAddress address() {
        return address;
    }

    /// Leaves, and stops the server unless another process still uses it.
    @Override
    public void close() {
        leave();
        try {
            Runtime.getRuntime().removeShutdownHook(atEnd);
        } catch (IllegalStateException e) {
            log.debug("the process ends anyway", e);
        }
    }

    /// Once. A second caller waits for the first: the process ends when the hook does, whoever else is still at it.
    private synchronized void leave() {
        if (leaving) {
            return;
        }
        leaving = true;
        guard.shutdown();
        try (FileChannel _ = HomeUsers.startLock(root)) {
            presence.close();
            if (!users.anyone()) {
                server.stop();
            }
        } catch (IOException failure) {
            // It is found again at the next start.
            log.warn("The built-in database could not be stopped", failure);
        }
    }

    /// A server that died while it is used is started again, on the same port.
    private void revive() {
        try {
            if (server.isAlive()) {
                return;
            }
            try (FileChannel _ = HomeUsers.startLock(root)) {
                if (!leaving && !server.isAlive()) {
                    log.warn("The built-in database has gone; it is started again");
                    server.runningAgain();
                }
            }
        } catch (IOException | StudioException failure) {
            log.warn("The built-in database does not come back yet", failure);
        }
    }

    private static EmbeddedPostgres startLocked(Path root) throws IOException {
        var binaries = PostgresBinaries.unpackedIn(root);
        var cluster = new PostgresCluster(root);
        var programs = new PostgresPrograms(binaries, root.resolve("programs.log"));
        Files.deleteIfExists(programs.output());
        if (!cluster.isInitialised() && cluster.initialise(programs) != 0) {
            throw failed("initdb-failed", LogTail.of(programs.output()));
        }
        if (!cluster.majorVersion().equals(binaries.majorVersion())) {
            throw failed("other-version", "", cluster.majorVersion(), binaries.majorVersion());
        }
        var users = new HomeUsers(root);
        HomeUsers.Presence presence = users.enter();
        try {
            var server = new ServerProcess(cluster, programs);
            var postgres = new EmbeddedPostgres(root, server, users, presence, server.running());
            Runtime.getRuntime().addShutdownHook(postgres.atEnd);
            return postgres;
        } catch (IllegalStateException ending) {
            // The process is on its way out: nothing would stop the server later.
            presence.close();
            if (!users.anyone()) {
                new ServerProcess(cluster, programs).stop();
            }
            throw ending;
        } catch (IOException | StudioException failure) {
            presence.close();
            throw failure;
        }
    }

    static StudioException failed(String reason, String detail, Object... arguments) {
        String words = Messages.of("database").text(reason, arguments);
        return new StudioException(Problem.detailed(Kind.DATABASE_START_FAILED, detail, words));
    }

    private static StudioException problem(Path root, IOException failure) {
        if (!Files.isWritable(root)) {
            Problem problem =
                    Problem.detailed(Kind.HOME_NOT_WRITABLE, failure.toString(), root.toString());
            return new StudioException(problem, failure);
        }
        String words = Messages.of("database").text("file-failed", failure);
        return new StudioException(
                Problem.detailed(Kind.DATABASE_START_FAILED, failure.toString(), words), failure);
    }
}
