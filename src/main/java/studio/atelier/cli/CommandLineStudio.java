package studio.atelier.cli;

import com.fasterxml.jackson.databind.ObjectMapper;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

import studio.atelier.model.Messages;
import studio.atelier.model.Problem;
import studio.atelier.model.StudioException;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;

/// The command line: verbs over a `Workspace`, with exit codes 0 (done), 1 (some jobs failed) and 2 (wrong use,
/// or something not reachable).
@Command(
        name = "atelier",
        resourceBundle = "studio.atelier.messages.cli",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class CommandLineStudio implements Callable<Integer> {
    static final int DONE = 0;
    static final int SOME_FAILED = 1;
    static final int NOT_POSSIBLE = 2;

    private final Workspace.Opener opener;
    private final Callable<Integer> window;
    private final Messages messages = Messages.of("cli");

    @Spec private @Nullable CommandSpec spec;

    @Option(names = "--home", paramLabel = "DIR", scope = ScopeType.INHERIT)
    private @Nullable Path home;

    @Option(names = "--json", scope = ScopeType.INHERIT)
    private boolean json;

    /// @param window what happens without a verb
    public CommandLineStudio(Workspace.Opener opener, Callable<Integer> window) {
        this.opener = opener;
        this.window = window;
    }

    /// The parser with all verbs of this room; more can be added before it is run.
    public CommandLine commandLine() {
        var commandLine = new CommandLine(this);
        commandLine.addSubcommand(new GenerateCommand(this));
        commandLine.addSubcommand(new WorkCommand(this));
        commandLine.addSubcommand(new JobsCommand(this));
        commandLine.addSubcommand(new ImportCommand(this));
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.setExecutionExceptionHandler(
                (failure, failed, parsed) -> {
                    if (failure instanceof StudioException studio) {
                        report(studio.problem(), failed.getErr());
                        return NOT_POSSIBLE;
                    }
                    throw failure;
                });
        return commandLine;
    }

    @Override
    public Integer call() throws Exception {
        return window.call();
    }

    public Optional<Path> home() {
        return Optional.ofNullable(home);
    }

    Workspace open() {
        Workspace workspace = opener.open(home());
        workspace.problems().forEach(problem -> report(problem, err()));
        return workspace;
    }

    boolean json() {
        return json;
    }

    /// Where answers are printed.
    public PrintWriter out() {
        return Objects.requireNonNull(spec).commandLine().getOut();
    }

    PrintWriter err() {
        return Objects.requireNonNull(spec).commandLine().getErr();
    }

    void print(String key, Object... arguments) {
        out().println(messages.text(key, arguments));
        out().flush();
    }

    String text(String key, Object... arguments) {
        return messages.text(key, arguments);
    }

    void printJson(Object value) {
        out().println(new ObjectMapper().valueToTree(value).toPrettyString());
        out().flush();
    }

    /// Says each problem and what to do about it.
    public int refuse(List<Problem> problems) {
        problems.forEach(problem -> report(problem, err()));
        return NOT_POSSIBLE;
    }

    private static void report(Problem problem, PrintWriter err) {
        err.println(problem.sentence());
        if (!problem.action().isBlank()) {
            err.println(problem.action());
        }
        err.flush();
    }
}
