package studio.atelier.ui.gallery;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import studio.atelier.gallery.Gallery;
import studio.atelier.model.ImageId;
import studio.atelier.model.Messages;
import studio.atelier.model.Problem;
import studio.atelier.ui.kit.Background;
import studio.atelier.ui.kit.Toast;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/// Writes pictures to where the person wants them; several at once with progress and a way to stop. JavaFX
/// thread only; writing runs elsewhere.
public final class DownloadViewModel {
    /// @param done files written so far
    public record Progress(int done, int of) {}

    private final Gallery gallery;
    private final Background background;
    private final Executor ui;
    private final Consumer<Toast> toasts;
    private final Messages messages = Messages.of("gallery");
    private final ReadOnlyObjectWrapper<Optional<Progress>> progress =
            new ReadOnlyObjectWrapper<>(this, "progress", Optional.empty());
    private AtomicBoolean stopped = new AtomicBoolean();

    DownloadViewModel(Gallery gallery, Background background, Executor ui, Consumer<Toast> toasts) {
        this.gallery = gallery;
        this.background = background;
        this.ui = ui;
        this.toasts = toasts;
    }

    /// Present while several pictures are written.
    public ReadOnlyObjectProperty<Optional<Progress>> progress() {
        return progress.getReadOnlyProperty();
    }

    public void saveAs(ImageId image, Path target) {
        background.run(
                () -> {
                    gallery.saveAs(image, target);
                    return target;
                },
                saved -> toasts.accept(Toast.success(messages.text("saved.one", name(saved)))),
                problem -> toasts.accept(Toast.error(problem)));
    }

    /// One download of several runs at a time; while one does, this does nothing.
    public void saveAll(List<ImageId> images, Path folder) {
        if (progress.get().isPresent() || images.isEmpty()) {
            return;
        }
        AtomicBoolean stop = new AtomicBoolean();
        stopped = stop;
        progress.set(Optional.of(new Progress(0, images.size())));
        background.run(
                () -> write(images, folder, stop),
                written -> finished(written, images.size(), folder),
                this::failed);
    }

    /// Stops after the file that is being written; what is written stays.
    public void stop() {
        stopped.set(true);
    }

    /// One by one, so that it can be stopped between two files.
    private int write(List<ImageId> images, Path folder, AtomicBoolean stop) {
        int done = 0;
        for (ImageId image : images) {
            if (stop.get()) {
                break;
            }
            gallery.saveAll(List.of(image), folder, _ -> {});
            done++;
            Progress now = new Progress(done, images.size());
            ui.execute(() -> show(now));
        }
        return done;
    }

    private void show(Progress now) {
        if (progress.get().isPresent()) {
            progress.set(Optional.of(now));
        }
    }

    private void finished(int written, int of, Path folder) {
        progress.set(Optional.empty());
        toasts.accept(
                written == of
                        ? Toast.success(messages.text("saved.all", written, name(folder)))
                        : Toast.neutral(messages.text("saved.some", written, of, name(folder))));
    }

    private void failed(Problem problem) {
        progress.set(Optional.empty());
        toasts.accept(Toast.error(problem));
    }

    private static String name(Path path) {
        Path last = path.getFileName();
        return last == null ? path.toString() : last.toString();
    }
}
