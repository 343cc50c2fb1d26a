package studio.atelier.db;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

import java.io.BufferedInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

/// PostgreSQL's programs as they lie on the class path, unpacked once into a folder of their own.
///
/// @param folder holds `bin`, `lib` and `share`
record PostgresBinaries(Path folder) {
    private static final int EXECUTABLE = 0100;

    /// Unpacks beside the target and renames, so that a folder with the final name is always complete. Call it
    /// under the start lock.
    static PostgresBinaries unpackedIn(Path parent) throws IOException {
        URL archive = archive();
        Path folder = parent.resolve("bin-" + fingerprint(archive));
        if (!Files.isDirectory(folder)) {
            Path fresh = Files.createTempDirectory(parent, "bin.new-");
            unpack(archive, fresh);
            Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
        }
        return new PostgresBinaries(folder);
    }

    static boolean isWindows() {
        return osName().startsWith("windows");
    }

    static boolean isLinux() {
        return osName().startsWith("linux");
    }

    Path program(String name) {
        return folder.resolve("bin").resolve(isWindows() ? name + ".exe" : name);
    }

    /// The first part of the version, in the words of a data folder's `PG_VERSION`.
    String majorVersion() throws IOException {
        String mark = "# PostgreSQL ";
        for (String share : List.of("share/postgresql", "share")) {
            Path catalog = folder.resolve(share).resolve("postgres.bki");
            if (Files.exists(catalog)) {
                try (Stream<String> lines = Files.lines(catalog)) {
                    return lines.findFirst().orElse(mark).substring(mark.length()).strip();
                }
            }
        }
        throw new FileNotFoundException("postgres.bki");
    }

    private static String osName() {
        return System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    }

    private static URL archive() throws IOException {
        String system = isWindows() ? "windows" : isLinux() ? "linux" : "darwin";
        String arch = System.getProperty("os.arch", "");
        boolean arm = arch.equals("aarch64") || arch.equals("arm64");
        // An Arm Mac or Windows can run the other kind.
        List<String> kinds = arm ? List.of("arm_64", "x86_64") : List.of("x86_64");
        for (String kind : kinds) {
            URL found =
                    PostgresBinaries.class.getResource("/postgres-" + system + "-" + kind + ".txz");
            if (found != null) {
                return found;
            }
        }
        throw new FileNotFoundException("postgres-" + system + "-" + arch + ".txz");
    }

    /// Tells one build from another without reading the archive.
    private static String fingerprint(URL archive) throws IOException {
        var connection = archive.openConnection();
        long number =
                connection instanceof JarURLConnection jar
                        ? Objects.requireNonNull(jar.getJarEntry()).getCrc()
                        : connection.getContentLengthLong();
        return HexFormat.of().toHexDigits((int) number);
    }

    private static void unpack(URL archive, Path target) throws IOException {
        try (var tar =
                new TarArchiveInputStream(
                        new XZInputStream(new BufferedInputStream(archive.openStream())))) {
            for (TarArchiveEntry entry = tar.getNextEntry();
                    entry != null;
                    entry = tar.getNextEntry()) {
                Path path = target.resolve(entry.getName()).normalize();
                if (!path.startsWith(target)) {
                    throw new IOException("an entry leaves the archive: " + entry.getName());
                }
                unpack(tar, entry, path);
            }
        }
    }

    private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path path)
            throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(path);
            return;
        }
        Files.createDirectories(Objects.requireNonNull(path.getParent()));
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(tar, path);
        if ((entry.getMode() & EXECUTABLE) != 0 && !path.toFile().setExecutable(true, false)) {
            throw new IOException("cannot make executable: " + path);
        }
    }
}
