package studio.atelier.app;

import studio.atelier.db.WorkflowFile;
import studio.atelier.db.WorkflowJson;
import studio.atelier.model.ParameterDefinition;
import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;
import studio.atelier.model.StudioException;
import studio.atelier.model.Workflow;
import studio.atelier.model.WorkflowId;
import studio.atelier.plan.Planner;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/// Reads pairs `<slug>.json` and `<slug>.params.json` from a folder. A pair that cannot be used is named with
/// what is wrong with it and left out; the others are read.
final class WorkflowFolder {
    private static final String GRAPH = ".json";
    private static final String PARAMETERS = ".params.json";

    private WorkflowFolder() {}

    /// What was read, and what could not be.
    record Contents(List<WorkflowFile> workflows, List<Problem> problems) {}

    /// The workflows that come with the studio.
    static Contents shipped() {
        try {
            URI place =
                    Objects.requireNonNull(
                                    WorkflowFolder.class.getResource("/studio/atelier/workflows"))
                            .toURI();
            if (!"jar".equals(place.getScheme())) {
                return read(Path.of(place));
            }
            try (var jar = FileSystems.newFileSystem(place, Map.of())) {
                return read(jar.getPath("/studio/atelier/workflows"));
            }
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException("the program is incomplete", e);
        }
    }

    /// Everything in a folder; one that does not exist is empty.
    static Contents read(Path folder) {
        List<WorkflowFile> workflows = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        for (Path graph : graphs(folder)) {
            try {
                workflows.add(workflow(graph));
            } catch (StudioException e) {
                problems.add(e.problem());
            }
        }
        return new Contents(workflows, problems);
    }

    private static List<Path> graphs(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(GRAPH))
                    .filter(file -> !file.toString().endsWith(PARAMETERS))
                    .sorted(Comparator.comparing(WorkflowFolder::slug))
                    .toList();
        } catch (IOException e) {
            throw unreadable(folder.toString(), e);
        }
    }

    private static WorkflowFile workflow(Path graph) {
        String slug = slug(graph);
        Path parameters = graph.resolveSibling(slug + PARAMETERS);
        try {
            WorkflowFile file =
                    WorkflowJson.read(
                            slug,
                            Files.readString(graph),
                            Files.exists(parameters) ? Files.readString(parameters) : "{}");
            for (Problem problem : Planner.templateProblems(asWorkflow(file))) {
                throw new StudioException(problem);
            }
            return file;
        } catch (IOException e) {
            throw unreadable(slug, e);
        }
    }

    private static String slug(Path graph) {
        String name = graph.getFileName().toString();
        return name.substring(0, name.length() - GRAPH.length());
    }

    private static Workflow asWorkflow(WorkflowFile file) {
        List<ParameterDefinition> parameters = file.parameters();
        return new Workflow(
                new WorkflowId(0),
                file.slug(),
                file.slug(),
                file.description(),
                file.graph(),
                parameters);
    }

    private static StudioException unreadable(String what, IOException e) {
        return new StudioException(
                Problem.detailed(
                        Kind.WORKFLOW_INVALID,
                        e.toString(),
                        what,
                        Problem.words("workflow-fault.unreadable")),
                e);
    }
}
