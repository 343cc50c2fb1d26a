package studio.atelier.app;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/// What was opened one on top of the other, to be closed in reverse. Each part is closed whatever the others do;
/// the first failure is thrown when all are closed. Belongs to one thread.
final class OpenParts implements AutoCloseable {
    private final Deque<Runnable> closings = new ArrayDeque<>();

    /// Remembers how to close a part that was just opened, and returns the part.
    <T> T add(T part, Consumer<? super T> closing) {
        closings.push(() -> closing.accept(part));
        return part;
    }

    @Override
    public void close() {
        Runnable last = closings.poll();
        if (last != null) {
            try (OpenParts _ = this) {
                last.run();
            }
        }
    }
}
