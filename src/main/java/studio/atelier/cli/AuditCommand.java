package studio.atelier.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import studio.atelier.model.Problem;
import studio.atelier.queue.audit.AuditReport;
import studio.atelier.queue.audit.AuditWords;
import studio.atelier.queue.audit.Depth;
import studio.atelier.queue.audit.Finding;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;

/// Compares database, object store, engine and local disk. Exit code 1 says that something is missing.
@Command(
        name = "audit",
        resourceBundle = "studio.atelier.messages.cli",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class AuditCommand implements Callable<Integer> {
    private final CommandLineStudio studio;

    @Option(names = "--deep")
    private boolean deep;

    AuditCommand(CommandLineStudio studio) {
        this.studio = studio;
    }

    @Override
    public Integer call() {
        try (Workspace workspace = studio.open()) {
            AuditReport report = workspace.audit().run(deep ? Depth.DEEP : Depth.FULL);
            if (studio.json()) {
                studio.printJson(json(report));
            } else {
                studio.printLines(new AuditWords().lines(report));
            }
            return code(report);
        }
    }

    /// A loss is told before an engine that could not be asked.
    private static int code(AuditReport report) {
        if (report.missing() > 0) {
            return CommandLineStudio.SOME_FAILED;
        }
        return report.unreachable().isEmpty()
                ? CommandLineStudio.DONE
                : CommandLineStudio.NOT_POSSIBLE;
    }

    /// Field names are stable.
    private static Map<String, Object> json(AuditReport report) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("pictures", report.pictures());
        json.put("objects", report.objects());
        json.put("missing_count", report.missing());
        for (Finding.Kind kind : Finding.Kind.values()) {
            json.put(
                    AuditWords.nameOf(kind).replace('-', '_'),
                    report.of(kind).stream().map(AuditCommand::json).toList());
        }
        json.put("unreachable", report.unreachable().stream().map(Problem::sentence).toList());
        return json;
    }

    private static Map<String, Object> json(Finding found) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", found.name());
        found.job().ifPresent(job -> json.put("job", job.value()));
        return json;
    }
}
