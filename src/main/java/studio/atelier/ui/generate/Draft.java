package studio.atelier.ui.generate;

import studio.atelier.model.BatchRequest;
import studio.atelier.model.LoraModel;
import studio.atelier.model.Messages;
import studio.atelier.model.Parameters;
import studio.atelier.model.Problem;
import studio.atelier.model.ReferenceImage;
import studio.atelier.model.SeedChoice;
import studio.atelier.model.Workflow;
import studio.atelier.plan.JobVariables;

import java.util.List;
import java.util.Optional;

/// The batch as it stands on the screen, complete or not.
///
/// @param seed empty when what was typed is no seed
record Draft(
        Optional<ModelChoice> model,
        Optional<Workflow> workflow,
        List<ReferenceImage> references,
        int variations,
        Parameters parameters,
        Optional<SeedChoice> seed) {
    static final Draft NOTHING =
            new Draft(
                    Optional.empty(),
                    Optional.empty(),
                    List.of(),
                    1,
                    Parameters.EMPTY,
                    Optional.of(new SeedChoice.Random()));

    private static final Messages MESSAGES = Messages.of("generate");

    int jobCount() {
        return references.size() * variations;
    }

    /// Empty while something is missing.
    Optional<BatchRequest> request() {
        if (model.isEmpty() || workflow.isEmpty() || seed.isEmpty() || references.isEmpty()) {
            return Optional.empty();
        }
        LoraModel chosen = model.get().model();
        return Optional.of(
                new BatchRequest(
                        chosen, workflow.get(), references, variations, parameters, seed.get()));
    }

    /// In words, why this is not a batch yet; empty when it is one.
    Optional<String> missing() {
        if (model.isEmpty()) {
            return Optional.of(MESSAGES.text("blocked.model"));
        }
        if (workflow.isEmpty()) {
            return Optional.of(MESSAGES.text("blocked.workflow"));
        }
        if (references.isEmpty()) {
            return Optional.of(MESSAGES.text("blocked.references"));
        }
        if (seed.isEmpty()) {
            return Optional.of(MESSAGES.text("blocked.seed"));
        }
        return Optional.empty();
    }

    /// The LoRA that the engine lacks, where the workflow loads one.
    Optional<Problem> missingLora() {
        return model.flatMap(ModelChoice::missing)
                .filter(_ -> workflow.filter(JobVariables::loadsLora).isPresent());
    }
}
