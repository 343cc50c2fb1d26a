package studio.atelier.engine.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Waiting, running and finished prompts; all of it in memory, as in ComfyUI. Safe for any thread.
final class PromptQueue {
    private static final int HISTORY_LIMIT = 10_000;
    private static final long LONGEST_WAIT_NANOS = 100_000_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final PriorityQueue<QueuedPrompt> pending = new PriorityQueue<>();
    private final Map<String, QueuedPrompt> running = new LinkedHashMap<>();
    private final Map<String, ObjectNode> history = new LinkedHashMap<>();
    private final Runnable onChange;
    private int counter;

    /// @param onChange called after every change of the queue, before anybody can see the next one
    PromptQueue(Runnable onChange) {
        this.onChange = onChange;
    }

    /// Gives the next number, negated for prompts that go in front.
    JsonNode nextNumber(boolean front) {
        lock.lock();
        try {
            int number = counter++;
            return IntNode.valueOf(front ? -number : number);
        } finally {
            lock.unlock();
        }
    }

    void put(QueuedPrompt prompt) {
        lock.lock();
        try {
            pending.add(prompt);
            arrived.signalAll();
            onChange.run();
        } finally {
            lock.unlock();
        }
    }

    /// Waits at most a moment for the next prompt and makes it the running one.
    Optional<QueuedPrompt> take() throws InterruptedException {
        lock.lock();
        try {
            long left = LONGEST_WAIT_NANOS;
            while (pending.isEmpty() && left > 0) {
                left = arrived.awaitNanos(left);
            }
            QueuedPrompt prompt = pending.poll();
            if (prompt == null) {
                return Optional.empty();
            }
            running.put(prompt.id(), prompt);
            onChange.run();
            return Optional.of(prompt);
        } finally {
            lock.unlock();
        }
    }

    /// Ends the running prompt and writes its history.
    void done(QueuedPrompt prompt, ObjectNode entry) {
        lock.lock();
        try {
            running.remove(prompt.id(), prompt);
            history.remove(prompt.id());
            history.put(prompt.id(), entry);
            Iterator<String> eldest = history.keySet().iterator();
            while (history.size() > HISTORY_LIMIT) {
                eldest.next();
                eldest.remove();
            }
            onChange.run();
        } finally {
            lock.unlock();
        }
    }

    boolean isRunning(String id) {
        lock.lock();
        try {
            return running.containsKey(id);
        } finally {
            lock.unlock();
        }
    }

    /// Running and waiting prompts.
    int remaining() {
        lock.lock();
        try {
            return pending.size() + running.size();
        } finally {
            lock.unlock();
        }
    }

    boolean delete(String id) {
        return change(() -> pending.removeIf(prompt -> prompt.id().equals(id)));
    }

    void clear() {
        boolean _ =
                change(
                        () -> {
                            pending.clear();
                            return true;
                        });
    }

    List<QueuedPrompt> running() {
        return copy(running.values());
    }

    /// The heap as it lies in memory: only the first is sure to be the smallest.
    List<QueuedPrompt> pending() {
        return copy(pending);
    }

    ObjectNode asJson() {
        lock.lock();
        try {
            ObjectNode json = PythonJson.object();
            ArrayNode runs = json.putArray("queue_running");
            running.values().forEach(prompt -> runs.add(prompt.asJson()));
            ArrayNode waits = json.putArray("queue_pending");
            pending.forEach(prompt -> waits.add(prompt.asJson()));
            return json;
        } finally {
            lock.unlock();
        }
    }

    /// History entries in the order they ended.
    Map<String, ObjectNode> history() {
        lock.lock();
        try {
            return new LinkedHashMap<>(history);
        } finally {
            lock.unlock();
        }
    }

    Optional<ObjectNode> history(String id) {
        lock.lock();
        try {
            return Optional.ofNullable(history.get(id));
        } finally {
            lock.unlock();
        }
    }

    void deleteHistory(String id) {
        lock.lock();
        try {
            history.remove(id);
        } finally {
            lock.unlock();
        }
    }

    void clearHistory() {
        lock.lock();
        try {
            history.clear();
        } finally {
            lock.unlock();
        }
    }

    /// What a crash does.
    void forgetAll() {
        lock.lock();
        try {
            pending.clear();
            running.clear();
            history.clear();
            counter = 0;
        } finally {
            lock.unlock();
        }
    }

    private boolean change(java.util.function.BooleanSupplier edit) {
        lock.lock();
        try {
            boolean changed = edit.getAsBoolean();
            if (changed) {
                onChange.run();
            }
            return changed;
        } finally {
            lock.unlock();
        }
    }

    private List<QueuedPrompt> copy(Collection<QueuedPrompt> prompts) {
        lock.lock();
        try {
            return new ArrayList<>(prompts);
        } finally {
            lock.unlock();
        }
    }
}
