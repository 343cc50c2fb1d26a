package studio.atelier.app;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import studio.atelier.cli.CommandLineStudio;
import studio.atelier.model.Messages;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;

/// Takes over the connections that another program keeps in a `.env` file. Values are never printed.
@Command(
        name = "import-env",
        resourceBundle = "studio.atelier.messages.cli",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class ImportEnvVerb implements Callable<Integer> {
    private final CommandLineStudio studio;
    private final Map<String, String> environment;
    private final Messages messages = Messages.of("cli");

    @Parameters(paramLabel = "FILE")
    private Path file = Path.of(".env");

    ImportEnvVerb(CommandLineStudio studio, Map<String, String> environment) {
        this.studio = studio;
        this.environment = environment;
    }

    @Override
    public Integer call() {
        Home home = Home.of(studio.home(), environment);
        home.prepare();
        ConnectionsFile.Imported imported = home.connections().take(file);
        PrintWriter out = studio.out();
        if (imported.taken().isEmpty()) {
            out.println(messages.text("import-env.none"));
        } else {
            out.println(messages.text("import-env.taken", String.join(", ", imported.taken())));
        }
        if (!imported.left().isEmpty()) {
            out.println(messages.text("import-env.left", String.join(", ", imported.left())));
        }
        out.flush();
        return imported.taken().isEmpty() ? 2 : 0;
    }
}
