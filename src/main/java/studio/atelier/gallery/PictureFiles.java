package studio.atelier.gallery;

import studio.atelier.model.GeneratedImage;
import studio.atelier.storage.Bucket;
import studio.atelier.storage.FolderProblems;
import studio.atelier.storage.ObjectStore;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.UUID;

/// Copies pictures out of the object store to where a person wants them. A file is whole or not there: it grows
/// under another name beside its place and gets its own when it is on the disk.
final class PictureFiles {
    private static final String UNSUITABLE = "[<>:\"/\\\\|?*\\p{Cntrl}]";

    private final ObjectStore objects;

    PictureFiles(ObjectStore objects) {
        this.objects = objects;
    }

    /// Writes to exactly this file, over one that is there.
    void replace(GeneratedImage image, Path target) {
        Path absolute = target.toAbsolutePath();
        Path folder = Objects.requireNonNull(absolute.getParent());
        try {
            Path unfinished = fetch(image, folder);
            try {
                moveOver(unfinished, absolute);
            } finally {
                Files.deleteIfExists(unfinished);
            }
        } catch (IOException failure) {
            throw FolderProblems.unprepared(failure, folder);
        }
    }

    /// Writes under the picture's own name, or that name with a number when it is taken.
    ///
    /// @return the file written
    Path add(GeneratedImage image, Path folder) {
        try {
            Files.createDirectories(folder);
            Path unfinished = fetch(image, folder);
            try {
                return publish(unfinished, folder, nameOf(image));
            } finally {
                Files.deleteIfExists(unfinished);
            }
        } catch (IOException failure) {
            throw FolderProblems.unprepared(failure, folder);
        }
    }

    private Path fetch(GeneratedImage image, Path folder) throws IOException {
        Path unfinished = folder.resolve(".atelier-" + UUID.randomUUID() + ".part");
        boolean whole = false;
        try (InputStream in = objects.open(Bucket.GENERATED, image.storagePath());
                FileChannel channel =
                        FileChannel.open(
                                unfinished,
                                StandardOpenOption.CREATE_NEW,
                                StandardOpenOption.WRITE)) {
            in.transferTo(Channels.newOutputStream(channel));
            channel.force(true);
            whole = true;
            return unfinished;
        } finally {
            // Disk and store may both fail in the middle.
            if (!whole) {
                Files.deleteIfExists(unfinished);
            }
        }
    }

    private static Path publish(Path unfinished, Path folder, String name) throws IOException {
        for (int number = 1; ; number++) {
            Path target = folder.resolve(number == 1 ? name : numbered(name, number));
            if (publish(unfinished, target)) {
                return target;
            }
        }
    }

    /// A hard link is the one way to give a name that never replaces a file; where there are none, a move that looks
    /// first.
    private static boolean publish(Path unfinished, Path target) throws IOException {
        try {
            Files.createLink(target, unfinished);
            return true;
        } catch (FileAlreadyExistsException taken) {
            return false;
        } catch (UnsupportedOperationException | FileSystemException noLinks) {
            try {
                Files.move(unfinished, target);
                return true;
            } catch (FileAlreadyExistsException taken) {
                return false;
            }
        }
    }

    private static void moveOver(Path unfinished, Path target) throws IOException {
        try {
            Files.move(
                    unfinished,
                    target,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException plain) {
            Files.move(unfinished, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /// A name that is one on every system, and that stays in the folder.
    private static String nameOf(GeneratedImage image) {
        String name = image.filename().replaceAll(UNSUITABLE, "_").strip();
        boolean onlyDots = name.chars().allMatch(c -> c == '.');
        return onlyDots ? "picture-" + image.id() + ".png" : name;
    }

    private static String numbered(String name, int number) {
        int dot = name.lastIndexOf('.');
        String stem = dot > 0 ? name.substring(0, dot) : name;
        return stem + " (" + number + ")" + name.substring(stem.length());
    }
}
