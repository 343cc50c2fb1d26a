package studio.atelier.storage;

import studio.atelier.model.Messages;
import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;
import studio.atelier.model.StudioException;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/// Says what a failed file operation means for the person. File systems report a full or read-only disk only
/// in the words of the operating system.
public final class FolderProblems {
    private static final List<String> FULL =
            List.of(
                    "no space left",
                    "disk quota exceeded",
                    "not enough space",
                    "disk is full",
                    "file too large");
    private static final List<String> READ_ONLY =
            List.of(
                    "read-only file system",
                    "permission denied",
                    "access is denied",
                    "operation not permitted",
                    "write protected");

    private FolderProblems() {}

    /// @param base the store's own folder
    /// @param place the folder that was worked in, for the sentence
    static StudioException of(IOException failure, Path base, Path place) {
        return new StudioException(problem(failure, base, place), failure);
    }

    static Problem problem(IOException failure, Path base, Path place) {
        if (!Files.isDirectory(base)) {
            return gone(base);
        }
        return refused(failure, place);
    }

    /// For a folder that could not be made, or one outside any store.
    public static StudioException unprepared(IOException failure, Path base) {
        return new StudioException(refused(failure, base), failure);
    }

    private static Problem refused(IOException failure, Path place) {
        String words = words(failure);
        String where = place.toString();
        if (FULL.stream().anyMatch(words::contains)) {
            return Problem.detailed(Kind.STORE_FULL, failure.toString(), where);
        }
        if (failure instanceof AccessDeniedException
                || READ_ONLY.stream().anyMatch(words::contains)) {
            return Problem.detailed(Kind.STORE_READ_ONLY, failure.toString(), where);
        }
        return Problem.detailed(Kind.STORE_FAULTY, failure.toString(), where, plain(failure));
    }

    /// A drive that was pulled out, a share that is not mounted.
    static Problem gone(Path base) {
        return Problem.of(
                Kind.STORE_FAULTY, base.toString(), Messages.of("problems").text("folder.gone"));
    }

    private static String words(IOException failure) {
        return plain(failure).toLowerCase(Locale.ROOT);
    }

    private static String plain(IOException failure) {
        // The path is said before it.
        if (failure instanceof FileSystemException of && of.getReason() != null) {
            return of.getReason();
        }
        return Objects.requireNonNullElse(failure.getMessage(), failure.toString());
    }
}
