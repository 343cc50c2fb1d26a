package studio.atelier.ui.generate;

import studio.atelier.gallery.Library;
import studio.atelier.gallery.Library.ImportProgress;
import studio.atelier.gallery.Library.ImportReport;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/// Where references come from when a person brings them in. Methods block.
sealed interface ImportSource {
    /// @param category of what no folder has a name for
    ImportReport bring(Library library, String category, ImportProgress progress) throws Exception;

    /// Files and folders.
    record Paths(List<Path> paths) implements ImportSource {
        @Override
        public ImportReport bring(Library library, String category, ImportProgress progress) {
            return library.importPaths(paths, category, progress);
        }
    }

    /// A picture that is no file yet.
    ///
    /// @param png encodes it
    /// @param name without extension
    record Picture(Callable<byte[]> png, String name) implements ImportSource {
        @Override
        public ImportReport bring(Library library, String category, ImportProgress progress)
                throws Exception {
            Path folder = Files.createTempDirectory("atelier-pasted-");
            Path file = folder.resolve(name + ".png");
            try {
                Files.write(file, png.call());
                return library.importPaths(List.of(file), category, progress);
            } finally {
                Files.deleteIfExists(file);
                Files.delete(folder);
            }
        }
    }

    /// Looks at what was dropped, pasted or picked.
    ///
    /// @param files how many of the paths are no folders
    /// @param parent the name of the folder that all of these lie in
    record Offer(List<Path> paths, int files, Optional<String> parent) {
        static Offer of(List<Path> paths) {
            List<Path> files = paths.stream().filter(path -> !Files.isDirectory(path)).toList();
            Set<Optional<String>> parents =
                    files.stream().map(Offer::folderName).collect(Collectors.toSet());
            return new Offer(
                    paths,
                    files.size(),
                    parents.size() == 1 ? parents.iterator().next() : Optional.empty());
        }

        private static Optional<String> folderName(Path file) {
            return Optional.ofNullable(file.toAbsolutePath().getParent())
                    .map(Path::getFileName)
                    .map(Path::toString);
        }
    }
}
