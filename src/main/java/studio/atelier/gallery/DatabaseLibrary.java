package studio.atelier.gallery;

import studio.atelier.db.ModelStore;
import studio.atelier.db.ReferenceEditStore;
import studio.atelier.db.ReferenceStore;
import studio.atelier.db.WorkflowStore;
import studio.atelier.model.LoraModel;
import studio.atelier.model.Problem;
import studio.atelier.model.ReferenceChange;
import studio.atelier.model.ReferenceImage;
import studio.atelier.model.Workflow;
import studio.atelier.storage.ObjectStore;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// What the database holds to choose from, and the way for references to get there. Safe to share between threads.
public final class DatabaseLibrary implements Library {
    private final ModelStore models;
    private final WorkflowStore workflows;
    private final ReferenceStore references;
    private final ReferenceEditStore edits;
    private final ReferenceImport imports;

    public DatabaseLibrary(
            ModelStore models,
            WorkflowStore workflows,
            ReferenceStore references,
            ReferenceEditStore edits,
            ObjectStore objects,
            InstantSource clock) {
        this.models = models;
        this.workflows = workflows;
        this.references = references;
        this.edits = edits;
        imports = new ReferenceImport(references, objects, clock);
    }

    @Override
    public List<LoraModel> models() {
        return models.list();
    }

    @Override
    public List<LoraModel> everyModel() {
        return Stream.concat(models.list().stream(), models.archived().stream()).toList();
    }

    @Override
    public List<Workflow> workflows() {
        return workflows.list();
    }

    @Override
    public List<ReferenceImage> references() {
        return references.list();
    }

    @Override
    public ImportReport importFolder(Path folder, ImportProgress progress) {
        ImportFiles.Found found = ImportFiles.in(folder);
        return run(found.files(), found.unreadable(), progress);
    }

    @Override
    public ImportReport importPaths(List<Path> paths, String category, ImportProgress progress) {
        List<ImportFiles.Candidate> files = new ArrayList<>();
        List<Problem> unreadable = new ArrayList<>();
        for (Path path : paths) {
            if (Files.isDirectory(path)) {
                ImportFiles.Found found = ImportFiles.named(path);
                files.addAll(found.files());
                unreadable.addAll(found.unreadable());
            } else {
                files.add(new ImportFiles.Candidate(path, ImportFiles.category(category)));
            }
        }
        return run(files, unreadable, progress);
    }

    @Override
    public ReferenceChange edit(ReferenceChange change) {
        return edits.apply(change);
    }

    @Override
    public ReferenceChange renameCategory(String from, String to, boolean blankToo) {
        return edits.rename(from, ImportFiles.category(to), blankToo);
    }

    @Override
    public String referencesVersion() {
        return edits.version();
    }

    private ImportReport run(
            List<ImportFiles.Candidate> files, List<Problem> unreadable, ImportProgress progress) {
        return new ImportRun(imports, files, progress).report(unreadable);
    }
}
