package studio.atelier.db;

import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Set;
import java.util.function.Supplier;

/// Runs work again that the server undid as a whole for the sake of somebody else's: after a deadlock one of the two
/// goes on, and the other is to begin anew. Not for ever: who is always in the way of each other is told so.
final class Repeats {
    /// Deadlock, serialization failure.
    private static final Set<String> UNDONE = Set.of("40P01", "40001");

    private static final int TRIES = 5;

    private static final Logger LOG = LoggerFactory.getLogger(Repeats.class);

    private Repeats() {}

    /// @param work leaves nothing behind when it throws
    static <T> T whileUndone(Supplier<T> work) {
        for (int tries = 1; ; tries++) {
            try {
                return work.get();
            } catch (JdbiException failure) {
                String state = DatabaseProblems.state(failure);
                if (!UNDONE.contains(state) || tries == TRIES) {
                    throw failure;
                }
                LOG.info("a transaction was undone ({}) and is run again", state);
            }
        }
    }
}
