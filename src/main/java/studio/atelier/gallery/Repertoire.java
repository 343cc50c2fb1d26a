package studio.atelier.gallery;

import studio.atelier.model.LoraModel;
import studio.atelier.model.ModelId;
import studio.atelier.model.Workflow;
import studio.atelier.model.WorkflowId;

import java.util.List;
import java.util.Optional;

/// How models and workflows come, change and go. Nothing is ever deleted: jobs and pictures refer to them. All methods
/// block; safe to share between threads.
public interface Repertoire {
    /// @param draft its id is ignored; a blank slug is made of the name
    /// @return the model as stored, under a slug that no other has
    LoraModel create(LoraModel draft);

    /// Writes everything but the slug, which is in the names of the model's pictures.
    LoraModel change(LoraModel model);

    /// Puts a model away, or brings it back.
    ///
    /// @return false when it was so already
    boolean archive(ModelId model, boolean archived);

    /// The latest first.
    List<LoraModel> archivedModels();

    /// Adds a workflow, also as a file in the person's folder. Never overwrites one.
    ///
    /// @param draft its id is ignored, and its slug is made of its name
    /// @param earlier the workflow that this is a new version of, which is put away
    Workflow add(Workflow draft, Optional<WorkflowId> earlier);

    /// Puts a workflow away, or brings it back.
    ///
    /// @return false when it was so already
    boolean archive(WorkflowId workflow, boolean archived);

    /// The latest first.
    List<Workflow> archivedWorkflows();
}
