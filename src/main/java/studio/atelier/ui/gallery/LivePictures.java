package studio.atelier.ui.gallery;

import javafx.scene.image.Image;
import javafx.util.Subscription;

import studio.atelier.model.JobId;
import studio.atelier.ui.kit.Background;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// The running jobs as a screen shows them: progress, and previews, which are decoded off the JavaFX thread.
/// Everything else here happens on it.
final class LivePictures {
    private record Decode(LivePictures of, JobId job) {}

    private final LiveJobs live;
    private final Background background;
    private final Map<JobId, Image> images = new HashMap<>();
    private final Map<JobId, byte[]> decoded = new HashMap<>();
    private final List<Consumer<JobId>> listeners = new ArrayList<>();

    LivePictures(LiveJobs live, Background background) {
        this.live = live;
        this.background = background;
        live.onChange(this::changed);
    }

    double fraction(JobId job) {
        return live.fraction(job);
    }

    Optional<Image> image(JobId job) {
        return Optional.ofNullable(images.get(job));
    }

    Subscription onChange(Consumer<JobId> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    private void changed(JobId job) {
        Optional<byte[]> preview = live.preview(job);
        if (preview.isEmpty()) {
            images.remove(job);
            decoded.remove(job);
        } else if (!Arrays.equals(decoded.get(job), preview.get())) {
            decoded.put(job, preview.get());
            decode(job, preview.get());
        }
        tell(job);
    }

    private void decode(JobId job, byte[] bytes) {
        background.latest(
                new Decode(this, job),
                () -> new Image(new ByteArrayInputStream(bytes)),
                image -> {
                    if (!image.isError() && Arrays.equals(decoded.get(job), bytes)) {
                        images.put(job, image);
                        tell(job);
                    }
                },
                // A preview that cannot be decoded is only a hint lost.
                _ -> {});
    }

    private void tell(JobId job) {
        List.copyOf(listeners).forEach(listener -> listener.accept(job));
    }
}
