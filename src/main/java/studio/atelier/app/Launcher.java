package studio.atelier.app;

import picocli.CommandLine;

import studio.atelier.checks.Check;
import studio.atelier.cli.CaptionCommand;
import studio.atelier.cli.CommandLineStudio;
import studio.atelier.cli.DoctorCommand;
import studio.atelier.model.Allowed;
import studio.atelier.model.StudioException;
import studio.atelier.storage.image.ImageIoJpegDecoder;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Where the process starts and ends: reads the words of the command line and runs the verb, or the window.
@Allowed("System.exit: the exit code is the answer of the command line")
public final class Launcher {
    /// The words as one text, for whoever cannot pass a list (`mvn -Dargs="..."`).
    private static final String WORDS = "atelier.args";

    /// The folder of the log, for `logback.xml`.
    private static final String LOGS = "atelier.logs";

    private final Map<String, String> environment;

    Launcher(Map<String, String> environment) {
        this.environment = environment;
    }

    public static void main(String[] args) {
        List<String> words =
                args.length > 0 ? List.of(args) : Arguments.split(System.getProperty(WORDS, ""));
        System.exit(new Launcher(System.getenv()).run(words));
    }

    /// @return the exit code
    int run(List<String> words) {
        // Before anything is logged: the configuration of the log reads it once.
        logsOf(words).ifPresent(folder -> System.setProperty(LOGS, folder.toString()));
        return commandLine().execute(words.toArray(String[]::new));
    }

    /// Empty when the words name no possible folder, which the verb will say.
    private Optional<Path> logsOf(List<String> words) {
        try {
            return Optional.of(home(askedHome(words)).logs());
        } catch (InvalidPathException | StudioException e) {
            return Optional.empty();
        }
    }

    CommandLine commandLine() {
        var window = new WindowVerb(environment);
        var studio =
                new CommandLineStudio(
                        home ->
                                Core.open(
                                        home(home),
                                        home(home).environment(environment),
                                        new ImageIoJpegDecoder()),
                        window);
        window.attach(studio);
        CommandLine commandLine = studio.commandLine();
        commandLine.addSubcommand(new DemoVerb(studio, environment));
        commandLine.addSubcommand(new ImportEnvVerb(studio, environment));
        commandLine.addSubcommand(new EnginesVerb(studio, environment));
        commandLine.addSubcommand(new DoctorCommand(studio, this::checks));
        commandLine.addSubcommand(new CaptionCommand(studio, this::captions));
        return commandLine;
    }

    private CaptionCommand.Means captions(Optional<Path> asked) {
        Home home = home(asked);
        return new CaptionCommand.Means(
                home.captions(environment),
                Settings.load(home.settings()).get(Home.CAPTION_PROMPT).orElse(""));
    }

    private List<Check> checks(Optional<Path> asked) {
        Home home = home(asked);
        home.prepare();
        return new ConnectionChecks(home).all(home.connections().under(environment));
    }

    /// What follows `--home`, before the command line is parsed and without judging it.
    static Optional<Path> askedHome(List<String> words) {
        String option = "--home";
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (word.startsWith(option + "=")) {
                return Optional.of(Path.of(word.substring(option.length() + 1)));
            }
            if (word.equals(option) && i + 1 < words.size()) {
                return Optional.of(Path.of(words.get(i + 1)));
            }
        }
        return Optional.empty();
    }

    private Home home(Optional<Path> asked) {
        return Home.of(asked, environment);
    }
}
