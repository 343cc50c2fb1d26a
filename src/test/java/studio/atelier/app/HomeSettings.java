package studio.atelier.app;

import studio.atelier.queue.Queue;
import studio.atelier.ui.kit.SameThreadBackground;
import studio.atelier.ui.settings.SettingsViewModel;

import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// The settings over a real home, without a window: all at once, on the thread of the test.
final class HomeSettings {
    private HomeSettings() {}

    /// @param running the queue that is open meanwhile, when there is one
    static SettingsViewModel of(
            Home home, Map<String, String> environment, Supplier<Optional<Queue>> running) {
        return new SettingsViewModel(
                new HomeConnections(home, environment),
                new HomeEngines(home, environment, running, () -> false),
                new SameThreadBackground(),
                Runnable::run);
    }
}
