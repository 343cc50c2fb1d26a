package studio.atelier.engine.demo;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

/// How a demo engine is set up.
///
/// @param folder holds `input`, `output` and `temp`; created when absent
/// @param port 0 for any free one; always on loopback
/// @param jobDuration how long the sampler of one job takes, split over its steps
/// @param previewPause least time between two previews: painting them is most of the work of a short job
/// @param clock for the time stamps in messages
public record DemoOptions(
        Path folder,
        int port,
        Duration jobDuration,
        Duration previewPause,
        DemoProfile profile,
        DemoModels models,
        InstantSource clock) {
    /// Jobs of about three seconds, ComfyUI 0.33, the usual models, on a free port.
    public static DemoOptions in(Path folder) {
        return new DemoOptions(
                folder,
                0,
                Duration.ofMillis(3200),
                Duration.ZERO,
                DemoProfile.V0_33,
                DemoModels.standard(),
                InstantSource.system());
    }

    public DemoOptions withPort(int value) {
        return new DemoOptions(folder, value, jobDuration, previewPause, profile, models, clock);
    }

    public DemoOptions withJobDuration(Duration value) {
        return new DemoOptions(folder, port, value, previewPause, profile, models, clock);
    }

    public DemoOptions withPreviewPause(Duration value) {
        return new DemoOptions(folder, port, jobDuration, value, profile, models, clock);
    }

    public DemoOptions withProfile(DemoProfile value) {
        return new DemoOptions(folder, port, jobDuration, previewPause, value, models, clock);
    }

    public DemoOptions withModels(DemoModels value) {
        return new DemoOptions(folder, port, jobDuration, previewPause, profile, value, clock);
    }

    public DemoOptions withClock(InstantSource value) {
        return new DemoOptions(folder, port, jobDuration, previewPause, profile, models, value);
    }
}
