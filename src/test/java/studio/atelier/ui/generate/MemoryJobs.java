package studio.atelier.ui.generate;

import studio.atelier.model.Batch;
import studio.atelier.model.BatchId;
import studio.atelier.model.BatchPlan;
import studio.atelier.model.Job;
import studio.atelier.model.JobDraft;
import studio.atelier.model.JobId;
import studio.atelier.model.JobStatus;
import studio.atelier.model.Problem;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/// The jobs of `MemoryQueue` as they become.
final class MemoryJobs {
    private MemoryJobs() {}

    static Batch batch(BatchId id, BatchPlan plan, Instant now) {
        return new Batch(
                id,
                plan.request().model().name(),
                plan.request().workflow().name(),
                plan.request().workflow().graph(),
                plan.request().references().size(),
                plan.request().variations(),
                plan.jobs().size(),
                now);
    }

    static Job job(JobId id, BatchId batch, BatchPlan plan, JobDraft draft, Instant now) {
        return new Job(
                id,
                Optional.of(batch),
                Optional.of(plan.request().model().id()),
                Optional.of(plan.request().workflow().id()),
                Optional.of(draft.reference().id()),
                draft.variation(),
                OptionalLong.of(draft.seed()),
                JobStatus.QUEUED,
                draft.positivePrompt(),
                draft.negativePrompt(),
                draft.parameters(),
                Optional.empty(),
                Optional.empty(),
                0,
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                now,
                Optional.empty(),
                Optional.empty());
    }

    static Job at(Job job, JobStatus status, Optional<Problem> problem, Instant now) {
        boolean started = status == JobStatus.PROCESSING;
        return new Job(
                job.id(),
                job.batch(),
                job.model(),
                job.workflow(),
                job.reference(),
                job.variation(),
                job.seed(),
                status,
                job.positivePrompt(),
                job.negativePrompt(),
                job.parameters(),
                job.promptId(),
                Optional.of("Demo engine"),
                job.attempt() + (started ? 1 : 0),
                job.priority(),
                Optional.empty(),
                Optional.empty(),
                problem,
                job.createdAt(),
                started ? Optional.of(now) : job.startedAt(),
                status.isFinal() ? Optional.of(now) : Optional.empty());
    }

    static Job withPriority(Job job, int priority) {
        return new Job(
                job.id(),
                job.batch(),
                job.model(),
                job.workflow(),
                job.reference(),
                job.variation(),
                job.seed(),
                job.status(),
                job.positivePrompt(),
                job.negativePrompt(),
                job.parameters(),
                job.promptId(),
                job.engine(),
                job.attempt(),
                priority,
                job.notBefore(),
                job.cancelRequestedAt(),
                job.problem(),
                job.createdAt(),
                job.startedAt(),
                job.completedAt());
    }
}
