package studio.atelier.app;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import studio.atelier.cli.CommandLineStudio;

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
        Display.useHeadless();
        try (WindowLock _ = WindowLock.take(home)) {
            return new DemoRun(home, environment, folder, studio).run();
        }
    }
}
