package studio.atelier.app;

import java.util.Locale;
import java.util.Map;

/// Where the window goes: to a screen when there is one, else to JavaFX's headless platform, which renders the
/// same scenes off-screen. Decide before the toolkit starts.
final class Display {
    private static final String PLATFORM = "glass.platform";

    private Display() {}

    /// Only on Linux can a desktop program find itself without a screen in the ordinary course of things.
    static boolean isPresent(Map<String, String> environment, String system) {
        boolean needsServer = system.toLowerCase(Locale.ROOT).contains("linux");
        return !needsServer || !environment.getOrDefault("DISPLAY", "").isBlank();
    }

    /// Renders off-screen from now on, in software.
    static void useHeadless() {
        System.setProperty(PLATFORM, "Headless");
        System.setProperty("prism.order", "sw");
    }
}
