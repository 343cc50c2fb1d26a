package studio.atelier.drill.sim;

import org.jspecify.annotations.Nullable;

import studio.atelier.drill.sim.FaultPlan.Family;
import studio.atelier.engine.Engine;
import studio.atelier.engine.EngineDescription;
import studio.atelier.engine.EngineEvent;
import studio.atelier.engine.EngineJobState;
import studio.atelier.engine.OutputFile;
import studio.atelier.engine.Submission;
import studio.atelier.model.PromptId;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/// One desktop's connection to the simulated engine. Its messages are dropped, repeated, mixed with those of
/// strangers and put out of order, as the plan says. Safe to share between threads.
final class SimEngine implements Engine {
    static final String NAME = "Simulated";

    private final SimServer server;
    private final Mains mains;
    private final FaultPlan plan;
    private final Ledger ledger;
    private final Random random;
    private final List<EngineListener> listeners = new CopyOnWriteArrayList<>();
    private @Nullable EngineEvent heldBack;

    SimEngine(SimServer server, Mains mains, FaultPlan plan, Ledger ledger) {
        this.server = server;
        this.mains = mains;
        this.plan = plan;
        this.ledger = ledger;
        this.random = new Random(plan.seed());
        server.attach(this);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean isDemo() {
        return false;
    }

    @Override
    public EngineDescription describe(Set<String> nodeTypes) {
        mains.pass();
        server.requireUp();
        return new EngineDescription(
                "0.33.0", "cpu", 0, 0, List.of("milan.safetensors"), nodeTypes, Map.of());
    }

    @Override
    public PromptId submit(Submission submission, Runnable lastLook) {
        lastLook.run();
        PromptId given = server.submit(submission, mains.pass());
        mains.pass();
        return given;
    }

    @Override
    public Subscription watch(EngineListener listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public EngineJobState lookUp(PromptId prompt) {
        mains.pass();
        EngineJobState state = server.lookUp(prompt);
        mains.pass();
        return state;
    }

    @Override
    public boolean cancel(PromptId prompt) {
        mains.pass();
        return server.cancel(prompt);
    }

    @Override
    public void fetch(OutputFile output, Path target, long maximumBytes) throws IOException {
        mains.pass();
        Files.write(target, server.fetch(output));
        mains.pass();
    }

    @Override
    public void close() {
        server.detach(this);
        listeners.clear();
    }

    void hear(EngineEvent event) {
        if (mains.isDead() || mains.isFrozen()) {
            return;
        }
        for (EngineEvent heard : distorted(event)) {
            listeners.forEach(listener -> listener.onEvent(heard));
        }
    }

    private synchronized List<EngineEvent> distorted(EngineEvent event) {
        if (strikes(Family.EVENTS_DROPPED)) {
            return List.of();
        }
        if (strikes(Family.EVENTS_REPEATED)) {
            return List.of(event, event);
        }
        if (strikes(Family.EVENTS_FOREIGN)) {
            PromptId stranger = PromptId.random();
            return List.of(
                    new EngineEvent.Progressed(stranger, 0.1, "1"),
                    event,
                    new EngineEvent.Ended(stranger));
        }
        EngineEvent earlier = heldBack;
        heldBack = null;
        if (earlier != null) {
            return List.of(event, earlier);
        }
        if (strikes(Family.EVENTS_REORDERED)) {
            heldBack = event;
            return List.of();
        }
        return List.of(event);
    }

    private boolean strikes(Family trouble) {
        boolean strikes = plan.troubles().contains(trouble) && random.nextBoolean();
        if (strikes) {
            ledger.injected(trouble.name());
        }
        return strikes;
    }
}
