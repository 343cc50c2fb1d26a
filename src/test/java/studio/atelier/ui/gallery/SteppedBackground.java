package studio.atelier.ui.gallery;

import studio.atelier.model.Problem;
import studio.atelier.model.StudioException;
import studio.atelier.ui.kit.Background;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/// Runs work on the calling thread: at once, or when a test says so.
final class SteppedBackground implements Background {
    private record Task(Object key, Runnable run) {}

    private final List<Task> waiting = new ArrayList<>();
    boolean stepped;

    @Override
    public <T> void run(Callable<T> work, Consumer<T> onSuccess, Consumer<Problem> onFailure) {
        add(new Task(new Object(), () -> perform(work, onSuccess, onFailure)));
    }

    @Override
    public <T> void latest(
            Object key, Callable<T> work, Consumer<T> onSuccess, Consumer<Problem> onFailure) {
        waiting.removeIf(task -> task.key().equals(key));
        add(new Task(key, () -> perform(work, onSuccess, onFailure)));
    }

    int waiting() {
        return waiting.size();
    }

    void step() {
        waiting.removeFirst().run().run();
    }

    void finish() {
        stepped = false;
        while (!waiting.isEmpty()) {
            step();
        }
    }

    private void add(Task task) {
        if (stepped) {
            waiting.add(task);
        } else {
            task.run().run();
        }
    }

    private static <T> void perform(
            Callable<T> work, Consumer<T> onSuccess, Consumer<Problem> onFailure) {
        T result;
        try {
            result = work.call();
        } catch (StudioException e) {
            onFailure.accept(e.problem());
            return;
        } catch (Exception e) {
            // A Callable may throw anything; what is no problem in words fails the test.
            throw new AssertionError(e);
        }
        onSuccess.accept(result);
    }
}
