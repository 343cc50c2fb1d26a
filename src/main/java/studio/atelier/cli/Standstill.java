package studio.atelier.cli;

import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;
import studio.atelier.queue.Budget;
import studio.atelier.queue.EngineState;
import studio.atelier.queue.Queue;

import java.util.List;
import java.util.Optional;

/// Why nothing that waits would begin on this desktop: a person held it back.
final class Standstill {
    private Standstill() {}

    /// Blocks on the database.
    static Optional<Problem> of(Queue queue) {
        if (queue.isPaused()) {
            return Optional.of(paused(queue));
        }
        List<EngineState> used = used(queue);
        if (used.isEmpty()) {
            return Optional.of(Problem.of(Kind.NO_ENGINE_IN_USE));
        }
        return used.stream().allMatch(EngineState::paused)
                ? Optional.of(Problem.of(Kind.ENGINES_PAUSED))
                : Optional.empty();
    }

    /// Lets go what a person paused: the queue, and the engines where all in use are. Blocks on the database.
    static void resume(Queue queue) {
        if (queue.isPaused()) {
            queue.resume();
        }
        List<EngineState> used = used(queue);
        if (used.stream().allMatch(EngineState::paused)) {
            used.forEach(engine -> queue.resumeEngine(engine.name()));
        }
    }

    private static Problem paused(Queue queue) {
        return queue.totals()
                .budget()
                .filter(Budget::reached)
                .map(budget -> Problem.of(Kind.BUDGET_USED_UP, budget.limit().toPlainString()))
                .orElseGet(() -> Problem.of(Kind.QUEUE_PAUSED));
    }

    private static List<EngineState> used(Queue queue) {
        return queue.engines().stream().filter(engine -> engine.load().enabled()).toList();
    }
}
