package studio.atelier.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import studio.atelier.model.BatchId;
import studio.atelier.model.BatchPlan;
import studio.atelier.model.BatchRequest;
import studio.atelier.model.LoraModel;
import studio.atelier.model.Parameters;
import studio.atelier.model.Problem;
import studio.atelier.model.ReferenceImage;
import studio.atelier.model.SeedChoice;
import studio.atelier.model.Workflow;
import studio.atelier.plan.Planner;
import studio.atelier.queue.BatchCheck;
import studio.atelier.queue.EngineAside;
import studio.atelier.queue.Queue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;

/// Plans a batch per model, queues it, and waits for the pictures.
@Command(
        name = "generate",
        resourceBundle = "studio.atelier.messages.cli",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class GenerateCommand implements Callable<Integer> {
    private final CommandLineStudio studio;

    @Option(names = "--model", paramLabel = "NAME", split = ",", required = true)
    private List<String> models = new ArrayList<>();

    @Option(names = "--workflow", paramLabel = "SLUG")
    private Optional<String> workflow = Optional.empty();

    @Option(names = "--reference", paramLabel = "ID|FILE", split = ",")
    private List<String> references = new ArrayList<>();

    @Option(names = "--category", paramLabel = "NAME", split = ",")
    private List<String> categories = new ArrayList<>();

    @Option(names = "--variations", paramLabel = "N", defaultValue = "1")
    private int variations;

    @Option(names = "--seed", paramLabel = "N")
    private @Nullable Long seed;

    @Option(names = "--set", paramLabel = "NAME=VALUE")
    private Map<String, String> values = new LinkedHashMap<>();

    @Option(names = "--positive", paramLabel = "TEXT", defaultValue = "")
    private String positive = "";

    @Option(names = "--negative", paramLabel = "TEXT", defaultValue = "")
    private String negative = "";

    @Option(names = "--front")
    private boolean front;

    @Option(names = "--no-wait")
    private boolean noWait;

    GenerateCommand(CommandLineStudio studio) {
        this.studio = studio;
    }

    @Override
    public Integer call() throws Exception {
        try (Workspace workspace = studio.open()) {
            List<BatchRequest> requests = requests(new Choice(workspace.library()));
            List<Problem> problems =
                    requests.stream()
                            .flatMap(r -> Planner.problems(r).stream())
                            .distinct()
                            .toList();
            if (!problems.isEmpty()) {
                return studio.refuse(problems);
            }
            List<BatchPlan> plans =
                    requests.stream()
                            .map(request -> Planner.plan(request, RandomGenerator.getDefault()))
                            .toList();
            return noWait ? queue(workspace, plans) : run(workspace, plans);
        }
    }

    private List<BatchRequest> requests(Choice choice) {
        Workflow chosen = workflow.map(choice::workflow).orElseGet(choice::usualWorkflow);
        List<ReferenceImage> pictures = choice.references(references, categories);
        var parameters = new Parameters(Choice.values(chosen, values), positive, negative);
        List<LoraModel> personas = choice.models(models);
        return personas.stream()
                .map(
                        model ->
                                new BatchRequest(
                                        model,
                                        chosen,
                                        pictures,
                                        variations,
                                        parameters,
                                        seedChoice()))
                .toList();
    }

    private SeedChoice seedChoice() {
        OptionalLong fixed =
                seed == null || seed < 0 ? OptionalLong.empty() : OptionalLong.of(seed);
        return fixed.isPresent()
                ? new SeedChoice.Fixed(fixed.getAsLong())
                : new SeedChoice.Random();
    }

    private int queue(Workspace workspace, List<BatchPlan> plans) {
        List<BatchId> batches = enqueue(workspace, plans);
        if (studio.json()) {
            studio.printJson(Map.of("batches", batches.stream().map(BatchId::value).toList()));
        } else {
            studio.print("generate.queued", jobs(plans));
        }
        return CommandLineStudio.DONE;
    }

    private int run(Workspace workspace, List<BatchPlan> plans) throws Exception {
        Set<EngineAside> aside = new LinkedHashSet<>();
        for (BatchPlan plan : plans) {
            BatchCheck check = workspace.queue().preflight(plan);
            if (!check.isWell()) {
                return studio.refuse(check.problems());
            }
            aside.addAll(check.aside());
        }
        List<BatchId> batches = enqueue(workspace, plans);
        aside.forEach(engine -> studio.remark(engine.sentence()));
        workspace.startWorking();
        return new Progress(studio, workspace, List.copyOf(aside)).watch(batches, jobs(plans));
    }

    /// The last one goes to the front first, so that the first one runs first.
    private List<BatchId> enqueue(Workspace workspace, List<BatchPlan> plans) {
        if (!front) {
            return plans.stream().map(workspace.queue()::enqueue).toList();
        }
        return plans.reversed().stream()
                .map(plan -> workspace.queue().enqueue(plan, Queue.Place.FRONT))
                .toList()
                .reversed();
    }

    private static int jobs(List<BatchPlan> plans) {
        return plans.stream().mapToInt(plan -> plan.jobs().size()).sum();
    }
}
