package studio.atelier.storage.image;

import studio.atelier.model.Problem.Kind;
import studio.atelier.model.StudioException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// What an engine sent, made a picture of the kinds that are kept: PNG and JPEG stay as they are, WebP, as some nodes
/// save it, becomes PNG with the same pixels. Blocks, and keeps a core busy; safe to share between threads.
public final class OutputPicture {
    private OutputPicture() {}

    /// Afterwards the file is no WebP. What is no picture at all is left to `PictureCheck`.
    ///
    /// @param name the file's name at the engine, for the problem
    /// @throws StudioException with `OUTPUT_UNREADABLE` for a WebP that is damaged, cut off or an animation
    /// @throws IOException when the disk does not take it; the file is as it was
    public static void withoutWebp(Path file, String name) throws IOException {
        Path spare = file.resolveSibling(file.getFileName() + ".png.part");
        try {
            if (isWebp(file)) {
                ReferencePicture.webpAsPng(file, spare);
                Files.move(spare, file, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (UnreadablePicture e) {
            throw PictureCheck.problem(Kind.OUTPUT_UNREADABLE, name, e);
        } finally {
            Files.deleteIfExists(spare);
        }
    }

    private static boolean isWebp(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            byte[] start = in.readNBytes(PictureFormat.MAGIC_BYTES);
            return PictureFormat.of(start).filter(PictureFormat.WEBP::equals).isPresent();
        }
    }
}
