package studio.atelier.gallery;

import studio.atelier.model.Messages;
import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;
import studio.atelier.model.StudioException;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/// Finds what a folder holds to be imported. Links to folders are not followed, so a loop of them is harmless.
final class ImportFiles {
    private static final String UNCATEGORIZED = "uncategorized";
    private static final int LONGEST_CATEGORY = 100;
    private static final Set<String> OF_THE_SYSTEM = Set.of("thumbs.db", "desktop.ini");

    /// @param category as the database will hold it
    record Candidate(Path file, String category) {
        String name() {
            return nameOf(file);
        }
    }

    /// @param unreadable what the folder does not let us read
    record Found(List<Candidate> files, List<Problem> unreadable) {}

    private ImportFiles() {}

    /// In the order of their paths.
    static Found in(Path folder) {
        return in(folder, "");
    }

    /// As `in`, but the folder's own pictures have its name for a category.
    static Found named(Path folder) {
        return in(folder, nameOf(folder.toAbsolutePath().normalize()));
    }

    private static Found in(Path folder, String name) {
        if (!Files.isDirectory(folder)) {
            throw new StudioException(
                    Problem.of(Kind.NOT_FOUND, Problem.words("thing.folder", folder.toString())));
        }
        List<Candidate> files = new ArrayList<>();
        List<Problem> unreadable = new ArrayList<>();
        try {
            Path top = folder.toRealPath();
            Files.walkFileTree(top, new Visitor(top, name, new Found(files, unreadable)));
        } catch (IOException e) {
            throw new StudioException(unreadable(folder, e), e);
        }
        files.sort(Comparator.comparing(Candidate::file));
        return new Found(files, unreadable);
    }

    /// As it fits the database; a blank one has a name too.
    static String category(String category) {
        String plain = category.strip();
        if (plain.isEmpty()) {
            return UNCATEGORIZED;
        }
        return plain.length() > LONGEST_CATEGORY ? plain.substring(0, LONGEST_CATEGORY) : plain;
    }

    static String nameOf(Path file) {
        Path name = file.getFileName();
        return name == null ? file.toString() : name.toString();
    }

    static Problem unreadable(Path file, IOException failure) {
        return Problem.detailed(
                Kind.REFERENCE_UNOPENED, failure.toString(), nameOf(file), why(failure));
    }

    /// The message of a file system is often no more than the name.
    private static String why(IOException failure) {
        var words = Messages.of("problems");
        return switch (failure) {
            case NoSuchFileException _ -> words.text("file.gone");
            case AccessDeniedException _ -> words.text("file.forbidden");
            case FileSystemException of when of.getReason() != null -> of.getReason();
            default -> Objects.requireNonNullElse(failure.getMessage(), failure.toString());
        };
    }

    private static final class Visitor extends SimpleFileVisitor<Path> {
        private final Path top;
        private final String name;
        private final Found found;

        Visitor(Path top, String name, Found found) {
            this.top = top;
            this.name = name;
            this.found = found;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            boolean hidden = !folder.equals(top) && nameOf(folder).startsWith(".");
            return hidden ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            String name = nameOf(file).toLowerCase(Locale.ROOT);
            boolean meant =
                    !name.startsWith(".")
                            && !name.endsWith(".txt")
                            && !OF_THE_SYSTEM.contains(name);
            boolean linkToFolder = attributes.isSymbolicLink() && Files.isDirectory(file);
            if (meant && !linkToFolder) {
                found.files().add(new Candidate(file, category(file)));
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) {
            found.unreadable().add(ImportFiles.unreadable(file, failure));
            return FileVisitResult.CONTINUE;
        }

        private String category(Path file) {
            Path folder = top.relativize(file).getParent();
            return ImportFiles.category(
                    folder == null ? name : folder.toString().replace('\\', '/'));
        }
    }
}
