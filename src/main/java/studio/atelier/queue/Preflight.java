package studio.atelier.queue;

import studio.atelier.engine.Engine;
import studio.atelier.engine.EngineDescription;
import studio.atelier.model.BatchPlan;
import studio.atelier.model.BatchRequest;
import studio.atelier.model.JobNeeds;
import studio.atelier.model.LoraModel;
import studio.atelier.model.ModelId;
import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;
import studio.atelier.model.ReferenceImage;
import studio.atelier.model.StudioException;
import studio.atelier.model.Workflow;
import studio.atelier.plan.GraphTemplate;
import studio.atelier.storage.Bucket;
import studio.atelier.storage.ObjectStore;
import studio.atelier.storage.image.PictureCheck;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// Looks before a batch runs: would it fail for a reason that can be known now? Everything is asked anew. Safe
/// to share between threads.
final class Preflight {
    /// More of the same kind would only hide the others.
    private static final int MOST_REFERENCES_NAMED = 20;

    private final List<Engine> engines;
    private final Predicate<Engine> inUse;
    private final ObjectStore store;

    Preflight(List<Engine> engines, Predicate<Engine> inUse, ObjectStore store) {
        this.inUse = inUse;
        this.engines = List.copyOf(engines);
        this.store = store;
    }

    List<Problem> problems(BatchPlan plan) {
        Set<Problem> problems = new LinkedHashSet<>();
        problems.addAll(ofEngines(plan.request()));
        problems.addAll(referenceProblems(plan.request().references()));
        attempt(store::check).ifPresent(problems::add);
        return List.copyOf(problems);
    }

    /// What the first engine has, for the Generate tab.
    EngineReport report(List<LoraModel> models, List<Workflow> workflows) {
        Engine engine = engines.getFirst();
        Set<String> classes = new HashSet<>();
        workflows.forEach(
                workflow -> template(workflow).ifPresent(t -> classes.addAll(t.nodeClasses())));
        try {
            EngineDescription has = engine.describe(classes);
            Map<ModelId, Problem> missing = new HashMap<>();
            for (LoraModel model : models) {
                loraMissing(has, model.loraFile(), engine.name())
                        .ifPresent(problem -> missing.put(model.id(), problem));
            }
            return new EngineReport(
                    engine.name(),
                    engine.isDemo(),
                    Optional.empty(),
                    has.version(),
                    has.device(),
                    missing,
                    has.lists());
        } catch (StudioException e) {
            return new EngineReport(
                    engine.name(),
                    engine.isDemo(),
                    Optional.of(e.problem()),
                    "",
                    "",
                    Map.of(),
                    Map.of());
        }
    }

    /// What each engine in use says of a workflow. One that cannot be asked says why; one that does not tell, only that.
    List<WorkflowVerdict> verdicts(Workflow workflow) {
        return engines.stream().filter(inUse).map(engine -> verdict(engine, workflow)).toList();
    }

    private static WorkflowVerdict verdict(Engine engine, Workflow workflow) {
        try {
            JobNeeds needs = Abilities.needs(workflow);
            EngineDescription has = engine.describe(needs.nodeTypes());
            return new WorkflowVerdict(
                    engine.name(),
                    !has.isSilent(),
                    Abilities.faults(has, needs, workflow, engine.name()));
        } catch (StudioException e) {
            return new WorkflowVerdict(engine.name(), true, List.of(e.problem()));
        }
    }

    /// Of every engine in use: what one lacks keeps a batch from running only where no other has it.
    private List<Problem> ofEngines(BatchRequest request) {
        List<List<Problem>> each =
                engines.stream()
                        .filter(inUse)
                        .map(engine -> engineProblems(engine, request))
                        .toList();
        return each.stream().anyMatch(List::isEmpty)
                ? List.of()
                : each.stream().flatMap(List::stream).toList();
    }

    private static List<Problem> engineProblems(Engine engine, BatchRequest request) {
        try {
            JobNeeds needs = Abilities.needs(request);
            return Abilities.missing(engine.describe(needs.nodeTypes()), needs, engine.name());
        } catch (StudioException e) {
            return List.of(e.problem());
        }
    }

    private static Optional<Problem> loraMissing(
            EngineDescription has, String file, String engine) {
        return has.isSilent() || has.loraNamed(file).isPresent()
                ? Optional.empty()
                : Optional.of(Abilities.loraProblem(has, file, engine));
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

    private static Optional<GraphTemplate> template(Workflow workflow) {
        try {
            return Optional.of(GraphTemplate.parse(workflow.name(), workflow.graph()));
        } catch (StudioException e) {
            // The planner says what is wrong with it; here it only adds nothing to the question.
            return Optional.empty();
        }
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
