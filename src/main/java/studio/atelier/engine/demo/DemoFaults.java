package studio.atelier.engine.demo;

import java.awt.image.BufferedImage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Tells the demo engine to misbehave, for tests and drills. Everything is off at first; safe to use from any
/// thread while the engine works.
public final class DemoFaults {
    private static final int TRUNCATED_BYTES = 200;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<Rule> rules = new ArrayList<>();
    private final List<OutputFault> outputFaults = new ArrayList<>();
    private final List<RunFault> runFaults = new ArrayList<>();
    private boolean held;
    private boolean closed;
    private volatile boolean ignoringPromptIds;
    private volatile boolean socketsSilent;
    private volatile boolean socketsRefused;
    private volatile boolean down;
    private volatile Duration historyDelay = Duration.ZERO;
    private volatile Optional<byte[]> saved = Optional.empty();

    /// How one request is answered instead of properly.
    public sealed interface Answer {
        /// This status with a plain-text page, as a proxy sends it; nothing is done.
        record Status(int code) implements Answer {}

        /// Nothing is done and no answer comes until the client or the engine gives up.
        record Never() implements Answer {}

        /// The request is carried out, but no answer comes.
        record NeverAfterAccepting() implements Answer {}

        /// The connection is cut; nothing is done.
        record Drop() implements Answer {}

        /// The request is carried out, then the connection is cut without an answer.
        record DropAfterAccepting() implements Answer {}

        /// The proper head, then only the first bytes of the body, then the connection is cut.
        record Truncated(int bytes) implements Answer {}

        /// The proper head and length, but bytes that are no picture and no JSON.
        record Garbled() implements Answer {}

        /// The proper answer, late.
        record Late(Duration delay) implements Answer {}
    }

    /// What is wrong with the files of one save.
    public enum OutputFault {
        /// The right length of nonsense.
        CORRUPT,
        /// A PNG that ends early.
        TRUNCATED,
        /// A file of no bytes.
        ZERO_BYTES,
        /// The node succeeds with an empty list.
        NO_IMAGES,
        /// Four pictures where one was asked for.
        FOUR_IMAGES
    }

    /// An exception of the sampler.
    ///
    /// @param type Python's name, for example `torch.OutOfMemoryError`
    record RunFault(String type, String message) {}

    private record Rule(String request, Answer answer, int times) {}

    /// @param request method and path without `/api`, or a beginning of them: `POST /prompt`, `GET /view`
    /// @param times how many requests are spoiled before all is well again
    public void answer(String request, Answer answer, int times) {
        locked(() -> rules.add(new Rule(request, answer, times)));
    }

    /// The next saves write wrong files, one fault each.
    public void spoilOutputs(OutputFault... faults) {
        locked(() -> outputFaults.addAll(Arrays.asList(faults)));
    }

    /// From now on every save writes this file: painting a large picture keeps a core busy.
    public void saveInstead(byte[] file) {
        saved = Optional.of(file.clone());
    }

    /// The next sampler run raises this.
    public void failRun(String type, String message) {
        locked(() -> runFaults.add(new RunFault(type, message)));
    }

    /// Samplers stop before their next step until `releaseRuns`.
    public void holdRuns() {
        locked(() -> held = true);
    }

    public void releaseRuns() {
        locked(() -> held = false);
    }

    /// Like servers before the field existed: the engine chooses its own ids.
    public void ignorePromptIds(boolean on) {
        ignoringPromptIds = on;
    }

    /// Open sockets stay open, but nothing is sent on them.
    public void silenceSockets(boolean on) {
        socketsSilent = on;
    }

    /// New sockets are refused with 503.
    public void refuseSockets(boolean on) {
        socketsRefused = on;
    }

    /// Every connection is cut without an answer.
    public void unreachable(boolean on) {
        down = on;
    }

    /// The time between `execution_success` and the entry in history.
    public void delayHistory(Duration delay) {
        historyDelay = delay;
    }

    /// All is well again.
    public void clear() {
        locked(
                () -> {
                    rules.clear();
                    outputFaults.clear();
                    runFaults.clear();
                    held = false;
                });
        ignoringPromptIds = false;
        socketsSilent = false;
        socketsRefused = false;
        down = false;
        historyDelay = Duration.ZERO;
    }

    boolean ignoresPromptIds() {
        return ignoringPromptIds;
    }

    boolean socketsAreSilent() {
        return socketsSilent;
    }

    boolean socketsAreRefused() {
        return socketsRefused;
    }

    boolean isDown() {
        return down;
    }

    Duration historyDelay() {
        return historyDelay;
    }

    Optional<Answer> answerTo(String request) {
        lock.lock();
        try {
            for (int i = 0; i < rules.size(); i++) {
                Rule rule = rules.get(i);
                if (request.startsWith(rule.request())) {
                    if (rule.times() > 1) {
                        rules.set(i, new Rule(rule.request(), rule.answer(), rule.times() - 1));
                    } else {
                        rules.remove(i);
                    }
                    return Optional.of(rule.answer());
                }
            }
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    Optional<RunFault> nextRunFault() {
        return locked(runFaults);
    }

    /// The files of one save, spoiled when that was asked for.
    List<byte[]> outputs(List<BufferedImage> images, Map<String, String> texts) {
        Optional<OutputFault> fault = locked(outputFaults);
        List<byte[]> files =
                new ArrayList<>(
                        images.stream()
                                .map(image -> saved.orElseGet(() -> PngFile.encode(image, texts)))
                                .toList());
        if (fault.isEmpty() || files.isEmpty()) {
            return files;
        }
        byte[] first = files.getFirst();
        switch (fault.get()) {
            case CORRUPT -> files.replaceAll(file -> nonsense(file.length));
            case TRUNCATED ->
                    files.replaceAll(
                            file -> Arrays.copyOf(file, Math.min(file.length, TRUNCATED_BYTES)));
            case ZERO_BYTES -> files.replaceAll(_ -> new byte[0]);
            case NO_IMAGES -> files.clear();
            case FOUR_IMAGES -> files.addAll(Collections.nCopies(3, first));
        }
        return files;
    }

    static byte[] nonsense(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i * 31 + 7);
        }
        return bytes;
    }

    /// Waits for the length of a step, and longer while runs are held. Returns early when closed.
    void waitStep(Duration step) throws InterruptedException {
        lock.lock();
        try {
            long left = step.toNanos();
            while (!closed && left > 0) {
                left = changed.awaitNanos(left);
            }
            while (!closed && held) {
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Waits until the engine is closed.
    void waitForClose() throws InterruptedException {
        lock.lock();
        try {
            while (!closed) {
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    void close() {
        locked(() -> closed = true);
    }

    private <T> Optional<T> locked(List<T> faults) {
        lock.lock();
        try {
            return faults.isEmpty() ? Optional.empty() : Optional.of(faults.removeFirst());
        } finally {
            lock.unlock();
        }
    }

    private void locked(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
