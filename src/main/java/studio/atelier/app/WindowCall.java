package studio.atelier.app;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// How a second start asks the studio that has the home already for its window: a file that the first one finds and
/// takes away. All methods may be called from any thread.
final class WindowCall {
    private static final Logger LOG = LoggerFactory.getLogger(WindowCall.class);

    private final Path file;

    WindowCall(Home home) {
        this.file = home.windowCall();
    }

    void leave() {
        try {
            Files.write(file, new byte[0]);
        } catch (IOException e) {
            LOG.warn("the studio that is open cannot be called", e);
        }
    }

    /// @return whether somebody called since the last time
    boolean take() {
        try {
            return Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("a call for the window stays", e);
            return false;
        }
    }
}
