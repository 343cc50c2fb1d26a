package studio.atelier.drill;

import static org.awaitility.Awaitility.await;

import studio.atelier.db.DatabaseAddress;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// PgBouncer in transaction mode before a database, as Supabase's pooler is.
///
/// @param url of the database behind it, as people type it
public record Pooler(Path settings, String url) {
    private static final Path PROGRAM = Path.of("/usr/sbin/pgbouncer");

    public static boolean isInstalled() {
        return Files.isExecutable(PROGRAM);
    }

    /// Readable for everybody, because PgBouncer does not run as root.
    public static Pooler settings(DatabaseAddress direct) throws IOException {
        int port = freePort();
        Path folder =
                Files.createTempDirectory(
                        "pooler",
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rwxr-xr-x")));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path users = folder.resolve("users.txt");
        Files.writeString(users, "\"%s\" \"%s\"%n".formatted(direct.user(), direct.password()));
        Path settings =
                Files.writeString(
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
        return new Pooler(settings, DrillWorld.url(direct, port) + "?pgbouncer=true");
    }

    /// The same with another line in its settings.
    public Pooler with(String line, String instead) throws IOException {
        String written = Files.readString(settings);
        if (!written.contains(line)) {
            throw new IllegalArgumentException("no line " + line);
        }
        Files.writeString(settings, written.replace(line, instead));
        return this;
    }

    /// Started, and answering.
    public ChildProcess startAndAwait() throws IOException {
        ChildProcess process = start();
        DatabaseAddress.Host host = DatabaseAddress.parse(url).hosts().getFirst();
        await().atMost(Duration.ofSeconds(20)).until(() -> answers(host));
        return process;
    }

    private static boolean answers(DatabaseAddress.Host host) {
        try (var _ = new Socket(host.name(), host.port())) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    public ChildProcess start() throws IOException {
        if (!isInstalled()) {
            throw new IllegalStateException("install the package pgbouncer");
        }
        return ChildProcess.start(
                List.of(PROGRAM.toString(), "-u", "nobody", settings.toString()),
                Map.of(),
                settings.resolveSibling("pooler.log"));
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
