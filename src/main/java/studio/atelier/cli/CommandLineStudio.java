package studio.atelier.cli;

import com.fasterxml.jackson.databind.ObjectMapper;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

/// The command line: verbs over a `Workspace`, with exit codes 0 (done), 1 (some jobs failed, or pictures are
/// missing) and 2 (wrong use, or something not reachable).
@Command(
        name = "atelier",
        resourceBundle = "studio.atelier.messages.cli",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class CommandLineStudio implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(CommandLineStudio.class);

    /// The folder of the log, set by whoever starts the process.
    private static final String LOGS = "atelier.logs";

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
        commandLine.addSubcommand(new WorkflowCommand(this));
        commandLine.addSubcommand(new ModelsCommand(this));
        commandLine.addSubcommand(new AuditCommand(this));
        commandLine.addSubcommand(new MoveStoreCommand(this));
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.setExecutionExceptionHandler(
                (failure, failed, parsed) -> {
                    if (failure instanceof StudioException studio) {
                        report(studio.problem(), failed.getErr());
                        return NOT_POSSIBLE;
                    }
                    sayUnexpected(failure, failed.getErr());
                    return NOT_POSSIBLE;
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

    public boolean json() {
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

    void printLines(List<String> lines) {
        lines.forEach(out()::println);
        out().flush();
    }

    String text(String key, Object... arguments) {
        return messages.text(key, arguments);
    }

    public void printJson(Object value) {
        out().println(new ObjectMapper().valueToTree(value).toPrettyString());
        out().flush();
    }

    /// Says something worth knowing beside the answer, where it is for a person.
    public void remark(String sentence) {
        if (!json) {
            err().println(sentence);
            err().flush();
        }
    }

    /// Says each problem and what to do about it.
    public int refuse(List<Problem> problems) {
        problems.forEach(problem -> report(problem, err()));
        return NOT_POSSIBLE;
    }

    /// A mistake of ours: the person gets a code, the log has the rest under the same code.
    private void sayUnexpected(Exception mistake, PrintWriter err) {
        StackTraceElement[] trace = mistake.getStackTrace();
        String place = trace.length == 0 ? "" : trace[0].toString();
        String code = Integer.toHexString((mistake.getClass().getName() + place).hashCode());
        LOG.error("unexpected, code {}", code, mistake);
        err.println(Problem.of(Problem.Kind.UNEXPECTED, code).sentence());
        err.println(text("unexpected.log", System.getProperty(LOGS, "")));
        err.flush();
    }

    private static void report(Problem problem, PrintWriter err) {
        err.println(problem.sentence());
        if (!problem.action().isBlank()) {
            err.println(problem.action());
        }
        err.flush();
    }
}
