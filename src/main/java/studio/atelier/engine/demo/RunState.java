package studio.atelier.engine.demo;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// What other threads may know of, and tell, the running prompt.
final class RunState {
    private final AtomicBoolean interrupted = new AtomicBoolean();
    private final AtomicInteger life = new AtomicInteger();
    private final AtomicBoolean freeing = new AtomicBoolean();
    private volatile Optional<String> clientId = Optional.empty();
    private volatile Optional<String> node = Optional.empty();

    /// A run begins; an interrupt that came while nothing ran is forgotten.
    void begin(Optional<String> client) {
        interrupted.set(false);
        clientId = client;
        node = Optional.empty();
    }

    void enter(String nodeId) {
        node = Optional.of(nodeId);
    }

    void leave() {
        node = Optional.empty();
    }

    Optional<String> clientId() {
        return clientId;
    }

    /// The node to tell a socket that connects now, when it belongs to the running prompt.
    Optional<String> nodeFor(String client) {
        return clientId.filter(client::equals).flatMap(_ -> node);
    }

    void interrupt() {
        interrupted.set(true);
    }

    /// True once after an interrupt.
    boolean takeInterrupt() {
        return interrupted.getAndSet(false);
    }

    /// Everything in memory is gone; whoever runs must notice that its life is over.
    void die() {
        life.incrementAndGet();
        clientId = Optional.empty();
        node = Optional.empty();
    }

    int life() {
        return life.get();
    }

    void freeMemory() {
        freeing.set(true);
    }

    boolean takeFree() {
        return freeing.getAndSet(false);
    }
}
