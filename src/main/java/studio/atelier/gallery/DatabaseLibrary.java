package studio.atelier.gallery;

import studio.atelier.db.ModelStore;
import studio.atelier.db.ReferenceStore;
import studio.atelier.db.WorkflowStore;
import studio.atelier.model.LoraModel;
import studio.atelier.model.Problem;
import studio.atelier.model.ReferenceImage;
import studio.atelier.model.StudioException;
import studio.atelier.model.Workflow;
import studio.atelier.storage.ObjectStore;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// What the database holds to choose from, and the way for references to get there. Safe to share between threads.
public final class DatabaseLibrary implements Library {
    private final ModelStore models;
    private final WorkflowStore workflows;
    private final ReferenceStore references;
    private final ReferenceImport imports;

    public DatabaseLibrary(
            ModelStore models,
            WorkflowStore workflows,
            ReferenceStore references,
            ObjectStore objects,
            InstantSource clock) {
        this.models = models;
        this.workflows = workflows;
        this.references = references;
        imports = new ReferenceImport(references, objects, clock);
    }

    @Override
    public List<LoraModel> models() {
        return models.list();
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
    public ImportReport importFiles(List<Path> files, String category, ImportProgress progress) {
        List<ImportFiles.Candidate> candidates =
                files.stream()
                        .map(
                                file ->
                                        new ImportFiles.Candidate(
                                                file, ImportFiles.category(category)))
                        .toList();
        return run(candidates, List.of(), progress);
    }

    private ImportReport run(
            List<ImportFiles.Candidate> files, List<Problem> unreadable, ImportProgress progress) {
        List<ReferenceImage> imported = new ArrayList<>();
        List<ReferenceImage> duplicates = new ArrayList<>();
        List<Problem> refused = new ArrayList<>(unreadable);
        int done = 0;
        for (ImportFiles.Candidate file : files) {
            try {
                ReferenceImport.Outcome outcome = imports.bring(file);
                (outcome.isNews() ? imported : duplicates).add(outcome.reference());
            } catch (StudioException e) {
                if (!ReferenceImport.concernsOnePicture(e.problem())) {
                    throw e;
                }
                refused.add(e.problem());
            }
            progress.done(++done, files.size());
        }
        return new ImportReport(imported, duplicates, refused);
    }
}
