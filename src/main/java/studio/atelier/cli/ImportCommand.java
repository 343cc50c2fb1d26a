package studio.atelier.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import studio.atelier.gallery.Library.ImportReport;
import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;
import studio.atelier.model.ReferenceImage;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;

/// Brings a folder of reference pictures in: a sub-folder is a category, a `.txt` beside a picture its caption.
@Command(
        name = "import",
        resourceBundle = "studio.atelier.messages.cli",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class ImportCommand implements Callable<Integer> {
    private final CommandLineStudio studio;

    @Parameters(paramLabel = "DIR", index = "0")
    private @Nullable Path folder;

    ImportCommand(CommandLineStudio studio) {
        this.studio = studio;
    }

    @Override
    public Integer call() {
        Path from = Objects.requireNonNull(folder);
        if (!Files.isDirectory(from)) {
            return studio.refuse(
                    List.of(
                            Problem.of(
                                    Kind.NOT_FOUND,
                                    Problem.words("thing.folder", from.toString()))));
        }
        try (Workspace workspace = studio.open()) {
            ImportReport report = workspace.library().importFolder(from, (done, of) -> {});
            if (studio.json()) {
                studio.printJson(json(report));
            } else {
                studio.refuse(report.refused());
                studio.print(
                        "import.done",
                        report.imported().size(),
                        report.duplicates().size(),
                        report.refused().size());
            }
            return report.refused().isEmpty()
                    ? CommandLineStudio.DONE
                    : CommandLineStudio.SOME_FAILED;
        }
    }

    private static Map<String, Object> json(ImportReport report) {
        return Map.of(
                "imported", ids(report.imported()),
                "duplicates", ids(report.duplicates()),
                "refused", report.refused().stream().map(Problem::sentence).toList());
    }

    private static List<Integer> ids(List<ReferenceImage> references) {
        return references.stream().map(reference -> reference.id().value()).toList();
    }
}
