package studio.atelier.ui.gallery;

import java.nio.file.Path;
import java.util.Optional;

/// Asks the person for a place on the disk. Empty when they changed their mind.
public interface FileDialogs {
    /// @param suggestedName file name to start with
    Optional<Path> saveFile(String suggestedName);

    Optional<Path> chooseFolder();
}
