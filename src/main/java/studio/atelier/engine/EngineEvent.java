package studio.atelier.engine;

import studio.atelier.model.Delay;
import studio.atelier.model.Problem;
import studio.atelier.model.PromptId;

/// What an engine tells while it works. Handled by one exhaustive `switch`.
public sealed interface EngineEvent {
    /// The connection is up (again); whatever happened before may have been missed.
    record Connected() implements EngineEvent {}

    /// The connection is down and being made again.
    record Disconnected(Problem problem) implements EngineEvent {}

    /// The number of prompts in the engine, of all clients.
    record QueueChanged(int remaining) implements EngineEvent {}

    /// It runs. Told again while it does by engines that report no progress.
    record Started(PromptId prompt) implements EngineEvent {}

    /// It does not run yet, for this reason. Told when the reason changes.
    record Delayed(PromptId prompt, Delay why) implements EngineEvent {}

    /// @param fraction 0 to 1 over all nodes of the graph, never falling for one prompt
    record Progressed(PromptId prompt, double fraction, String node) implements EngineEvent {}

    /// @param image JPEG or PNG bytes
    record Previewed(PromptId prompt, byte[] image) implements EngineEvent {}

    /// An output node ended. Its files can be fetched although the prompt still runs.
    record OutputReady(PromptId prompt, java.util.List<OutputFile> outputs)
            implements EngineEvent {}

    /// The prompt ended, well or not: look it up.
    record Ended(PromptId prompt) implements EngineEvent {}
}
