package studio.atelier.gallery;

import studio.atelier.db.ModelStore;
import studio.atelier.db.WorkflowFile;
import studio.atelier.db.WorkflowStore;
import studio.atelier.model.LoraModel;
import studio.atelier.model.ModelId;
import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;
import studio.atelier.model.Slug;
import studio.atelier.model.StudioException;
import studio.atelier.model.Workflow;
import studio.atelier.model.WorkflowId;

import java.util.List;
import java.util.Optional;

/// Models and workflows in the database, and workflows in the person's folder too. Safe to share between threads.
public final class DatabaseRepertoire implements Repertoire {
    /// As many characters as the column holds.
    private static final int LONGEST_NAME = 100;

    private final ModelStore models;
    private final WorkflowStore workflows;
    private final WorkflowFiles files;

    public DatabaseRepertoire(ModelStore models, WorkflowStore workflows, WorkflowFiles files) {
        this.models = models;
        this.workflows = workflows;
        this.files = files;
    }

    @Override
    public LoraModel create(LoraModel draft) {
        return models.create(draft);
    }

    @Override
    public LoraModel change(LoraModel model) {
        LoraModel before = found(model);
        models.update(model.withSlug(before.slug()));
        return found(model);
    }

    @Override
    public boolean archive(ModelId model, boolean archived) {
        return models.archive(model, archived);
    }

    @Override
    public List<LoraModel> archivedModels() {
        return models.archived();
    }

    @Override
    public Workflow add(Workflow draft, Optional<WorkflowId> earlier) {
        var file =
                new WorkflowFile(
                        Slug.of(draft.name(), "workflow"),
                        draft.name().substring(0, Math.min(LONGEST_NAME, draft.name().length())),
                        draft.description(),
                        draft.graph(),
                        draft.parameters());
        Workflow stored = workflows.add(file, earlier);
        files.write(file.withSlug(stored.slug()));
        return stored;
    }

    @Override
    public boolean archive(WorkflowId workflow, boolean archived) {
        return workflows.archive(workflow, archived);
    }

    @Override
    public List<Workflow> archivedWorkflows() {
        return workflows.archived();
    }

    private LoraModel found(LoraModel model) {
        return models.find(model.id())
                .orElseThrow(
                        () ->
                                new StudioException(
                                        Problem.of(
                                                Kind.NOT_FOUND,
                                                Problem.words("thing.model", model.name()))));
    }
}
