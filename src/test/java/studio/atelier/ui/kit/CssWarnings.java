package studio.atelier.ui.kit;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// What JavaFX complains of in style sheets: it does so in the platform's log under `javafx.css`.
final class CssWarnings {
    private static final List<String> WARNINGS = new CopyOnWriteArrayList<>();
    private static final Logger LOGGER = Logger.getLogger("javafx.css");

    private CssWarnings() {}

    static void start() {
        LOGGER.setLevel(Level.WARNING);
        if (LOGGER.getHandlers().length == 0) {
            LOGGER.addHandler(new Collector());
        }
    }

    static List<String> all() {
        return List.copyOf(WARNINGS);
    }

    private static final class Collector extends Handler {
        @Override
        public void publish(LogRecord record) {
            if (record.getLevel().intValue() >= Level.WARNING.intValue()) {
                WARNINGS.add(String.valueOf(record.getMessage()));
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
