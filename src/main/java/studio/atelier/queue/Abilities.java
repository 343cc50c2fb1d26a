package studio.atelier.queue;

import studio.atelier.engine.EngineDescription;
import studio.atelier.engine.FileNames;
import studio.atelier.engine.GraphInspection;
import studio.atelier.model.BatchRequest;
import studio.atelier.model.JobNeeds;
import studio.atelier.model.JobNeeds.ModelFile;
import studio.atelier.model.ParameterDefinition;
import studio.atelier.model.Parameters;
import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;
import studio.atelier.model.StudioException;
import studio.atelier.model.Workflow;
import studio.atelier.plan.GraphTemplate;
import studio.atelier.plan.JobVariables;
import studio.atelier.plan.ParameterRules;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What a job needs of an engine, and what an engine lacks.
final class Abilities {
    /// An engine that says so cannot run the job; another may.
    private static final Set<String> LACKS =
            Set.of(
                    Kind.NODE_MISSING.code(),
                    Kind.NODE_MISNAMED.code(),
                    Kind.LORA_MISSING.code(),
                    Kind.LORA_MISNAMED.code(),
                    Kind.MODEL_FILE_MISSING.code(),
                    Kind.MODEL_FILE_MISNAMED.code());

    private Abilities() {}

    /// @throws StudioException when the workflow is no graph, or loads a LoRA where the model names none
    static JobNeeds needs(BatchRequest request) {
        var template = GraphTemplate.parse(request.workflow().name(), request.workflow().graph());
        boolean usesLora =
                template.uses().stream()
                        .anyMatch(use -> use.variable().equals(JobVariables.LORA_FILE));
        if (usesLora && request.model().loraFile().isBlank()) {
            throw new StudioException(Problem.of(Kind.LORA_UNSET, request.model().name()));
        }
        Optional<String> lora =
                usesLora ? Optional.of(request.model().loraFile()) : Optional.empty();
        return new JobNeeds(
                template.nodeClasses(), lora, files(request.workflow(), request.parameters()));
    }

    /// Empty for what is no graph: the planner says what is wrong with it.
    static Optional<JobNeeds> needsOfGraph(BatchRequest request) {
        try {
            return Optional.of(needs(request));
        } catch (StudioException e) {
            return Optional.empty();
        }
    }

    /// Of a workflow by itself: with the defaults of its parameters, and without a LoRA, which the model brings.
    ///
    /// @throws StudioException when the workflow is no graph
    static JobNeeds needs(Workflow workflow) {
        var template = GraphTemplate.parse(workflow.name(), workflow.graph());
        return new JobNeeds(
                template.nodeClasses(), Optional.empty(), files(workflow, Parameters.EMPTY));
    }

    /// Everything that keeps an engine from running a workflow as it stands: what it lacks, inputs that its nodes need
    /// and are not given, and values that are in none of its lists.
    static List<Problem> faults(
            EngineDescription has, JobNeeds needs, Workflow workflow, String engine) {
        List<Problem> problems = new ArrayList<>(missing(has, needs, engine));
        if (has.isSilent()) {
            return problems;
        }
        var graph = GraphInspection.of(workflow.name(), workflow.graph()).leadingTo(has.outputs());
        graph.gaps(has.required())
                .forEach(
                        gap ->
                                problems.add(
                                        Problem.of(Kind.INPUT_MISSING, gap.title(), gap.input())));
        for (GraphInspection.Literal literal : graph.literals()) {
            Optional.ofNullable(has.lists().get(literal.list()))
                    .filter(listed -> !listed.contains(literal.value()))
                    // A choice of nothing is written by a person, in the editor.
                    .filter(listed -> literal.isFile() || !listed.isEmpty())
                    .ifPresent(listed -> problems.add(valueProblem(listed, literal, engine)));
        }
        return problems;
    }

    private static Problem valueProblem(
            List<String> listed, GraphInspection.Literal literal, String engine) {
        String place = literal.title() + ", " + literal.field();
        if (literal.isFile()) {
            return fileProblem(
                    listed, new ModelFile(literal.list(), place, literal.value()), engine);
        }
        String value = literal.value();
        return FileNames.nearest(listed, value)
                .map(near -> Problem.of(Kind.VALUE_MISNAMED, place, value, engine, near))
                .orElseGet(() -> Problem.of(Kind.VALUE_UNKNOWN, place, value, engine));
    }

    /// What an engine lacks for jobs with these needs. One that lists nothing decides itself.
    static List<Problem> missing(EngineDescription has, JobNeeds needs, String engine) {
        List<Problem> problems = new ArrayList<>();
        if (has.isSilent()) {
            return problems;
        }
        needs.nodeTypes().stream()
                .filter(type -> !has.nodeTypes().contains(type))
                .sorted()
                .forEach(type -> problems.add(nodeProblem(has, type, engine)));
        needs.lora()
                .filter(file -> has.loraNamed(file).isEmpty())
                .ifPresent(file -> problems.add(loraProblem(has, file, engine)));
        for (ModelFile file : needs.files()) {
            Optional.ofNullable(has.lists().get(file.list()))
                    .filter(listed -> !listed.contains(file.file()))
                    .ifPresent(listed -> problems.add(fileProblem(listed, file, engine)));
        }
        return problems;
    }

    private static Problem nodeProblem(EngineDescription has, String type, String engine) {
        return Optional.ofNullable(has.nearest().get(type))
                .map(near -> Problem.of(Kind.NODE_MISNAMED, type, engine, near))
                .orElseGet(() -> Problem.of(Kind.NODE_MISSING, type, engine));
    }

    /// Says which LoRA is missing, and the name that was probably meant.
    static Problem loraProblem(EngineDescription has, String file, String engine) {
        return has.nearestLora(file)
                .map(nearest -> Problem.of(Kind.LORA_MISNAMED, file, engine, nearest))
                .orElseGet(() -> Problem.of(Kind.LORA_MISSING, file, engine));
    }

    /// Whether a problem is about what one engine has not got.
    static boolean isLack(Problem problem) {
        return LACKS.contains(problem.code());
    }

    /// The parameters whose choices are the engine's own list.
    private static List<ModelFile> files(Workflow workflow, Parameters given) {
        var values = ParameterRules.complete(workflow, given);
        List<ModelFile> files = new ArrayList<>();
        for (ParameterDefinition definition : workflow.parameters()) {
            String file = values.value(definition.name()).map(value -> value.text()).orElse("");
            definition
                    .engineList()
                    .ifPresent(list -> files.add(new ModelFile(list, definition.label(), file)));
        }
        return files;
    }

    private static Problem fileProblem(List<String> listed, ModelFile wanted, String engine) {
        String label = wanted.label();
        String file = wanted.file();
        return FileNames.nearest(listed, file)
                .map(near -> Problem.of(Kind.MODEL_FILE_MISNAMED, label, file, engine, near))
                .orElseGet(() -> Problem.of(Kind.MODEL_FILE_MISSING, label, file, engine));
    }
}
