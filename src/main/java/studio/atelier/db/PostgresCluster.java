package studio.atelier.db;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;

/// The data folder of the embedded server: made once, never wiped, and its configuration written before each
/// start. Call everything under the start lock.
final class PostgresCluster {
    static final String OWNER = "atelier";

    /// Longer than any disk needs; a virus scanner may hold up every one of a thousand files.
    private static final Duration INIT_PATIENCE = Duration.ofMinutes(3);

    private static final String CONFIGURATION =
            """
            # Written by Atelier before each start.
            listen_addresses = '127.0.0.1'
            unix_socket_directories = ''
            max_connections = 40
            superuser_reserved_connections = 3
            password_encryption = 'scram-sha-256'

            # What is committed survives a power cut.
            fsync = on
            synchronous_commit = on
            full_page_writes = on

            # A guest on the person's computer: little memory, few processes.
            shared_buffers = '64MB'
            work_mem = '8MB'
            maintenance_work_mem = '64MB'
            effective_cache_size = '512MB'
            random_page_cost = 1.1
            jit = off
            io_method = 'sync'
            max_parallel_workers_per_gather = 0
            max_parallel_maintenance_workers = 0
            wal_level = 'minimal'
            max_wal_senders = 0
            min_wal_size = '32MB'
            max_wal_size = '512MB'

            # A process that stands still in the middle of a transaction holds up nobody for long.
            idle_in_transaction_session_timeout = '60s'

            timezone = 'UTC'
            log_timezone = 'UTC'
            lc_messages = 'C'
            log_destination = 'stderr'
            logging_collector = off
            """;

    private final Path root;

    /// @param root holds the data folder, the password and the log
    PostgresCluster(Path root) {
        this.root = root;
    }

    Path data() {
        return root.resolve("data");
    }

    Path log() {
        return root.resolve("server.log");
    }

    private Path passwordFile() {
        return root.resolve("password");
    }

    boolean isInitialised() {
        return Files.exists(data().resolve("PG_VERSION"));
    }

    String majorVersion() throws IOException {
        return Files.readString(data().resolve("PG_VERSION")).strip();
    }

    /// The password of the one role, made at the first call. Only its owner can read the file.
    String password() throws IOException {
        if (!Files.exists(passwordFile())) {
            byte[] random = new byte[24];
            new SecureRandom().nextBytes(random);
            Path fresh = root.resolve("password.new");
            Files.deleteIfExists(fresh);
            Files.createFile(fresh);
            OwnerOnly.restrict(fresh);
            Files.writeString(
                    fresh, Base64.getUrlEncoder().withoutPadding().encodeToString(random));
            force(fresh);
            Files.move(fresh, passwordFile(), StandardCopyOption.ATOMIC_MOVE);
        }
        return Files.readString(passwordFile()).strip();
    }

    /// Makes the data folder beside its place and renames it, so that one that is there is always whole.
    ///
    /// @return the exit code of `initdb`
    int initialise(PostgresPrograms programs) throws IOException {
        removeHalfDone();
        password();
        Path fresh = Files.createTempDirectory(root, "data.new-");
        int code =
                programs.run(
                        INIT_PATIENCE,
                        "initdb",
                        "--pgdata=" + fresh,
                        "--username=" + OWNER,
                        "--auth=scram-sha-256",
                        "--pwfile=" + passwordFile(),
                        "--encoding=UTF8",
                        "--locale=C",
                        "--locale-provider=builtin",
                        "--builtin-locale=C.UTF-8",
                        "--no-instructions");
        if (code == 0) {
            Files.writeString(
                    fresh.resolve("postgresql.conf"),
                    "\ninclude_if_exists 'atelier.conf'\n",
                    StandardOpenOption.APPEND);
            // Fails where somebody else's files are in the way, and so spares them.
            Files.deleteIfExists(data());
            moveInto(fresh);
        }
        return code;
    }

    void configure(int port) throws IOException {
        Files.writeString(data().resolve("atelier.conf"), CONFIGURATION + "port = " + port + "\n");
    }

    private void moveInto(Path fresh) throws IOException {
        try {
            Files.move(fresh, data(), StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException plain) {
            Files.move(fresh, data());
        }
    }

    /// What an earlier start left when it died half-way; it never held anything of a person's.
    private void removeHalfDone() throws IOException {
        for (String pattern : new String[] {"data.new-*", "bin.new-*"}) {
            try (DirectoryStream<Path> left = Files.newDirectoryStream(root, pattern)) {
                for (Path folder : left) {
                    Files.walkFileTree(folder, new Removal());
                }
            }
        }
    }

    private static void force(Path file) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    private static final class Removal extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
                throws IOException {
            if (failure != null) {
                throw failure;
            }
            Files.delete(folder);
            return FileVisitResult.CONTINUE;
        }
    }
}
