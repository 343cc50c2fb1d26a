package studio.atelier.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import studio.atelier.gallery.move.MoveReport;
import studio.atelier.gallery.move.StoreMoves;
import studio.atelier.model.Problem;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;

/// Moves the library to another object store. Exit code 1 says that something could not be moved.
@Command(
        name = "move-store",
        resourceBundle = "studio.atelier.messages.cli",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class MoveStoreCommand implements Callable<Integer> {
    private static final int PERCENT = 100;

    private final CommandLineStudio studio;

    @Option(names = "--to", required = true, paramLabel = "PLACE")
    private @Nullable String to;

    @Option(names = "--from", paramLabel = "PLACE")
    private @Nullable String from;

    @Option(names = "--env", paramLabel = "FILE")
    private @Nullable Path env;

    @Option(names = "--delete-source")
    private boolean deletesSource;

    private int told = -1;

    MoveStoreCommand(CommandLineStudio studio) {
        this.studio = studio;
    }

    @Override
    public Integer call() {
        var request =
                new StoreMoves.Request(
                        Optional.ofNullable(from),
                        Objects.requireNonNull(to),
                        Optional.ofNullable(env),
                        deletesSource);
        try (Workspace workspace = studio.open()) {
            MoveReport report = workspace.storeMoves().move(request, this::tell);
            studio.refuse(report.problems());
            if (studio.json()) {
                studio.printJson(json(report));
            } else {
                say(report);
            }
            return report.problems().isEmpty()
                    ? CommandLineStudio.DONE
                    : CommandLineStudio.SOME_FAILED;
        }
    }

    /// At most a hundred lines.
    private void tell(int done, int of) {
        int percent = of == 0 ? PERCENT : (int) ((long) done * PERCENT / of);
        if (percent > told && !studio.json()) {
            told = percent;
            studio.print("move.progress", done, of);
        }
    }

    private void say(MoveReport report) {
        report.damaged().forEach(name -> studio.print("move.damaged", name));
        report.left().forEach(name -> studio.print("move.left", name));
        studio.print(
                report.problems().isEmpty() ? "move.done" : "move.unfinished",
                report.objects(),
                report.copied(),
                report.addresses(),
                report.deleted());
    }

    /// Field names are stable.
    private static Map<String, Object> json(MoveReport report) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("objects", report.objects());
        json.put("copied", report.copied());
        json.put("bytes", report.bytes());
        json.put("addresses", report.addresses());
        json.put("deleted", report.deleted());
        json.put("damaged", report.damaged());
        json.put("left", report.left());
        json.put("problems", report.problems().stream().map(Problem::sentence).toList());
        return json;
    }
}
