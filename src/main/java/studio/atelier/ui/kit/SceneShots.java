package studio.atelier.ui.kit;

import javafx.scene.Scene;
import javafx.scene.image.WritableImage;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// Pictures of the studio's own screens, as PNG files.
public final class SceneShots {
    /// The scene as it would look now, styled and laid out. JavaFX thread only.
    public WritableImage take(Scene scene) {
        scene.getRoot().applyCss();
        scene.getRoot().layout();
        return scene.snapshot(null);
    }

    /// Writes a picture that `take` made; blocks, and needs no JavaFX thread. Folders are made as needed.
    public void write(WritableImage shot, Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            PngWriter.write(shot, out);
        }
    }
}
