package studio.atelier.ui.gallery;

import javafx.stage.DirectoryChooser;
import javafx.stage.FileChooser;
import javafx.stage.Window;

import org.jspecify.annotations.Nullable;

import studio.atelier.model.Messages;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/// The system's own dialogs, starting where the last one ended. JavaFX thread only.
public final class WindowFileDialogs implements FileDialogs {
    private final Supplier<@Nullable Window> owner;
    private final Messages messages = Messages.of("gallery");
    private Optional<Path> last = Optional.empty();

    public WindowFileDialogs(Supplier<@Nullable Window> owner) {
        this.owner = owner;
    }

    @Override
    public Optional<Path> saveFile(String suggestedName) {
        FileChooser chooser = new FileChooser();
        chooser.setTitle(messages.text("dialog.save"));
        chooser.setInitialFileName(suggestedName);
        chooser.getExtensionFilters()
                .addAll(
                        new FileChooser.ExtensionFilter(messages.text("dialog.png"), "*.png"),
                        new FileChooser.ExtensionFilter(messages.text("dialog.any"), "*.*"));
        folder().ifPresent(chooser::setInitialDirectory);
        Optional<Path> chosen =
                Optional.ofNullable(chooser.showSaveDialog(owner.get())).map(File::toPath);
        chosen.map(Path::getParent).ifPresent(folder -> last = Optional.of(folder));
        return chosen;
    }

    @Override
    public Optional<Path> chooseFolder() {
        DirectoryChooser chooser = new DirectoryChooser();
        chooser.setTitle(messages.text("dialog.folder"));
        folder().ifPresent(chooser::setInitialDirectory);
        Optional<Path> chosen =
                Optional.ofNullable(chooser.showDialog(owner.get())).map(File::toPath);
        chosen.ifPresent(folder -> last = Optional.of(folder));
        return chosen;
    }

    /// A folder that vanished would keep the dialog from opening.
    private Optional<File> folder() {
        return last.filter(Files::isDirectory).map(Path::toFile);
    }
}
