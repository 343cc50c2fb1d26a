package studio.atelier.plan;

import studio.atelier.model.BatchPlan;
import studio.atelier.model.BatchRequest;
import studio.atelier.model.JobDraft;
import studio.atelier.model.Parameters;
import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;
import studio.atelier.model.ReferenceImage;
import studio.atelier.model.SeedChoice;
import studio.atelier.model.StudioException;
import studio.atelier.model.Workflow;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/// Expands a request to its jobs: for each reference, each variation.
public final class Planner {
    /// Most pictures per reference in one batch.
    public static final int MAXIMUM_VARIATIONS = 5;

    /// Random seeds stay below this. ComfyUI's own samplers take 64 bits, but many nodes that are installed beside them
    /// take 50, 32 or 31, and refuse or break at more.
    public static final long SEED_BOUND = 1L << 31;

    /// Stands in a preview for the id that is drawn when the job is sent.
    private static final String NOT_SENT_YET = "prompt-id";

    private Planner() {}

    /// @throws StudioException with the first of `problems`, when there are any
    public static BatchPlan plan(BatchRequest request, RandomGenerator random) {
        for (Problem problem : problems(request)) {
            throw new StudioException(problem);
        }
        Parameters parameters = ParameterRules.complete(request.workflow(), request.parameters());
        List<JobDraft> jobs = new ArrayList<>(request.jobCount());
        Set<Long> drawn = new HashSet<>();
        for (ReferenceImage reference : request.references()) {
            Prompts prompts = Prompts.of(request.model(), reference.caption(), parameters);
            for (int variation = 1; variation <= request.variations(); variation++) {
                long seed = seed(request.seed(), variation, random, drawn);
                jobs.add(
                        new JobDraft(
                                reference,
                                variation,
                                seed,
                                prompts.positive(),
                                prompts.negative(),
                                parameters));
            }
        }
        return new BatchPlan(request, jobs);
    }

    /// Everything that keeps the request from being planned; empty when nothing does.
    public static List<Problem> problems(BatchRequest request) {
        List<Problem> problems = new ArrayList<>(templateProblems(request.workflow()));
        problems.addAll(ParameterRules.problems(request.workflow(), request.parameters()));
        if (request.references().isEmpty()) {
            problems.add(Problem.of(Kind.NO_REFERENCES));
        }
        if (request.variations() < 1 || request.variations() > MAXIMUM_VARIATIONS) {
            problems.add(
                    Problem.of(
                            Kind.PARAMETER_OUT_OF_RANGE,
                            Problem.words("thing.variations"),
                            String.valueOf(request.variations()),
                            "1",
                            String.valueOf(MAXIMUM_VARIATIONS)));
        }
        return problems;
    }

    /// What is wrong with a workflow by itself: not a graph, or a variable that nothing fills.
    public static List<Problem> templateProblems(Workflow workflow) {
        try {
            var known = new HashSet<>(JobVariables.OF_THE_JOB);
            workflow.parameters().forEach(definition -> known.add(definition.name()));
            var template = GraphTemplate.parse(workflow.name(), workflow.graph());
            return template.uses().stream()
                    .filter(use -> !known.contains(use.variable()))
                    .map(
                            use ->
                                    Problem.of(
                                            Kind.UNKNOWN_VARIABLE,
                                            workflow.name(),
                                            use.variable(),
                                            use.node(),
                                            use.field()))
                    .toList();
        } catch (StudioException e) {
            return List.of(e.problem());
        }
    }

    /// The graph of one planned job as readable JSON, as it will be sent.
    ///
    /// @param loraName the engine's name of the LoRA
    /// @param referenceName the engine's name of the reference
    public static String graph(
            BatchRequest request, JobDraft job, String loraName, String referenceName) {
        var names =
                new JobVariables.Names(
                        request.model().slug(),
                        loraName,
                        job.reference().stem(),
                        referenceName,
                        NOT_SENT_YET);
        var prompts = new Prompts(job.positivePrompt(), job.negativePrompt());
        return GraphTemplate.parse(request.workflow().name(), request.workflow().graph())
                .fillReadable(JobVariables.of(names, prompts, job.seed(), job.parameters()));
    }

    private static long seed(
            SeedChoice choice, int variation, RandomGenerator random, Set<Long> drawn) {
        return switch (choice) {
            case SeedChoice.Fixed(var seed) -> (seed + variation - 1) & Long.MAX_VALUE;
            case SeedChoice.Random() -> {
                long seed = random.nextLong(SEED_BOUND);
                while (!drawn.add(seed)) {
                    seed = random.nextLong(SEED_BOUND);
                }
                yield seed;
            }
        };
    }
}
