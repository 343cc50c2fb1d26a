package studio.atelier.storage.image;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import studio.atelier.model.PictureSize;
import studio.atelier.model.Problem;
import studio.atelier.model.StudioException;
import studio.atelier.storage.Hashes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

class ThumbnailCacheTest {
    @TempDir Path folder;

    private final AtomicInteger fetched = new AtomicInteger();
    private Path picture = Path.of("unused");
    private String sha256 = "";
    private ThumbnailCache cache = cache(picture);

    @BeforeEach
    void open() throws IOException {
        picture = Pictures.png(folder.resolve("a.png"), 900, 600);
        sha256 = Hashes.sha256(picture);
        cache = cache(folder.resolve("thumbnails"));
    }

    @Test
    void bothSizesAreMadeAtOnceAndKept() throws IOException {
        byte[] small = read(PictureSize.SMALL);
        byte[] large = read(PictureSize.LARGE);
        assertEquals(1, fetched.get());
        assertArrayEquals(small, Files.readAllBytes(file(256)));
        assertArrayEquals(large, Files.readAllBytes(file(512)));
    }

    @Test
    void whatAProofDecodedMakesTheSameThumbnailsAndNobodyFetchesThePicture() throws IOException {
        byte[] small = read(PictureSize.SMALL);
        byte[] large = read(PictureSize.LARGE);
        cache = cache(folder.resolve("others"));
        cache.offer(sha256, PictureCheck.look(picture, "a.png").large().orElseThrow());
        assertArrayEquals(small, read(PictureSize.SMALL));
        assertArrayEquals(large, read(PictureSize.LARGE));
        assertEquals(1, fetched.get());
    }

    @Test
    void whatIsOfferedAfterTheEndIsNotWritten() throws IOException {
        cache.close();
        cache.offer(sha256, PictureCheck.look(picture, "a.png").large().orElseThrow());
        await().during(Duration.ofMillis(200)).until(() -> !Files.exists(file(256)));
    }

    @Test
    void damagedFilesAreMadeAnew() throws IOException {
        byte[] small = read(PictureSize.SMALL);
        for (byte[] damage : new byte[][] {{}, java.util.Arrays.copyOf(small, small.length / 2)}) {
            Files.write(file(256), damage);
            assertArrayEquals(small, read(PictureSize.SMALL));
            assertArrayEquals(small, Files.readAllBytes(file(256)));
        }
    }

    @Test
    void manyWhoAskAtOnceGetOneAnswer() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<byte[]>> answers = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                answers.add(threads.submit(() -> read(PictureSize.SMALL)));
            }
            for (Future<byte[]> answer : answers) {
                assertArrayEquals(Files.readAllBytes(file256(answer)), answer.get());
            }
        }
    }

    @Test
    void aFailureIsToldAndNotKept() throws IOException {
        ThumbnailCache.Original missing =
                _ -> {
                    throw new StudioException(Problem.of(Problem.Kind.OBJECT_MISSING, "a.png"));
                };
        assertThrows(
                StudioException.class,
                () -> cache.open(sha256, PictureSize.SMALL, "a.png", missing));
        assertEquals(256, ImageSizes.widthOf(read(PictureSize.SMALL)));
    }

    @Test
    void aFolderThatCannotBeWrittenStillShowsPictures() throws IOException {
        cache = cache(Files.writeString(folder.resolve("a file"), ""));
        assertEquals(512, ImageSizes.widthOf(read(PictureSize.LARGE)));
    }

    @Test
    void whatADeadProcessLeftGoesAfterADay() throws IOException {
        Path incoming = Files.createDirectories(folder.resolve("thumbnails").resolve("incoming"));
        Path old = Files.writeString(incoming.resolve("1.picture"), "half");
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
        Path young = Files.writeString(incoming.resolve("2.picture"), "of another process");
        Path mine = cache.temporary();
        try (var left = Files.list(incoming)) {
            assertEquals(Set.of(young, mine), left.collect(Collectors.toSet()));
        }
    }

    @Test
    void namesThatAreNoHashNeverBecomePaths() {
        assertThrows(
                IllegalArgumentException.class,
                () -> cache.open("../../etc/passwd", PictureSize.SMALL, "x", path -> path));
    }

    private Path file256(Future<byte[]> answer) throws Exception {
        answer.get();
        return file(256);
    }

    private byte[] read(PictureSize size) throws IOException {
        return cache.open(
                        sha256,
                        size,
                        "a.png",
                        _ -> {
                            fetched.incrementAndGet();
                            return picture;
                        })
                .readAllBytes();
    }

    private Path file(int edge) {
        return folder.resolve("thumbnails")
                .resolve(sha256.substring(0, 2))
                .resolve(sha256 + "-" + edge + ".jpg");
    }

    private static ThumbnailCache cache(Path folder) {
        return new ThumbnailCache(folder, new Thumbnails(new ImageIoJpegDecoder()));
    }

    private static final class ImageSizes {
        static int widthOf(byte[] jpeg) throws IOException {
            return javax.imageio.ImageIO.read(new java.io.ByteArrayInputStream(jpeg)).getWidth();
        }
    }
}
