package studio.atelier.engine;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import studio.atelier.engine.Engine.EngineListener;
import studio.atelier.model.Delay;
import studio.atelier.model.PromptId;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Hands events to one listener in order, on a virtual thread of its own, so that a slow listener never holds
/// up the reader of the socket. Of what replaces itself (progress and previews of one prompt, the length of
/// the queue) only the newest waits.
public final class EventDelivery implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventDelivery.class);

    /// A listener this far behind has stopped listening; events are hints, so the oldest may go.
    private static final int LIMIT = 10_000;

    private final EngineListener listener;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<Object, EngineEvent> waiting = new LinkedHashMap<>();
    private boolean closed;

    public EventDelivery(EngineListener listener, String engine) {
        this.listener = listener;
        Thread.ofVirtual().name("engine-events-" + engine).start(this::run);
    }

    private record Replaceable(Class<?> kind, String of) {}

    public void add(EngineEvent event) {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            if (waiting.size() >= LIMIT) {
                Iterator<Object> oldest = waiting.keySet().iterator();
                oldest.next();
                oldest.remove();
            }
            waiting.put(key(event), event);
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            waiting.clear();
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    private static Object key(EngineEvent event) {
        return switch (event) {
            case EngineEvent.QueueChanged _ -> new Replaceable(EngineEvent.QueueChanged.class, "");
            case EngineEvent.Progressed(PromptId prompt, double _, String _) ->
                    new Replaceable(EngineEvent.Progressed.class, prompt.value());
            case EngineEvent.Started(PromptId prompt) ->
                    new Replaceable(EngineEvent.Started.class, prompt.value());
            case EngineEvent.Delayed(PromptId prompt, Delay _) ->
                    new Replaceable(EngineEvent.Delayed.class, prompt.value());
            case EngineEvent.Previewed(PromptId prompt, byte[] _) ->
                    new Replaceable(EngineEvent.Previewed.class, prompt.value());
            case EngineEvent.Connected _,
                    EngineEvent.Disconnected _,
                    EngineEvent.OutputReady _,
                    EngineEvent.Ended _ ->
                    new Object();
        };
    }

    private void run() {
        try {
            for (EngineEvent event = next(); event != null; event = next()) {
                deliver(event);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private @org.jspecify.annotations.Nullable EngineEvent next() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (waiting.isEmpty() && !closed) {
                changed.await();
            }
            if (closed) {
                return null;
            }
            Iterator<EngineEvent> first = waiting.values().iterator();
            EngineEvent event = first.next();
            first.remove();
            return event;
        } finally {
            lock.unlock();
        }
    }

    private void deliver(EngineEvent event) {
        try {
            listener.onEvent(event);
        } catch (RuntimeException e) {
            // the loop outlives a listener's mistake: later events matter too
            LOG.warn("a listener failed on {}", event.getClass().getSimpleName(), e);
        }
    }
}
