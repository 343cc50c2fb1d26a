package studio.atelier.app;

import javafx.animation.PauseTransition;
import javafx.beans.property.DoubleProperty;
import javafx.util.Duration;

import studio.atelier.ui.kit.Background;

import java.util.Optional;

/// Sizes that a person sets by slider, kept in the settings file. JavaFX thread only; saving happens elsewhere.
final class RememberedSizes {
    /// Sliders move on and on; only where they come to rest is saved.
    private static final Duration REST = Duration.millis(400);

    private final Settings settings;
    private final Background background;

    RememberedSizes(Settings settings, Background background) {
        this.settings = settings;
        this.background = background;
    }

    /// Sets `size` to what was kept under `key`, and keeps what it becomes from now on.
    void keep(String key, DoubleProperty size) {
        settings.get(key).flatMap(RememberedSizes::number).ifPresent(size::set);
        var rest = new PauseTransition(REST);
        rest.setOnFinished(_ -> save(key, Math.round(size.get())));
        size.subscribe((_, _) -> rest.playFromStart());
    }

    private void save(String key, long size) {
        background.run(
                () -> {
                    settings.put(key, String.valueOf(size));
                    return key;
                },
                _ -> {},
                _ -> {});
    }

    /// A person may have edited the file.
    private static Optional<Double> number(String text) {
        try {
            return Optional.of(Double.valueOf(text)).filter(Double::isFinite);
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }
}
