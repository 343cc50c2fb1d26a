package studio.atelier.engine;

import studio.atelier.model.Problem;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What an engine answers when asked for one prompt.
public sealed interface EngineJobState {
    /// @param position jobs before it, 0 when next
    record Waiting(int position) implements EngineJobState {}

    record Running() implements EngineJobState {}

    /// @param outputs pictures of output nodes in graph order, without previews and without repeats
    record Finished(List<OutputFile> outputs, Optional<Duration> ran) implements EngineJobState {
        public Finished {
            outputs = List.copyOf(outputs);
        }

        public Finished(List<OutputFile> outputs) {
            this(outputs, Optional.empty());
        }
    }

    record Failed(Problem problem, Optional<Duration> ran) implements EngineJobState {
        public Failed(Problem problem) {
            this(problem, Optional.empty());
        }
    }

    /// Stopped by somebody: by us, or at the engine.
    record Interrupted(Optional<Duration> ran) implements EngineJobState {
        public Interrupted() {
            this(Optional.empty());
        }
    }

    /// How long the engine worked on it, as far as it says so.
    default Optional<Duration> ran() {
        return Optional.empty();
    }

    /// In neither list, though the engine seems to have run on since it took it: whether somebody took it out of the
    /// queue, or a restart forgot it, shows shortly. Ask again.
    record Missing() implements EngineJobState {}

    /// In neither list: never arrived, deleted, or forgotten at a restart.
    ///
    /// @param why what is known of the reason, empty when nothing is
    record Unknown(Optional<Problem> why) implements EngineJobState {
        public Unknown() {
            this(Optional.empty());
        }
    }
}
