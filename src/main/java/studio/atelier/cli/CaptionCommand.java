package studio.atelier.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import studio.atelier.captions.CaptionOrder;
import studio.atelier.captions.CaptionProgress;
import studio.atelier.captions.CaptionPrompt;
import studio.atelier.captions.CaptionReport;
import studio.atelier.captions.CaptionsAddress;
import studio.atelier.captions.StopSignal;
import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;
import studio.atelier.model.ReferenceChange.Recaptioned;
import studio.atelier.model.ReferenceImage;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;

/// Captions references. Exit code 1 says that some have none in the end, 2 that the service cannot be used.
@Command(
        name = "caption",
        resourceBundle = "studio.atelier.messages.cli",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class CaptionCommand implements Callable<Integer> {
    private final CommandLineStudio studio;
    private final Function<Optional<Path>, Means> means;

    @Parameters(paramLabel = "REFERENCE", arity = "0..*")
    private List<String> references = new ArrayList<>();

    @Option(names = "--all-uncaptioned")
    private boolean allUncaptioned;

    @Option(names = "--category", paramLabel = "NAME", split = ",")
    private List<String> categories = new ArrayList<>();

    @Option(names = "--replace")
    private boolean replace;

    @Option(names = "--prompt", paramLabel = "TEXT", defaultValue = "")
    private String prompt = "";

    private String waiting = "";

    /// What the home has for it.
    ///
    /// @param prompt the one that was written in the window, empty for the usual one
    public record Means(Optional<CaptionsAddress> service, String prompt) {}

    /// @param means those of the home that was asked for
    public CaptionCommand(CommandLineStudio studio, Function<Optional<Path>, Means> means) {
        this.studio = studio;
        this.means = means;
    }

    @Override
    public Integer call() {
        Means found = means.apply(studio.home());
        if (found.service().isEmpty()) {
            return studio.refuse(List.of(Problem.of(Kind.CAPTIONS_UNSET)));
        }
        if (!allUncaptioned && references.isEmpty() && categories.isEmpty()) {
            return studio.refuse(List.of(Problem.of(Kind.NO_REFERENCES)));
        }
        try (Workspace workspace = studio.open()) {
            List<ReferenceImage> chosen = chosen(workspace);
            var order =
                    new CaptionOrder(
                            found.service().get(),
                            chosen,
                            prompt.isBlank() ? CaptionPrompt.orUsual(found.prompt()) : prompt,
                            replace);
            CaptionReport report =
                    workspace.captioner().caption(order, this::tell, new StopSignal());
            say(report, chosen.size() - order.references().size());
            return code(report);
        }
    }

    private List<ReferenceImage> chosen(Workspace workspace) {
        List<ReferenceImage> chosen =
                new ArrayList<>(new Choice(workspace.library()).references(references, categories));
        if (allUncaptioned) {
            workspace.library().references().stream()
                    .filter(each -> CaptionOrder.isUncaptioned(each) && !chosen.contains(each))
                    .forEach(chosen::add);
        }
        return chosen;
    }

    private static int code(CaptionReport report) {
        if (report.halted().isPresent()) {
            return CommandLineStudio.NOT_POSSIBLE;
        }
        return report.unfinished().isEmpty()
                ? CommandLineStudio.DONE
                : CommandLineStudio.SOME_FAILED;
    }

    /// A line for each picture that is done with, and for each wait.
    private void tell(CaptionProgress progress) {
        if (studio.json()) {
            return;
        }
        String until = progress.waitingWords().orElse("");
        if (!until.equals(waiting)) {
            waiting = until;
            if (!until.isEmpty()) {
                studio.print("caption.waiting", until);
            }
            return;
        }
        studio.print(
                "caption.progress",
                progress.total() - progress.left(),
                progress.total(),
                progress.failed());
    }

    /// @param kept how many had a caption and keep it
    private void say(CaptionReport report, int kept) {
        if (studio.json()) {
            studio.printJson(json(report, kept));
            return;
        }
        studio.refuse(report.problems());
        studio.print(
                "caption.done",
                report.written().size(),
                report.failed().size(),
                report.left().size(),
                report.skipped().size() + kept);
        if (report.elsewhere() > 0) {
            studio.print("caption.elsewhere", report.elsewhere());
        }
    }

    /// Field names are stable.
    private static Map<String, Object> json(CaptionReport report, int kept) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put(
                "captioned",
                report.written().recaptioned().stream().map(CaptionCommand::json).toList());
        json.put(
                "failed",
                report.failed().stream()
                        .map(
                                failed ->
                                        Map.of(
                                                "id", failed.reference().id().value(),
                                                "problem", failed.problem().code(),
                                                "sentence", failed.problem().sentence()))
                        .toList());
        json.put("left", report.left().stream().map(each -> each.id().value()).toList());
        json.put("elsewhere", report.elsewhere());
        json.put("kept", report.skipped().size() + kept);
        json.put("halted", report.halted().map(Problem::sentence).orElse(""));
        return json;
    }

    private static Map<String, Object> json(Recaptioned caption) {
        return Map.of("id", caption.id().value(), "caption", caption.to().text());
    }
}
