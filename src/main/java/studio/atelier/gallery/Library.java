package studio.atelier.gallery;

import studio.atelier.model.LoraModel;
import studio.atelier.model.Problem;
import studio.atelier.model.ReferenceChange;
import studio.atelier.model.ReferenceImage;
import studio.atelier.model.Workflow;

import java.nio.file.Path;
import java.util.List;

/// What a person chooses from: models, workflows, references. All methods block; safe to share between threads.
public interface Library {
    List<LoraModel> models();

    /// Also those that were put away, after the others: there are pictures of them.
    List<LoraModel> everyModel();

    List<Workflow> workflows();

    /// Every reference, by category and file name.
    List<ReferenceImage> references();

    /// Brings pictures in: a sub-folder is a category, a `.txt` beside a picture its caption. Pictures whose bytes
    /// are already there are skipped; what cannot be read is named and skipped.
    ImportReport importFolder(Path folder, ImportProgress progress);

    /// Brings in what a person points at: files under the category, a folder's own pictures under its name, and
    /// those of its sub-folders under theirs.
    ImportReport importPaths(List<Path> paths, String category, ImportProgress progress);

    /// Edits references, as far as they still are what the edit expects them to be.
    ///
    /// @return the part of it that took place; its inverse takes it back
    ReferenceChange edit(ReferenceChange change);

    /// Moves everything in a category, letter case aside, to another one, which may be there already.
    ///
    /// @param blankToo whether what has no category is in it too
    ReferenceChange renameCategory(String from, String to, boolean blankToo);

    /// Another text whenever references were added, edited or removed, by whichever desktop. Cheap.
    String referencesVersion();

    /// @param imported references that are new, were deleted before, or whose caption was filled in
    /// @param duplicates pictures that were already there
    record ImportReport(
            List<ReferenceImage> imported,
            List<ReferenceImage> duplicates,
            List<Problem> refused) {}

    /// Told after each file, on a thread of the import, one at a time.
    @FunctionalInterface
    interface ImportProgress {
        void done(int files, int of);

        /// Asked before each file: true ends the import, and what was brought in stays.
        default boolean isStopped() {
            return false;
        }
    }
}
