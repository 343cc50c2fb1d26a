package studio.atelier.engine;

import studio.atelier.engine.Engine.EngineListener;

import java.util.ArrayList;
import java.util.List;

/// Who listens to one engine. Each gets its events in order on a thread of its own. Safe to share between threads.
public final class EngineListeners implements AutoCloseable {
    private final String engine;
    private final List<EventDelivery> open = new ArrayList<>();
    private boolean closed;

    public EngineListeners(String engine) {
        this.engine = engine;
    }

    /// After `close` nothing is delivered any more.
    public synchronized EventDelivery add(EngineListener listener) {
        var delivery = new EventDelivery(listener, engine);
        if (closed) {
            delivery.close();
        } else {
            open.add(delivery);
        }
        return delivery;
    }

    public synchronized void remove(EventDelivery delivery) {
        delivery.close();
        open.remove(delivery);
    }

    public synchronized void deliver(EngineEvent event) {
        open.forEach(delivery -> delivery.add(event));
    }

    public synchronized boolean isEmpty() {
        return open.isEmpty();
    }

    @Override
    public synchronized void close() {
        closed = true;
        open.forEach(EventDelivery::close);
        open.clear();
    }
}
