package studio.atelier.storage;

import org.jspecify.annotations.Nullable;

import studio.atelier.model.Messages;
import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;
import studio.atelier.model.StudioException;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.FileStore;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// An object store in a folder: a sub-folder for each bucket, a file for each object, readable by any other
/// program. A key never leads out of its bucket, not even through a link that lies there.
///
/// The folder is made by `prepare` alone: when it vanishes later (a drive pulled out), nothing may grow in its
/// place on another disk. Safe to share between threads and processes.
public final class FolderObjectStore implements ObjectStore {
    /// Bytes: a few of the largest pictures that people make.
    private static final long LEAST_ROOM = 64L << 20;

    private final Path base;

    public FolderObjectStore(Path base) {
        this.base = base.toAbsolutePath().normalize();
    }

    /// Makes the folder where there is none yet. The studio goes on without when this fails.
    public void prepare() {
        try {
            Files.createDirectories(base);
            for (Bucket bucket : Bucket.values()) {
                Files.createDirectories(folder(bucket));
            }
        } catch (IOException e) {
            throw FolderProblems.unprepared(e, base);
        }
    }

    @Override
    public void put(Bucket bucket, String key, Path file, String sha256, String contentType) {
        try {
            Path target = ready(bucket, key);
            if (!adopted(target, bucket, key, sha256)) {
                DurableFile.Outcome outcome = DurableFile.copy(file, target, sha256);
                // Another desktop may have stored the key in the same moment.
                if (outcome == DurableFile.Outcome.EXISTS
                        && !adopted(target, bucket, key, sha256)) {
                    throw new NoSuchFileException(target.toString());
                }
            }
        } catch (IOException e) {
            throw FolderProblems.of(e, base, folder(bucket));
        }
    }

    @Override
    public InputStream open(Bucket bucket, String key) {
        try {
            Path file = existing(bucket, key).orElseThrow(() -> missing(bucket, key));
            return Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            throw missing(bucket, key);
        } catch (IOException e) {
            throw FolderProblems.of(e, base, folder(bucket));
        }
    }

    @Override
    public Optional<ObjectInfo> find(Bucket bucket, String key) {
        try {
            Optional<Path> file = existing(bucket, key);
            return file.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new ObjectInfo(key, Files.size(file.get())));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw FolderProblems.of(e, base, folder(bucket));
        }
    }

    @Override
    public void delete(Bucket bucket, String key) {
        try {
            Optional<Path> file = existing(bucket, key);
            if (file.isPresent()) {
                Files.deleteIfExists(file.get());
            }
        } catch (IOException e) {
            throw FolderProblems.of(e, base, folder(bucket));
        }
    }

    @Override
    public Stream<ObjectInfo> list(Bucket bucket) {
        requireBase();
        Path folder = folder(bucket);
        if (!Files.isDirectory(folder)) {
            return Stream.empty();
        }
        try {
            // A bucket may be a link to a larger disk.
            return listed(folder.toRealPath()).stream();
        } catch (IOException e) {
            throw FolderProblems.of(e, base, folder);
        }
    }

    @Override
    public URI urlOf(Bucket bucket, String key) {
        return path(bucket, key).toUri();
    }

    @Override
    public Optional<Path> localFile(Bucket bucket, String key) {
        try {
            return existing(bucket, key);
        } catch (IOException e) {
            throw FolderProblems.of(e, base, folder(bucket));
        }
    }

    @Override
    public void check() {
        for (Bucket bucket : Bucket.values()) {
            Path folder = folder(bucket);
            try {
                requireBase();
                Files.createDirectories(folder);
                DurableFile.probe(folder);
                requireRoom(folder);
            } catch (IOException e) {
                throw FolderProblems.of(e, base, folder);
            }
        }
    }

    @Override
    public String description() {
        return Messages.of("problems").text("folder.description", base.toString());
    }

    private Path folder(Bucket bucket) {
        return base.resolve(bucket.bucketName());
    }

    /// Room for a small file alone would let a picture begin that cannot be stored.
    private static void requireRoom(Path folder) throws IOException {
        FileStore disk = Files.getFileStore(folder);
        // Some network file systems do not know their size and say 0.
        if (disk.getTotalSpace() > 0 && disk.getUsableSpace() < LEAST_ROOM) {
            throw new StudioException(Problem.of(Kind.STORE_FULL, folder.toString()));
        }
    }

    private void requireBase() {
        if (!Files.isDirectory(base)) {
            throw new StudioException(FolderProblems.gone(base));
        }
    }

    private Path path(Bucket bucket, String key) {
        try {
            Path file = folder(bucket).resolve(key);
            if (ObjectKeys.isSafe(key) && !DurableFile.isUnfinished(file)) {
                return file;
            }
        } catch (InvalidPathException e) {
            // Buckets allow characters that a Windows file name cannot have.
            throw invalid(bucket, key, e);
        }
        throw invalid(bucket, key, null);
    }

    /// The object's file where there is one, proven to lie inside the bucket.
    private Optional<Path> existing(Bucket bucket, String key) throws IOException {
        requireBase();
        Path file = path(bucket, key);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        requireInside(file.resolveSibling("."), bucket, key);
        return Optional.of(file);
    }

    /// The path to write to, its folders made one by one so that none is made behind a link.
    private Path ready(Bucket bucket, String key) throws IOException {
        requireBase();
        Path target = path(bucket, key);
        Path folder = folder(bucket);
        DurableFile.createFolder(folder);
        Path steps = folder.relativize(target);
        for (int i = 0; i < steps.getNameCount() - 1; i++) {
            folder = folder.resolve(steps.getName(i));
            DurableFile.createFolder(folder);
            requireInside(folder, bucket, key);
        }
        return target;
    }

    private void requireInside(Path folder, Bucket bucket, String key) throws IOException {
        if (!folder.toRealPath().startsWith(folder(bucket).toRealPath())) {
            throw invalid(bucket, key, null);
        }
    }

    /// Whether the same bytes are already there.
    private boolean adopted(Path target, Bucket bucket, String key, String sha256)
            throws IOException {
        if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        if (Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS)
                && Hashes.sha256(target).equals(sha256)) {
            return true;
        }
        throw new StudioException(Problem.of(Kind.OBJECT_CONFLICT, name(bucket, key)));
    }

    private static List<ObjectInfo> listed(Path folder) throws IOException {
        List<ObjectInfo> objects = new ArrayList<>();
        Files.walkFileTree(
                folder,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        String key = folder.relativize(file).toString().replace('\\', '/');
                        if (attributes.isRegularFile()
                                && !DurableFile.isUnfinished(file)
                                && !isOfTheSystem(file)
                                && ObjectKeys.isSafe(key)) {
                            objects.add(new ObjectInfo(key, attributes.size()));
                        }
                        return FileVisitResult.CONTINUE;
                    }
                });
        return objects;
    }

    /// What file managers leave in every folder that somebody looks at.
    private static boolean isOfTheSystem(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        return name.startsWith(".") || name.equals("thumbs.db") || name.equals("desktop.ini");
    }

    private static String name(Bucket bucket, String key) {
        return bucket.bucketName() + "/" + key;
    }

    private static StudioException missing(Bucket bucket, String key) {
        return new StudioException(Problem.of(Kind.OBJECT_MISSING, name(bucket, key)));
    }

    private StudioException invalid(Bucket bucket, String key, @Nullable Exception cause) {
        return new StudioException(
                Problem.of(Kind.OBJECT_NAME, name(bucket, key), base.toString()), cause);
    }
}
