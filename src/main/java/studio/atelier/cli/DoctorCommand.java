package studio.atelier.cli;

import picocli.CommandLine.Command;

import studio.atelier.checks.Check;
import studio.atelier.checks.CheckReport;
import studio.atelier.checks.CheckWords;
import studio.atelier.checks.StepResult;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;

/// Looks at each connection and says which step fails and what to do. Exit code 2 says that one does.
@Command(
        name = "doctor",
        resourceBundle = "studio.atelier.messages.cli",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class DoctorCommand implements Callable<Integer> {
    private final CommandLineStudio studio;
    private final Function<Optional<Path>, List<Check>> checks;

    /// @param checks those of the home that was asked for
    public DoctorCommand(CommandLineStudio studio, Function<Optional<Path>, List<Check>> checks) {
        this.studio = studio;
        this.checks = checks;
    }

    @Override
    public Integer call() {
        var words = new CheckWords();
        List<CheckReport> reports = new ArrayList<>();
        for (Check made : checks.apply(studio.home())) {
            try (Check check = made) {
                CheckReport report = check.run(_ -> {});
                reports.add(report);
                if (!studio.json()) {
                    studio.printLines(words.lines(report));
                }
            }
        }
        boolean fine = reports.stream().allMatch(CheckReport::isFine);
        if (studio.json()) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("fine", fine);
            json.put("checks", reports.stream().map(DoctorCommand::json).toList());
            studio.printJson(json);
        } else {
            studio.print(fine ? "doctor.fine" : "doctor.failed");
        }
        return fine ? CommandLineStudio.DONE : CommandLineStudio.NOT_POSSIBLE;
    }

    /// Field names are stable.
    private static Map<String, Object> json(CheckReport report) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("subject", CheckWords.nameOf(report.subject()));
        json.put("name", report.name());
        json.put("fine", report.isFine());
        json.put("steps", report.steps().stream().map(DoctorCommand::json).toList());
        return json;
    }

    private static Map<String, Object> json(StepResult result) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("step", CheckWords.nameOf(result.step()));
        json.put("outcome", CheckWords.nameOf(result.outcome()));
        json.put("detail", result.detail());
        json.put(
                "problems",
                result.problems().stream()
                        .map(
                                problem ->
                                        Map.of(
                                                "code", problem.code(),
                                                "sentence", problem.sentence(),
                                                "action", problem.action()))
                        .toList());
        return json;
    }
}
