package studio.atelier.queue;

import studio.atelier.engine.EngineDescription;
import studio.atelier.model.BatchPlan;
import studio.atelier.model.BatchRequest;
import studio.atelier.model.JobNeeds;
import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;
import studio.atelier.model.ReferenceImage;
import studio.atelier.model.StudioException;
import studio.atelier.model.Workflow;
import studio.atelier.storage.Bucket;
import studio.atelier.storage.ObjectStore;
import studio.atelier.storage.image.PictureCheck;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// Looks before a batch runs: would it fail for a reason that can be known now? Everything is asked anew. Safe
/// to share between threads.
final class Preflight {
    /// More of the same kind would only hide the others.
    private static final int MOST_REFERENCES_NAMED = 20;

    private final Supplier<List<Seat>> seats;
    private final ObjectStore store;

    Preflight(Supplier<List<Seat>> seats, ObjectStore store) {
        this.seats = seats;
        this.store = store;
    }

    BatchCheck check(BatchPlan plan) {
        BatchCheck engines = ofEngines(plan.request());
        Set<Problem> problems = new LinkedHashSet<>(engines.problems());
        problems.addAll(referenceProblems(plan.request().references()));
        attempt(store::check).ifPresent(problems::add);
        return new BatchCheck(List.copyOf(problems), engines.aside());
    }

    /// As `check` says it, from what the engines were last heard to have.
    List<EngineAside> aside(BatchRequest request) {
        Optional<JobNeeds> needs = Abilities.needsOfGraph(request);
        List<EngineAside> aside = new ArrayList<>();
        boolean able = false;
        for (Seat seat : inUse()) {
            List<Problem> lacks =
                    needs.flatMap(n -> seat.heard().missing(n, seat.name())).orElse(List.of());
            able |= lacks.isEmpty() && !seat.isAway();
            if (!lacks.isEmpty()) {
                aside.add(new EngineAside(seat.name(), lacks));
            }
        }
        return able ? List.copyOf(aside) : List.of();
    }

    /// What each engine in use says of a workflow. One that cannot be asked says why; one that does not tell, only that.
    List<WorkflowVerdict> verdicts(Workflow workflow) {
        JobNeeds needs;
        try {
            needs = Abilities.needs(workflow);
        } catch (StudioException e) {
            return inUse().stream()
                    .map(seat -> new WorkflowVerdict(seat.name(), true, List.of(e.problem())))
                    .toList();
        }
        return Survey.ask(inUse(), needs.nodeTypes()).stream()
                .map(said -> verdict(said, needs, workflow))
                .toList();
    }

    private static WorkflowVerdict verdict(Survey.Said said, JobNeeds needs, Workflow workflow) {
        return said.has()
                .map(
                        has ->
                                new WorkflowVerdict(
                                        said.engine(),
                                        !has.isSilent(),
                                        Abilities.faults(has, needs, workflow, said.engine())))
                .orElseGet(
                        () ->
                                new WorkflowVerdict(
                                        said.engine(), true, said.problem().stream().toList()));
    }

    /// Of every engine in use: what one lacks keeps a batch from running only where no other has it.
    private BatchCheck ofEngines(BatchRequest request) {
        JobNeeds needs;
        try {
            needs = Abilities.needs(request);
        } catch (StudioException e) {
            return new BatchCheck(List.of(e.problem()), List.of());
        }
        List<Problem> problems = new ArrayList<>();
        if (inUse().isEmpty()) {
            problems.add(Problem.of(Kind.NO_ENGINE_IN_USE));
        }
        List<EngineAside> aside = new ArrayList<>();
        boolean able = false;
        for (Survey.Said said : Survey.ask(inUse(), needs.nodeTypes())) {
            List<Problem> lacks = lacks(said, needs);
            problems.addAll(lacks);
            problems.addAll(said.problem().stream().toList());
            able |= lacks.isEmpty() && said.has().isPresent();
            if (!lacks.isEmpty()) {
                aside.add(new EngineAside(said.engine(), lacks));
            }
        }
        return able ? new BatchCheck(List.of(), aside) : new BatchCheck(problems, List.of());
    }

    private static List<Problem> lacks(Survey.Said said, JobNeeds needs) {
        Optional<EngineDescription> has = said.has();
        return has.map(each -> Abilities.missing(each, needs, said.engine())).orElse(List.of());
    }

    private List<Seat> inUse() {
        return seats.get().stream().filter(Seat::isEnabled).toList();
    }

    private List<Problem> referenceProblems(List<ReferenceImage> references) {
        List<Problem> problems = new ArrayList<>();
        for (ReferenceImage reference : references) {
            attempt(() -> check(reference)).ifPresent(problems::add);
            if (problems.size() >= MOST_REFERENCES_NAMED) {
                break;
            }
        }
        return problems;
    }

    private void check(ReferenceImage reference) {
        if (store.find(Bucket.REFERENCES, reference.storagePath()).isEmpty()) {
            throw new StudioException(Problem.of(Kind.REFERENCE_MISSING, reference.filename()));
        }
        store.localFile(Bucket.REFERENCES, reference.storagePath())
                .ifPresent(file -> PictureCheck.usableReference(file, reference.filename()));
    }

    private static Optional<Problem> attempt(Runnable step) {
        try {
            step.run();
            return Optional.empty();
        } catch (StudioException e) {
            return Optional.of(e.problem());
        }
    }
}
