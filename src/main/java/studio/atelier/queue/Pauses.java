package studio.atelier.queue;

import studio.atelier.db.PauseSwitches;
import studio.atelier.db.SettingStore;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// The switches that hold work back: one for the queue, one for each engine. They are in the database, for all
/// desktops on it, since these share the queue. All methods block; safe to share between threads.
final class Pauses {
    private static final String YES = String.valueOf(true);

    private final SettingStore settings;

    Pauses(SettingStore settings) {
        this.settings = settings;
    }

    boolean isPaused() {
        return settings.find(PauseSwitches.QUEUE).filter(YES::equals).isPresent();
    }

    boolean isPaused(String engine) {
        return settings.find(PauseSwitches.of(engine)).filter(YES::equals).isPresent();
    }

    /// Those of the engines that are paused.
    Set<String> among(Collection<String> engines) {
        List<String> keys = engines.stream().map(PauseSwitches::of).toList();
        Map<String, String> switches = settings.find(keys);
        return engines.stream()
                .filter(engine -> YES.equals(switches.get(PauseSwitches.of(engine))))
                .collect(Collectors.toSet());
    }

    void set(boolean paused) {
        settings.put(PauseSwitches.QUEUE, String.valueOf(paused));
    }

    void set(String engine, boolean paused) {
        settings.put(PauseSwitches.of(engine), String.valueOf(paused));
    }
}
