package studio.atelier.engine;

import studio.atelier.model.PromptId;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

/// A place where jobs run. Every method blocks (call it from a virtual thread, never from the JavaFX one) and
/// fails with `StudioException`; implementations are safe to share between threads.
public interface Engine extends AutoCloseable {
    /// Short name, stored with every job that was sent here and shown to the person.
    String name();

    /// True for the built-in demo engine, whose pictures are placeholders.
    boolean isDemo();

    /// True for an engine that takes machines as it needs them, several at once, and is paid for what each of them runs;
    /// false for one machine, on which one job runs after the other.
    default boolean isPaidByRun() {
        return false;
    }

    /// What this engine has, asked anew at each call: its LoRAs, and of the loaders and samplers and of the
    /// classes in `nodeTypes` which it knows and the values that their inputs allow.
    EngineDescription describe(Set<String> nodeTypes);

    default EngineDescription describe() {
        return describe(Set.of());
    }

    /// Uploads the inputs, puts the names under which the engine stored them into the graph, and queues it
    /// under our prompt id. Not idempotent: after an unclear failure (`SubmissionUnclear`) look the id up
    /// before sending again.
    ///
    /// @param lastLook run when all else is done, right before the prompt goes out; what it throws keeps it here
    /// @return the id under which the engine runs it: ours, unless the engine is too old to accept it
    PromptId submit(Submission submission, Runnable lastLook);

    default PromptId submit(Submission submission) {
        return submit(submission, () -> {});
    }

    /// Starts to deliver events of all prompts submitted by this client. Events are hints: `lookUp` is the
    /// truth. The connection is kept up (fresh client id each time) until the subscription is closed.
    ///
    /// @param listener called on an engine thread, in order; must not block
    Subscription watch(EngineListener listener);

    /// Whether events of this prompt come here while it runs. Of one that was submitted by another process, or over
    /// a connection that is gone, none do, however lively it is.
    default boolean hears(PromptId prompt) {
        return true;
    }

    /// Asks history and queue for one prompt.
    EngineJobState lookUp(PromptId prompt);

    /// Cancels only this prompt, waiting or running. Returns true when the engine has it no more as far as
    /// this call can tell; false when it was already finished or unknown.
    boolean cancel(PromptId prompt);

    /// It runs without a sign of life and is not waited for any more. Where it goes on all the same, what waits behind it
    /// may wait for ever: `lookUp` says so then.
    default void abandon(PromptId prompt) {}

    /// Downloads one output to `target` (replaced). The bytes are as the engine sent them, complete by length;
    /// nothing else about them is checked here.
    ///
    /// @param maximumBytes a longer answer is refused
    void fetch(OutputFile output, Path target, long maximumBytes) throws IOException;

    @Override
    void close();

    /// Receives events.
    @FunctionalInterface
    interface EngineListener {
        void onEvent(EngineEvent event);
    }

    /// Ends the delivery of events when closed.
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
