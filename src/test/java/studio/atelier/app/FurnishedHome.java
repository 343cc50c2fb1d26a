package studio.atelier.app;

import studio.atelier.storage.image.ImageIoJpegDecoder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.stream.Stream;

/// A home after its first start, to be copied for each test of a class: the database is made and the samples are
/// painted once.
final class FurnishedHome {
    private final Path folder;

    private FurnishedHome(Path folder) {
        this.folder = folder;
    }

    static FurnishedHome in(Path folder) {
        // No engine is asked at a start, so there need not be one.
        var environment = StudioEnvironment.of(Map.of("COMFYUI_API_URL", "http://127.0.0.1:1"));
        Core.open(new Home(folder), environment, new ImageIoJpegDecoder()).close();
        return new FurnishedHome(folder);
    }

    Home copy(Path to) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.toList()) {
                Files.copy(
                        file,
                        to.resolve(folder.relativize(file)),
                        StandardCopyOption.COPY_ATTRIBUTES,
                        LinkOption.NOFOLLOW_LINKS);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Home(to);
    }
}
