package studio.atelier.storage.image;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import studio.atelier.model.PictureSize;
import studio.atelier.model.Problem.Kind;
import studio.atelier.model.StudioException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/// Thumbnails in files named by the content they show, so that they never grow stale: `3f/3f...-256.jpg`. Made on
/// first use, both sizes at once, by one thread however many ask. The folder may be emptied at any time. Blocks;
/// safe to share between threads and processes.
public final class ThumbnailCache implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ThumbnailCache.class);
    private static final int SHORTEST_JPEG = 100;

    /// A picture that has been on its way for longer was left by a process that died.
    private static final Duration LONGEST_WAY = Duration.ofDays(1);

    private final Path folder;
    private final Thumbnails thumbnails;
    private final AtomicBoolean swept = new AtomicBoolean();
    private final Semaphore offered = new Semaphore(1);
    private volatile boolean closed;
    private final ConcurrentMap<String, CompletableFuture<Thumbnails.Pair>> making =
            new ConcurrentHashMap<>();

    /// @param folder made when the first thumbnail is kept
    public ThumbnailCache(Path folder, Thumbnails thumbnails) {
        this.folder = folder;
        this.thumbnails = thumbnails;
    }

    /// Where the whole picture comes from when its thumbnails must be made.
    @FunctionalInterface
    public interface Original {
        /// @param temporary a path that may be written to; the file is removed afterwards
        /// @return the file to read: that one, or one that is kept elsewhere
        Path fetch(Path temporary) throws IOException;
    }

    /// @param sha256 lower-case hex of the picture's bytes
    /// @param name the picture's name, for the problem
    /// @throws StudioException what `original` throws, or `OUTPUT_UNREADABLE`
    public InputStream open(String sha256, PictureSize size, String name, Original original) {
        if (!sha256.matches("[0-9a-f]{64}") || size == PictureSize.FULL) {
            throw new IllegalArgumentException("no thumbnail of " + sha256 + " at " + size);
        }
        Optional<byte[]> kept = kept(file(sha256, size));
        if (kept.isPresent()) {
            return new ByteArrayInputStream(kept.get());
        }
        Thumbnails.Pair pair = made(sha256, name, original);
        return new ByteArrayInputStream(size == PictureSize.SMALL ? pair.small() : pair.large());
    }

    /// Makes the thumbnails of a picture whose pixels are at hand, unless that is being done. Returns at once; whoever
    /// asks for one meanwhile waits for it.
    ///
    /// @param sha256 lower-case hex of the picture's bytes
    /// @param large as large as the large thumbnail, upright
    public void offer(String sha256, RgbPicture large) {
        CompletableFuture<Thumbnails.Pair> mine = new CompletableFuture<>();
        if (making.putIfAbsent(sha256, mine) == null) {
            Thread.ofVirtual().name("thumbnails").start(() -> makeOffered(sha256, large, mine));
        }
    }

    /// One after the other: many pictures come home at once, and each keeps a core busy.
    private void makeOffered(
            String sha256, RgbPicture large, CompletableFuture<Thumbnails.Pair> mine) {
        offered.acquireUninterruptibly();
        try {
            if (closed) {
                making.remove(sha256);
                mine.completeExceptionally(new IllegalStateException("closed"));
            } else {
                settle(sha256, mine, () -> kept(sha256, thumbnails.both(large)));
            }
        } finally {
            offered.release();
        }
    }

    /// Nothing that was offered is made from now on; waits for the one in hand.
    @Override
    public void close() {
        closed = true;
        offered.acquireUninterruptibly();
        offered.release();
    }

    /// A new file for a whole picture on its way, on the disk of the thumbnails where that can be written. Whoever
    /// asked removes it.
    public Path temporary() throws IOException {
        try {
            Path incoming = Files.createDirectories(folder.resolve("incoming"));
            Path mine = Files.createTempFile(incoming, "", ".picture");
            if (swept.compareAndSet(false, true)) {
                sweep(incoming, Files.getLastModifiedTime(mine));
            }
            return mine;
        } catch (IOException e) {
            LOG.debug("thumbnails cannot be kept, and pictures pass elsewhere", e);
            return Files.createTempFile("atelier-", ".picture");
        }
    }

    /// @param now on the clock of that disk
    private static void sweep(Path incoming, FileTime now) throws IOException {
        FileTime youngest = FileTime.from(now.toInstant().minus(LONGEST_WAY));
        try (var files = Files.newDirectoryStream(incoming)) {
            for (Path file : files) {
                if (Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).compareTo(youngest)
                        < 0) {
                    remove(file);
                }
            }
        } catch (NoSuchFileException e) {
            LOG.debug("another process swept {} too", incoming, e);
        }
    }

    private Thumbnails.Pair made(String sha256, String name, Original original) {
        CompletableFuture<Thumbnails.Pair> mine = new CompletableFuture<>();
        CompletableFuture<Thumbnails.Pair> others = making.putIfAbsent(sha256, mine);
        if (others != null) {
            return join(others);
        }
        settle(sha256, mine, () -> make(sha256, name, original));
        return join(mine);
    }

    private void settle(
            String sha256,
            CompletableFuture<Thumbnails.Pair> mine,
            Supplier<Thumbnails.Pair> make) {
        try {
            mine.complete(make.get());
        } catch (StudioException e) {
            mine.completeExceptionally(e);
        } finally {
            making.remove(sha256);
            // Whatever else went wrong here: nobody may wait for ever.
            mine.completeExceptionally(new IllegalStateException("no thumbnail was made"));
        }
    }

    private static Thumbnails.Pair join(CompletableFuture<Thumbnails.Pair> pair) {
        try {
            return pair.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof StudioException failure) {
                throw failure;
            }
            throw e;
        }
    }

    private Thumbnails.Pair make(String sha256, String name, Original original) {
        Path temporary = null;
        try {
            temporary = temporary();
            return kept(sha256, thumbnails.both(original.fetch(temporary), name));
        } catch (IOException e) {
            throw PictureCheck.problem(Kind.OUTPUT_UNREADABLE, name, e);
        } finally {
            remove(temporary);
        }
    }

    private Thumbnails.Pair kept(String sha256, Thumbnails.Pair pair) {
        keep(file(sha256, PictureSize.SMALL), pair.small());
        keep(file(sha256, PictureSize.LARGE), pair.large());
        return pair;
    }

    private Path file(String sha256, PictureSize size) {
        return folder.resolve(sha256.substring(0, 2)).resolve(sha256 + "-" + size.edge() + ".jpg");
    }

    /// What lies there, unless a dying disk or writer left half of it.
    private static Optional<byte[]> kept(Path file) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            int n = bytes.length;
            boolean whole =
                    n >= SHORTEST_JPEG
                            && bytes[0] == (byte) 0xff
                            && bytes[1] == (byte) JpegHeader.SOI
                            && bytes[n - 2] == (byte) 0xff
                            && bytes[n - 1] == (byte) JpegHeader.EOI;
            return whole ? Optional.of(bytes) : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            LOG.warn("Cannot read the thumbnail {}: {}", file, e.toString());
            return Optional.empty();
        }
    }

    /// A thumbnail that cannot be kept is still shown.
    private static void keep(Path file, byte[] bytes) {
        Path unfinished = file.resolveSibling(".part-" + UUID.randomUUID());
        try {
            Files.createDirectories(file.resolveSibling(".").normalize());
            try {
                Files.write(unfinished, bytes);
                Files.move(
                        unfinished,
                        file,
                        StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(unfinished);
            }
        } catch (IOException e) {
            LOG.warn("Cannot keep the thumbnail {}: {}", file, e.toString());
        }
    }

    private static void remove(@org.jspecify.annotations.Nullable Path temporary) {
        if (temporary == null) {
            return;
        }
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            LOG.warn("Cannot remove {}: {}", temporary, e.toString());
        }
    }
}
