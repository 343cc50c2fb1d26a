package studio.atelier.queue;

import studio.atelier.model.LoraModel;
import studio.atelier.model.ModelId;
import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;
import studio.atelier.model.StudioException;
import studio.atelier.model.Workflow;
import studio.atelier.plan.GraphTemplate;
import studio.atelier.queue.EngineReport.Loras;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Asks all engines in use what they have and puts it together for the Generate tab. Safe to share between threads.
final class EngineReports {
    private final Supplier<List<Seat>> seats;

    EngineReports(Supplier<List<Seat>> seats) {
        this.seats = seats;
    }

    EngineReport report(List<LoraModel> models, List<Workflow> workflows) {
        Set<String> classes = new HashSet<>();
        workflows.forEach(
                workflow -> template(workflow).ifPresent(t -> classes.addAll(t.nodeClasses())));
        List<Survey.Said> all = Survey.ask(asked(), classes);
        List<Survey.Said> said = all.stream().filter(each -> each.has().isPresent()).toList();
        Seat first =
                said.stream()
                        .map(Survey.Said::seat)
                        .findFirst()
                        .orElseGet(
                                () -> inUse().stream().findFirst().orElse(seats.get().getFirst()));
        var has = said.stream().flatMap(each -> each.has().stream()).findFirst();
        return new EngineReport(
                first.name(),
                first.lane().engine().isDemo(),
                has.isPresent()
                        ? Optional.empty()
                        : all.stream().flatMap(each -> each.problem().stream()).findFirst(),
                has.map(each -> each.version()).orElse(""),
                has.map(each -> each.device()).orElse(""),
                loras(said, models),
                EngineLists.of(said));
    }

    /// While one answers, those that are known to be out of reach keep nobody waiting.
    private List<Seat> asked() {
        List<Seat> inUse = inUse();
        List<Seat> there = inUse.stream().filter(seat -> !seat.isAway()).toList();
        return there.stream().anyMatch(seat -> seat.link().isUp()) ? there : inUse;
    }

    private List<Seat> inUse() {
        return seats.get().stream().filter(Seat::isEnabled).toList();
    }

    private static Loras loras(List<Survey.Said> said, List<LoraModel> models) {
        Map<ModelId, Problem> missing = new HashMap<>();
        Map<ModelId, List<String>> notOn = new HashMap<>();
        for (LoraModel model : models) {
            if (model.loraFile().isBlank()) {
                missing.put(model.id(), Problem.of(Kind.LORA_UNSET, model.name()));
                continue;
            }
            Map<String, Problem> lacks = lacks(said, model.loraFile());
            if (!lacks.isEmpty() && lacks.size() == said.size()) {
                missing.put(model.id(), together(lacks.values().stream().toList()));
            } else if (!lacks.isEmpty()) {
                notOn.put(
                        model.id(),
                        said.stream().map(Survey.Said::engine).filter(lacks::containsKey).toList());
            }
        }
        return new Loras(missing, notOn);
    }

    /// By the names of the engines; one that does not tell may have it.
    private static Map<String, Problem> lacks(List<Survey.Said> said, String file) {
        Map<String, Problem> lacks = new LinkedHashMap<>();
        for (Survey.Said each : said) {
            each.has()
                    .flatMap(has -> has.loraProblem(file, each.engine()))
                    .ifPresent(problem -> lacks.put(each.engine(), problem));
        }
        return lacks;
    }

    private static Problem together(List<Problem> lacks) {
        return lacks.size() == 1
                ? lacks.getFirst()
                : Problem.of(
                        Kind.NO_ENGINE_CAN,
                        lacks.stream().map(Problem::sentence).collect(Collectors.joining(" ")));
    }

    private static Optional<GraphTemplate> template(Workflow workflow) {
        try {
            return Optional.of(GraphTemplate.parse(workflow.name(), workflow.graph()));
        } catch (StudioException e) {
            // The planner says what is wrong with it; here it only adds nothing to the question.
            return Optional.empty();
        }
    }
}
