package studio.atelier.app;

import org.jspecify.annotations.Nullable;

import studio.atelier.cli.CommandLineStudio;
import studio.atelier.model.Problem;
import studio.atelier.model.StudioException;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;

/// What happens without a verb: the window opens. Without a display the studio runs off-screen and drives its
/// main job by itself.
final class WindowVerb implements Callable<Integer> {
    private static final Path DEMO = Path.of("target", "demo");

    private final Map<String, String> environment;
    private @Nullable CommandLineStudio studio;

    WindowVerb(Map<String, String> environment) {
        this.environment = environment;
    }

    void attach(CommandLineStudio commandLine) {
        studio = commandLine;
    }

    @Override
    public Integer call() throws InterruptedException {
        var commandLine = Objects.requireNonNull(studio);
        if (!Display.isPresent(environment, System.getProperty("os.name"))) {
            return new DemoVerb(commandLine, environment).run(DEMO);
        }
        Home home = Home.of(commandLine.home(), environment);
        home.prepare();
        try (WindowLock _ = lock(home)) {
            var watcher = new StudioWindow.Watcher(Screens::rememberLook, _ -> {});
            var window = new StudioWindow(home, environment, watcher);
            window.start();
            window.awaitClosed();
        }
        return 0;
    }

    /// Where a studio is open already, its window comes to the front, also when it went on without one.
    private static WindowLock lock(Home home) {
        var call = new WindowCall(home);
        try {
            WindowLock lock = WindowLock.take(home);
            call.take();
            return lock;
        } catch (StudioException e) {
            if (e.problem().code().equals(Problem.Kind.HOME_IN_USE.code())) {
                call.leave();
            }
            throw e;
        }
    }
}
