package studio.atelier.ui.generate;

import org.jspecify.annotations.Nullable;

import studio.atelier.gallery.Repertoire;
import studio.atelier.model.LoraModel;
import studio.atelier.model.ModelId;
import studio.atelier.model.Problem;
import studio.atelier.model.Slug;
import studio.atelier.model.StudioException;
import studio.atelier.model.Workflow;
import studio.atelier.model.WorkflowId;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Models and workflows of a library in memory.
public final class MemoryRepertoire implements Repertoire {
    private final MemoryLibrary library;
    private final List<LoraModel> models = new ArrayList<>();
    private final List<Workflow> workflows = new ArrayList<>();
    public volatile @Nullable Problem broken;
    private int ids = 100;

    public MemoryRepertoire(MemoryLibrary library) {
        this.library = library;
    }

    @Override
    public LoraModel create(LoraModel draft) {
        failIfBroken();
        LoraModel stored = withId(draft, new ModelId(ids++));
        library.models.add(stored);
        return stored;
    }

    @Override
    public LoraModel change(LoraModel model) {
        failIfBroken();
        library.models.replaceAll(each -> each.id().equals(model.id()) ? model : each);
        return model;
    }

    @Override
    public boolean archive(ModelId model, boolean archived) {
        failIfBroken();
        List<LoraModel> from = archived ? library.models : models;
        List<LoraModel> to = archived ? models : library.models;
        from.stream().filter(each -> each.id().equals(model)).forEach(to::add);
        return from.removeIf(each -> each.id().equals(model));
    }

    @Override
    public List<LoraModel> archivedModels() {
        return List.copyOf(models);
    }

    @Override
    public Workflow add(Workflow draft, Optional<WorkflowId> earlier) {
        failIfBroken();
        var stored =
                new Workflow(
                        new WorkflowId(ids++),
                        draft.name(),
                        Slug.of(draft.name(), "workflow"),
                        draft.description(),
                        draft.graph(),
                        draft.parameters());
        library.workflows.add(stored);
        earlier.ifPresent(id -> archive(id, true));
        return stored;
    }

    @Override
    public boolean archive(WorkflowId workflow, boolean archived) {
        failIfBroken();
        List<Workflow> from = archived ? library.workflows : workflows;
        List<Workflow> to = archived ? workflows : library.workflows;
        from.stream().filter(each -> each.id().equals(workflow)).forEach(to::add);
        return from.removeIf(each -> each.id().equals(workflow));
    }

    @Override
    public List<Workflow> archivedWorkflows() {
        return List.copyOf(workflows);
    }

    private static LoraModel withId(LoraModel draft, ModelId id) {
        return new LoraModel(
                id,
                draft.name(),
                Slug.of(draft.name(), "model"),
                draft.skinTone(),
                draft.hairColor(),
                draft.hairStyle(),
                draft.loraFile(),
                draft.triggerWord(),
                draft.negativePrompt());
    }

    private void failIfBroken() {
        Problem problem = broken;
        if (problem != null) {
            throw new StudioException(problem);
        }
    }
}
