package studio.atelier.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.UUID;

/// Writes files that are whole or not there, whenever the power goes: a temporary file beside the target,
/// forced to the disk, then linked under its name, then the folder forced to the disk.
public final class DurableFile {
    private static final String UNFINISHED = ".part-";
    private static final Duration ABANDONED_AFTER = Duration.ofDays(1);

    enum Outcome {
        WRITTEN,
        EXISTS
    }

    private DurableFile() {}

    /// Copies `source` to `target` unless there is a file already.
    ///
    /// @throws IOException also when the source does not have the bytes that `sha256` names
    static Outcome copy(Path source, Path target, String sha256) throws IOException {
        Path folder = parent(target);
        Path temporary = folder.resolve(UNFINISHED + UUID.randomUUID());
        try {
            String written = copyForced(source, temporary);
            if (!written.equals(sha256)) {
                throw new IOException("the file changed while it was being stored: " + source);
            }
            Outcome outcome = publish(temporary, target);
            force(folder);
            return outcome;
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /// Gives a finished file of the same disk its name, durably; a file that has the name already is replaced.
    /// Doing it again, after it failed half way, is harmless.
    public static void move(Path finished, Path target) throws IOException {
        Path folder = parent(target);
        if (!Files.isDirectory(folder)) {
            createFolder(folder);
        }
        if (Files.exists(finished) || !Files.exists(target)) {
            try (FileChannel channel = FileChannel.open(finished, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(finished, target, StandardCopyOption.ATOMIC_MOVE);
        }
        force(folder);
    }

    /// Makes one folder, durably, unless something has that name already.
    static void createFolder(Path folder) throws IOException {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            try {
                Files.createDirectory(folder);
            } catch (FileAlreadyExistsException e) {
                // Made by another writer in the same moment.
                return;
            }
            force(parent(folder));
        }
    }

    /// Writes, forces and removes a small file, and removes what writers that died left behind.
    static void probe(Path folder) throws IOException {
        Path probe = folder.resolve(UNFINISHED + UUID.randomUUID());
        FileTime now;
        try {
            try (FileChannel channel =
                    FileChannel.open(
                            probe, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                // A whole block, because a full disk still takes an empty file.
                channel.write(ByteBuffer.allocate(4096));
                channel.force(true);
            }
            now = Files.getLastModifiedTime(probe);
        } finally {
            Files.deleteIfExists(probe);
        }
        removeAbandoned(folder, now);
    }

    static boolean isUnfinished(Path file) {
        Path name = file.getFileName();
        return name != null && name.toString().startsWith(UNFINISHED);
    }

    private static String copyForced(Path source, Path temporary) throws IOException {
        MessageDigest digest = Hashes.digest();
        try (FileChannel channel =
                        FileChannel.open(
                                temporary,
                                StandardOpenOption.CREATE_NEW,
                                StandardOpenOption.WRITE);
                InputStream in = Files.newInputStream(source);
                OutputStream out =
                        new DigestOutputStream(Channels.newOutputStream(channel), digest)) {
            byte[] buffer = new byte[128 * 1024];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                out.write(buffer, 0, n);
            }
            channel.force(true);
        }
        return Hashes.hex(digest);
    }

    /// A hard link is the one way to name a file that never replaces another. File systems without links get
    /// a rename, which on them is preceded by a look.
    private static Outcome publish(Path temporary, Path target) throws IOException {
        try {
            Files.createLink(target, temporary);
            return Outcome.WRITTEN;
        } catch (FileAlreadyExistsException e) {
            return Outcome.EXISTS;
        } catch (UnsupportedOperationException | FileSystemException e) {
            try {
                Files.move(temporary, target);
                return Outcome.WRITTEN;
            } catch (FileAlreadyExistsException exists) {
                return Outcome.EXISTS;
            }
        }
    }

    private static void force(Path folder) throws IOException {
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            // Windows cannot open a folder, and NTFS keeps its own journal of names.
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    private static void removeAbandoned(Path folder, FileTime now) throws IOException {
        FileTime limit = FileTime.from(now.toInstant().minus(ABANDONED_AFTER));
        try (var files = Files.newDirectoryStream(folder, DurableFile::isUnfinished)) {
            for (Path file : files) {
                if (Files.getLastModifiedTime(file).compareTo(limit) < 0) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private static Path parent(Path file) throws IOException {
        Path parent = file.getParent();
        if (parent == null) {
            throw new IOException("a file without a folder: " + file);
        }
        return parent;
    }
}
