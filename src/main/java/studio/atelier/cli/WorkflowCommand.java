package studio.atelier.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import studio.atelier.gallery.WorkflowFiles;
import studio.atelier.model.Problem;
import studio.atelier.model.Workflow;
import studio.atelier.plan.recognition.Proposal;
import studio.atelier.plan.recognition.Recognition;
import studio.atelier.plan.recognition.WorkflowDraft;
import studio.atelier.plan.recognition.WorkflowReader;
import studio.atelier.queue.WorkflowVerdict;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/// Lists workflows, imports one from ComfyUI's JSON or from a picture of it, and asks the engines about one.
@Command(
        name = "workflow",
        resourceBundle = "studio.atelier.messages.cli",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class WorkflowCommand implements Callable<Integer> {
    private final CommandLineStudio studio;

    WorkflowCommand(CommandLineStudio studio) {
        this.studio = studio;
    }

    @Override
    public Integer call() {
        return list();
    }

    @Command(name = "list", mixinStandardHelpOptions = true)
    Integer list() {
        try (Workspace workspace = studio.open()) {
            List<Workflow> workflows = workspace.library().workflows();
            if (studio.json()) {
                studio.printJson(
                        Map.of(
                                "workflows",
                                workflows.stream().map(WorkflowCommand::json).toList()));
            } else {
                workflows.forEach(each -> studio.print("named", each.slug(), each.name()));
            }
            return CommandLineStudio.DONE;
        }
    }

    @Command(name = "import", mixinStandardHelpOptions = true, sortOptions = false)
    Integer bringIn(
            @Parameters(paramLabel = "FILE") Path file,
            @Option(names = "--name", paramLabel = "NAME") Optional<String> name,
            @Option(names = "--description", paramLabel = "TEXT") Optional<String> description,
            @Option(names = "--version-of", paramLabel = "WORKFLOW") Optional<String> version,
            @Option(names = "--dry-run") boolean dryRun) {
        String title = String.valueOf(file.getFileName());
        byte[] bytes = WorkflowFiles.bytes(file, WorkflowReader.MOST_BYTES);
        Recognition found = Recognition.of(WorkflowReader.read(title, bytes));
        if (!studio.json()) {
            tell(found);
        }
        if (dryRun) {
            if (studio.json()) {
                studio.printJson(json(found));
            }
            return CommandLineStudio.DONE;
        }
        Workflow draft =
                WorkflowDraft.of(
                        found.graph(),
                        found.proposals(),
                        name.orElse(title.replaceFirst("(?i)\\.(json|png)$", "")),
                        description.orElse(""));
        try (Workspace workspace = studio.open()) {
            var choice = new Choice(workspace.library());
            Workflow stored =
                    workspace
                            .repertoire()
                            .add(draft, version.map(each -> choice.workflow(each).id()));
            if (studio.json()) {
                Map<String, Object> json = json(found);
                json.putAll(json(stored));
                studio.printJson(json);
            } else {
                studio.print("workflow.saved", stored.slug(), stored.name());
            }
            return CommandLineStudio.DONE;
        }
    }

    @Command(name = "check", mixinStandardHelpOptions = true)
    Integer check(@Parameters(paramLabel = "WORKFLOW") String name) {
        try (Workspace workspace = studio.open()) {
            Workflow workflow = new Choice(workspace.library()).workflow(name);
            List<WorkflowVerdict> verdicts = workspace.queue().check(workflow);
            if (studio.json()) {
                studio.printJson(
                        Map.of("engines", verdicts.stream().map(WorkflowCommand::json).toList()));
            } else {
                verdicts.forEach(this::tell);
            }
            return verdicts.stream().anyMatch(verdict -> verdict.problems().isEmpty())
                    ? CommandLineStudio.DONE
                    : CommandLineStudio.NOT_POSSIBLE;
        }
    }

    private void tell(Recognition found) {
        for (Proposal proposal : found.proposals()) {
            studio.print(
                    proposal.accepted() ? "workflow.becomes" : "workflow.stays",
                    proposal.place().title(),
                    proposal.place().node(),
                    proposal.place().input(),
                    proposal.change().words(),
                    proposal.reason());
        }
        studio.printLines(Recognition.lacks(found.proposals()));
        studio.printLines(found.notes());
    }

    private void tell(WorkflowVerdict verdict) {
        if (!verdict.told()) {
            studio.print("workflow.silent", verdict.engine());
        } else if (verdict.problems().isEmpty()) {
            studio.print("workflow.right", verdict.engine());
        } else {
            studio.print("workflow.wrong", verdict.engine());
            studio.refuse(verdict.problems());
        }
    }

    private static Map<String, Object> json(Workflow workflow) {
        return Map.of("name", workflow.name(), "slug", workflow.slug());
    }

    /// Field names are stable.
    private static Map<String, Object> json(Recognition found) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("nodes", found.graph().size());
        json.put("proposals", found.proposals().stream().map(WorkflowCommand::json).toList());
        json.put("lacks", Recognition.lacks(found.proposals()));
        json.put("notes", found.notes());
        return json;
    }

    private static Map<String, Object> json(Proposal proposal) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("node", proposal.place().node());
        json.put("title", proposal.place().title());
        json.put("input", proposal.place().input());
        json.put("becomes", proposal.change().words());
        json.put("now", proposal.current().text());
        json.put("accepted", proposal.accepted());
        json.put("reason", proposal.reason());
        return json;
    }

    private static Map<String, Object> json(WorkflowVerdict verdict) {
        return Map.of(
                "engine", verdict.engine(),
                "told", verdict.told(),
                "problems", verdict.problems().stream().map(Problem::sentence).toList());
    }
}
