package studio.atelier.model;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/// One run to make: a row of `generation_jobs` as it stood when it was read.
///
/// @param batch empty for rows of the older web client
/// @param promptId the engine's job id of the current attempt
/// @param engine name of the engine that has or had it
/// @param attempt number of sendings so far, 0 before the first
/// @param priority waiting jobs with a higher one run first; 0 unless it was moved to the front
/// @param notBefore earliest time of the next attempt while it waits to be tried again
/// @param problem why it failed, or why it waits to be tried again
public record Job(
        JobId id,
        Optional<BatchId> batch,
        Optional<ModelId> model,
        Optional<WorkflowId> workflow,
        Optional<ReferenceId> reference,
        int variation,
        OptionalLong seed,
        JobStatus status,
        String positivePrompt,
        String negativePrompt,
        Parameters parameters,
        Optional<PromptId> promptId,
        Optional<String> engine,
        int attempt,
        int priority,
        Optional<Instant> notBefore,
        Optional<Instant> cancelRequestedAt,
        Optional<Problem> problem,
        Instant createdAt,
        Optional<Instant> startedAt,
        Optional<Instant> completedAt) {}
