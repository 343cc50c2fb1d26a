package studio.atelier.app;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;
import studio.atelier.model.StudioException;
import studio.atelier.queue.EngineState;
import studio.atelier.queue.Queue;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// The engines of this process's queue, found by the ids of their records: the queue goes on to call them as they were
/// called when it was opened. Blocks.
final class EnginesAtWork {
    private static final Logger LOG = LoggerFactory.getLogger(EnginesAtWork.class);

    private final Supplier<Optional<Queue>> running;

    /// @param running the queue of this process, when there is one
    EnginesAtWork(Supplier<Optional<Queue>> running) {
        this.running = running;
    }

    /// Takes an engine into use or out of it where it works now.
    ///
    /// @return false when it does not work now under this name, or the database does not answer
    boolean holds(EngineRecord engine) {
        boolean enabled = engine.enabled();
        try {
            Optional<EngineState> state =
                    find(engine.id()).filter(now -> now.name().equals(engine.name()));
            state.filter(now -> now.load().enabled() != enabled)
                    .ifPresent(now -> enable(now, enabled));
            return state.isPresent();
        } catch (StudioException e) {
            LOG.warn("the queue does not take the change yet: {}", e.problem().sentence());
            return false;
        }
    }

    /// Takes engines whose names go out of use until the next start, so that they get no more jobs: those that they
    /// have carry the name, and nobody would fetch them.
    ///
    /// @param ids of any engines
    /// @return what was in use before, for `back`
    /// @throws StudioException `ENGINE_HOLDS_JOBS`, and all are in use as before
    List<EngineState> leave(Collection<String> ids) {
        List<EngineState> left = new ArrayList<>();
        try {
            for (String id : ids) {
                Optional<EngineState> state = find(id);
                state.ifPresent(EnginesAtWork::requireIdle);
                state.filter(now -> now.load().enabled())
                        .ifPresent(
                                now -> {
                                    left.add(now);
                                    enable(now, false);
                                });
                // It may have taken one just before.
                find(id).ifPresent(EnginesAtWork::requireIdle);
            }
            return left;
        } catch (StudioException e) {
            back(left);
            throw e;
        }
    }

    /// Undoes `leave`.
    void back(List<EngineState> left) {
        try {
            left.forEach(engine -> enable(engine, true));
        } catch (StudioException e) {
            LOG.warn("an engine stays out of use: {}", e.problem().sentence());
        }
    }

    /// What the queue remembers of the earlier name holds for the new one.
    ///
    /// @return what is in the way
    Optional<Problem> renamed(String id, String name) {
        try {
            find(id).ifPresent(
                            state ->
                                    running.get()
                                            .ifPresent(
                                                    queue ->
                                                            queue.renameEngine(
                                                                    state.name(), name)));
            return Optional.empty();
        } catch (StudioException e) {
            return Optional.of(e.problem());
        }
    }

    private void enable(EngineState engine, boolean enabled) {
        running.get().ifPresent(queue -> queue.enableEngine(engine.name(), enabled));
    }

    private Optional<EngineState> find(String id) {
        return running.get().stream()
                .flatMap(queue -> queue.engines().stream())
                .filter(engine -> engine.id().equals(id))
                .findFirst();
    }

    private static void requireIdle(EngineState engine) {
        int inside = engine.load().inside();
        if (inside > 0) {
            throw new StudioException(
                    Problem.of(
                            Kind.ENGINE_HOLDS_JOBS,
                            engine.name(),
                            Problem.words("engines.jobs", inside)));
        }
    }
}
