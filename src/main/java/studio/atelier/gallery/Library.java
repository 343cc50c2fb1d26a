package studio.atelier.gallery;

import studio.atelier.model.LoraModel;
import studio.atelier.model.Problem;
import studio.atelier.model.ReferenceImage;
import studio.atelier.model.Workflow;

import java.nio.file.Path;
import java.util.List;

/// What a person chooses from: models, workflows, references. All methods block; safe to share between threads.
public interface Library {
    List<LoraModel> models();

    List<Workflow> workflows();

    /// Every reference, by category and file name.
    List<ReferenceImage> references();

    /// Brings pictures in: a sub-folder is a category, a `.txt` beside a picture its caption. Pictures whose bytes
    /// are already there are skipped; what cannot be read is named and skipped.
    ImportReport importFolder(Path folder, ImportProgress progress);

    /// Brings single pictures in under a category.
    ImportReport importFiles(List<Path> files, String category, ImportProgress progress);

    /// @param imported references that are new, or whose caption was filled in
    /// @param duplicates pictures that were already there
    record ImportReport(
            List<ReferenceImage> imported,
            List<ReferenceImage> duplicates,
            List<Problem> refused) {}

    /// Told after each file, on the calling thread.
    @FunctionalInterface
    interface ImportProgress {
        void done(int files, int of);
    }
}
