package studio.atelier.app;

import javafx.stage.FileChooser;
import javafx.stage.Window;

import org.jspecify.annotations.Nullable;

import studio.atelier.model.Messages;

import java.io.File;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/// The system's own dialog for a `.env` file. JavaFX thread only.
record EnvFileDialog(Supplier<? extends @Nullable Window> owner) {
    Optional<Path> choose() {
        var chooser = new FileChooser();
        chooser.setTitle(Messages.of("settings").text("env.dialog"));
        return Optional.ofNullable(chooser.showOpenDialog(owner.get())).map(File::toPath);
    }
}
