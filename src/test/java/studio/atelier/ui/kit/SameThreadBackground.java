package studio.atelier.ui.kit;

import org.slf4j.LoggerFactory;

import studio.atelier.model.Problem;

import java.util.concurrent.Callable;
import java.util.function.Consumer;

/// The twin of `VirtualBackground` for view model tests: everything happens before the call returns.
public final class SameThreadBackground implements Background {
    @Override
    public <T> void run(Callable<T> work, Consumer<T> onSuccess, Consumer<Problem> onFailure) {
        T result;
        try {
            result = work.call();
        } catch (Exception failure) {
            // The same door as its twin's; but an Error here is a test's own failed assertion.
            onFailure.accept(Problems.of(failure, LoggerFactory.getLogger(getClass())));
            return;
        }
        onSuccess.accept(result);
    }

    @Override
    public <T> void latest(
            Object key, Callable<T> work, Consumer<T> onSuccess, Consumer<Problem> onFailure) {
        run(work, onSuccess, onFailure);
    }
}
