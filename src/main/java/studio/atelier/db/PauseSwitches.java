package studio.atelier.db;

import java.util.List;

/// The settings that hold work back: one for the queue, one for each engine. All desktops on a database share them.
public final class PauseSwitches {
    public static final String QUEUE = "queue.paused";
    private static final String ENGINE = QUEUE + ".engine ";

    /// As long as a key may be.
    private static final int LONGEST = 100;

    private PauseSwitches() {}

    /// An engine is named after its address, which may be long: its end tells engines apart.
    public static String of(String engine) {
        int most = LONGEST - ENGINE.length();
        return ENGINE + engine.substring(Math.max(0, engine.length() - most));
    }

    /// Those of which each keeps jobs from this engine.
    static List<String> holding(String engine) {
        return List.of(QUEUE, of(engine));
    }
}
