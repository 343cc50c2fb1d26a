package studio.atelier.bench;

import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.stage.Stage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;

/// The least of a JavaFX program: shows a window with one label, and notes when it was there.
public final class BareWindow {
    static final String NOTE = "BENCH_NOTE";

    private BareWindow() {}

    public static void main(String[] args) {
        Platform.startup(BareWindow::show);
    }

    private static void show() {
        var window = new Stage();
        window.setScene(new Scene(new Label("Atelier"), 1440, 900));
        window.show();
        note(System.currentTimeMillis());
    }

    private static void note(long time) {
        try {
            Path note = Path.of(Objects.requireNonNull(System.getenv(NOTE)));
            Path part = Files.writeString(note.resolveSibling("part"), String.valueOf(time));
            Files.move(part, note, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
