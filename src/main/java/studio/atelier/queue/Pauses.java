package studio.atelier.queue;

import studio.atelier.db.SettingStore;

import java.util.List;
import java.util.Map;

/// The switches that hold work back: one for the queue, one for each engine. They are in the database, for all
/// desktops on it, since these share the queue. All methods block; safe to share between threads.
final class Pauses {
    private static final String QUEUE = "queue.paused";
    private static final String ENGINE = QUEUE + ".engine ";
    private static final String YES = String.valueOf(true);

    /// As long as a key may be.
    private static final int LONGEST = 100;

    private final SettingStore settings;

    Pauses(SettingStore settings) {
        this.settings = settings;
    }

    boolean isPaused() {
        return settings.find(QUEUE).filter(YES::equals).isPresent();
    }

    boolean isPaused(String engine) {
        return settings.find(key(engine)).filter(YES::equals).isPresent();
    }

    /// Whether either switch keeps jobs from this engine.
    boolean holdsBack(String engine) {
        Map<String, String> found = settings.find(List.of(QUEUE, key(engine)));
        return found.containsValue(YES);
    }

    void set(boolean paused) {
        settings.put(QUEUE, String.valueOf(paused));
    }

    void set(String engine, boolean paused) {
        settings.put(key(engine), String.valueOf(paused));
    }

    /// An engine is named after its address, which may be long: its end tells engines apart.
    private static String key(String engine) {
        int most = LONGEST - ENGINE.length();
        return ENGINE + engine.substring(Math.max(0, engine.length() - most));
    }
}
