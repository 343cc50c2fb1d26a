package studio.atelier.engine;

import studio.atelier.model.Problem;

import java.util.List;
import java.util.Optional;

/// What an engine answers when asked for one prompt.
public sealed interface EngineJobState {
    /// @param position jobs before it, 0 when next
    record Waiting(int position) implements EngineJobState {}

    record Running() implements EngineJobState {}

    /// @param outputs pictures of output nodes in graph order, without previews and without repeats
    record Finished(List<OutputFile> outputs) implements EngineJobState {
        public Finished {
            outputs = List.copyOf(outputs);
        }
    }

    record Failed(Problem problem) implements EngineJobState {}

    /// Stopped by somebody: by us, or at the engine.
    record Interrupted() implements EngineJobState {}

    /// In neither list: never arrived, deleted, or forgotten at a restart.
    ///
    /// @param why what is known of the reason, empty when nothing is
    record Unknown(Optional<Problem> why) implements EngineJobState {
        public Unknown() {
            this(Optional.empty());
        }
    }
}
