package studio.atelier.queue.audit;

import studio.atelier.db.AuditStore.Sending;
import studio.atelier.engine.Engine;
import studio.atelier.engine.EngineJobState;
import studio.atelier.model.StudioException;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Asks engines whether they have the pictures of sendings.
final class Engines {
    private final Map<String, Engine> engines;

    Engines(List<Engine> engines) {
        this.engines =
                engines.stream().collect(Collectors.toMap(Engine::name, Function.identity()));
    }

    /// An engine that does not answer is noted; what it was sent is passed over.
    boolean hasPictures(Sending sending, Findings findings) {
        Optional<Engine> engine =
                Optional.of(sending.engine())
                        .filter(findings::isReachable)
                        .flatMap(name -> Optional.ofNullable(engines.get(name)));
        if (engine.isEmpty()) {
            return false;
        }
        try {
            return engine.get().lookUp(sending.prompt())
                            instanceof EngineJobState.Finished(var outputs, _)
                    && !outputs.isEmpty();
        } catch (StudioException e) {
            findings.unreachable(engine.get().name(), e.problem());
            return false;
        }
    }
}
