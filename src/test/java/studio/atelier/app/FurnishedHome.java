package studio.atelier.app;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

import studio.atelier.db.LentPrograms;
import studio.atelier.storage.image.ImageIoJpegDecoder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/// A home after its first start, to be copied by each test that is not about the first start: the database is made and
/// the samples are painted once per test JVM.
///
///     @RegisterExtension static final FurnishedHome furnished = new FurnishedHome();
@SuppressWarnings("NullAway.Init")
final class FurnishedHome implements BeforeAllCallback {
    private static final Namespace NAMESPACE = Namespace.create(FurnishedHome.class);

    private Original original;

    @Override
    public void beforeAll(ExtensionContext context) {
        original =
                context.getRoot()
                        .getStore(NAMESPACE)
                        .computeIfAbsent(Original.class, _ -> Original.make(), Original.class);
    }

    Home copy(Path to) {
        try (Stream<Path> files = Files.walk(original.folder())) {
            Path programs = original.programs();
            for (Path file : files.filter(each -> !each.startsWith(programs)).toList()) {
                Files.copy(
                        file,
                        to.resolve(original.folder().relativize(file)),
                        StandardCopyOption.COPY_ATTRIBUTES,
                        LinkOption.NOFOLLOW_LINKS);
            }
            Files.createSymbolicLink(to.resolve(original.folder().relativize(programs)), programs);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Home(to);
    }

    private record Original(Path folder, Path programs) implements AutoCloseable {
        static Original make() {
            try {
                Path folder = Files.createTempDirectory("furnished-home");
                LentPrograms.to(folder);
                // No engine is asked at a start, so there need not be one.
                var environment =
                        StudioEnvironment.of(Map.of("COMFYUI_API_URL", "http://127.0.0.1:1"));
                Core.open(new Home(folder), environment, new ImageIoJpegDecoder()).close();
                return new Original(folder, programs(folder));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /// Read only, and larger than all else.
        private static Path programs(Path folder) throws IOException {
            try (Stream<Path> parts = Files.list(folder.resolve("postgres"))) {
                return parts.filter(part -> Objects.toString(part.getFileName()).startsWith("bin-"))
                        .findFirst()
                        .orElseThrow();
            }
        }

        @Override
        public void close() throws IOException {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
