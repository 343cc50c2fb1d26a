package studio.atelier.app;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import studio.atelier.cli.CommandLineStudio;
import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;
import studio.atelier.model.StudioException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;

/// Drives the real screens by themselves, off-screen, and saves pictures and screenshots.
@Command(
        name = "demo",
        resourceBundle = "studio.atelier.messages.cli",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class DemoVerb implements Callable<Integer> {
    private final CommandLineStudio studio;
    private final Map<String, String> environment;

    @Option(names = "--out", paramLabel = "DIR", defaultValue = "target/demo")
    private Path out = Path.of("target", "demo");

    DemoVerb(CommandLineStudio studio, Map<String, String> environment) {
        this.studio = studio;
        this.environment = environment;
    }

    @Override
    public Integer call() throws Exception {
        return run(out);
    }

    int run(Path folder) throws InterruptedException {
        Home home = Home.of(studio.home(), environment);
        home.prepare();
        requireWritable(folder);
        Display.useHeadless();
        try (WindowLock _ = WindowLock.take(home)) {
            return new DemoRun(home, environment, folder, studio).run();
        }
    }

    /// Known before the studio works for a minute.
    private static void requireWritable(Path folder) {
        try {
            Files.createDirectories(folder);
            Files.delete(Files.createTempFile(folder, ".write", ".test"));
        } catch (IOException e) {
            throw new StudioException(
                    Problem.detailed(Kind.STORE_READ_ONLY, String.valueOf(e), folder.toString()),
                    e);
        }
    }
}
