package studio.atelier.engine.runpod;

import studio.atelier.engine.EngineJobState;
import studio.atelier.engine.OutputFile;
import studio.atelier.model.PromptId;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What an endpoint said of one job.
///
/// @param pictures of a finished job, in the order of its outputs
record RunPodReply(EngineJobState state, List<RunPodPicture> pictures) {
    RunPodReply {
        pictures = List.copyOf(pictures);
    }

    static RunPodReply of(EngineJobState state) {
        return new RunPodReply(state, List.of());
    }

    /// An output's folder is the job's id and its node the place in the answer: so it can be asked for again,
    /// by whoever has it.
    ///
    /// @param ran how long a worker was at it
    static RunPodReply finished(
            PromptId job, List<RunPodPicture> pictures, Optional<Duration> ran) {
        List<OutputFile> outputs = new ArrayList<>();
        for (int i = 0; i < pictures.size(); i++) {
            String place = String.valueOf(i);
            outputs.add(new OutputFile(place, pictures.get(i).name(), job.value(), "output"));
        }
        return new RunPodReply(new EngineJobState.Finished(outputs, ran), pictures);
    }

    boolean isOver() {
        return switch (state) {
            case EngineJobState.Waiting _, EngineJobState.Running _ -> false;
            case EngineJobState.Finished _,
                    EngineJobState.Failed _,
                    EngineJobState.Interrupted _,
                    EngineJobState.Missing _,
                    EngineJobState.Unknown _ ->
                    true;
        };
    }
}
