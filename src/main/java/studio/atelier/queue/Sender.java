package studio.atelier.queue;

import studio.atelier.db.ClaimedJob.Recipe;
import studio.atelier.engine.EngineJobState;
import studio.atelier.engine.Submission;
import studio.atelier.engine.Submission.InputFile;
import studio.atelier.engine.SubmissionUnclear;
import studio.atelier.model.Job;
import studio.atelier.model.ParameterValue;
import studio.atelier.model.PromptId;
import studio.atelier.model.StudioException;
import studio.atelier.plan.GraphTemplate;
import studio.atelier.plan.JobVariables;
import studio.atelier.plan.Prompts;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Sends a job to an engine: prepares its reference, fills its graph, commits our prompt id, and only then
/// submits. Safe to share between threads.
final class Sender {
    /// An unclear sending may still be on its way: so often the engine is asked before it counts as lost.
    private static final int LOOKS_AFTER_UNCLEAR = 5;

    private final EngineLink link;
    private final References references;
    private final JobRecords records;
    private final Conditions conditions;

    Sender(EngineLink link, References references, JobRecords records, Conditions conditions) {
        this.link = link;
        this.references = references;
        this.records = records;
        this.conditions = conditions;
    }

    /// Afterwards the engine has the job, or may have it and is to be told that it is cancelled.
    ///
    /// @throws StudioException when it surely has not
    /// @throws RunEnded when the job was cancelled or lost meanwhile
    void send(HeldJob held) {
        Recipe recipe = held.recipe();
        var template = GraphTemplate.parse(recipe.workflowName(), recipe.graph());
        Set<String> used =
                template.uses().stream()
                        .map(GraphTemplate.Use::variable)
                        .collect(Collectors.toSet());
        PromptId prompt = conditions.promptIds().get();
        String placeholder = "reference-of-" + prompt;
        String lora =
                used.contains(JobVariables.LORA_FILE)
                        ? link.loraNamed(recipe.loraFile())
                        : recipe.loraFile();
        String graph = template.fill(variables(held, lora, placeholder, prompt));
        if (!used.contains(JobVariables.REFERENCE_IMAGE)) {
            submit(held, new Submission(prompt, graph, List.of()));
            return;
        }
        try (var reference = references.prepare(held.id(), recipe)) {
            var input = new InputFile(placeholder, reference.file(), reference.uploadName());
            submit(held, new Submission(prompt, graph, List.of(input)));
        }
    }

    /// What a job's graph is filled with for one sending.
    ///
    /// @param lora as the engine lists it
    /// @param reference as the engine stored it, or what stands for it
    static Map<String, ParameterValue> variables(
            HeldJob held, String lora, String reference, PromptId prompt) {
        Job job = held.claimed().job();
        Recipe recipe = held.recipe();
        return JobVariables.of(
                new JobVariables.Names(
                        recipe.modelSlug(),
                        lora,
                        PictureNames.stem(recipe.referenceName()),
                        reference,
                        prompt.value()),
                new Prompts(job.positivePrompt(), job.negativePrompt()),
                job.seed().orElse(0),
                job.parameters());
    }

    private void submit(HeldJob held, Submission submission) {
        held.requireGoingOn();
        records.beginSending(held, submission.prompt());
        held.reached(Step.ID_COMMITTED, conditions);
        link.follow(submission.prompt(), held);
        PromptId running = submission.prompt();
        try {
            // The upload may have taken long, so the lease is looked at after it.
            running = link.engine().submit(submission, () -> records.requireFreshLease(held));
            // At once: while the answer is written down the engine may go away.
            link.answered();
        } catch (SubmissionUnclear e) {
            if (!isThere(held, e)) {
                return;
            }
        }
        held.reached(Step.SENT, conditions);
        if (!running.equals(submission.prompt())) {
            link.follow(running, held);
        }
        records.submitted(held, running);
        held.reached(Step.ACCEPTED, conditions);
    }

    /// Nobody knows whether the engine has it: it is asked for our id before anything is sent again.
    ///
    /// @return false when somebody cancelled it meanwhile: whoever watches it tells the engine, and waits no longer than
    ///     for that
    /// @throws StudioException when the engine has not got it
    private boolean isThere(HeldJob held, SubmissionUnclear unclear) {
        PromptId prompt = held.prompt().orElseThrow();
        var backoff = new Backoff(conditions);
        boolean away = false;
        for (int looks = 0; looks < LOOKS_AFTER_UNCLEAR; ) {
            held.requireGoingOn();
            if (held.isCancelRequested()) {
                return false;
            }
            held.await(backoff.next());
            try {
                if (!(link.engine().lookUp(prompt) instanceof EngineJobState.Unknown)) {
                    return true;
                }
                if (away) {
                    // What it was waited for while it was away is no measure any more.
                    backoff.reset();
                    away = false;
                } else {
                    looks++;
                }
            } catch (StudioException e) {
                away = true;
                link.failed(e.problem());
            }
        }
        throw new StudioException(unclear.problem(), unclear);
    }
}
