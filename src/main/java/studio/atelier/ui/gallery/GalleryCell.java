package studio.atelier.ui.gallery;

import javafx.css.PseudoClass;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;

import studio.atelier.gallery.GalleryItem;
import studio.atelier.gallery.GalleryKey;
import studio.atelier.model.ImageId;
import studio.atelier.model.JobId;
import studio.atelier.model.JobStatus;
import studio.atelier.model.Messages;
import studio.atelier.model.PictureRef;
import studio.atelier.model.Problem;
import studio.atelier.ui.kit.Icons;
import studio.atelier.ui.kit.PictureCell;
import studio.atelier.ui.kit.PictureLoader;

import java.util.Locale;
import java.util.Optional;

/// A cell of the gallery: a picture; or a job on its way, over its reference or its live preview; or a job that
/// failed, with the reason.
final class GalleryCell extends PictureCell<GalleryKey> {
    static final int LINES = 2;

    private final GalleryRows rows;
    private final LivePictures live;
    private final Messages messages = Messages.of("gallery");
    private final Label badge = new Label();
    private final Label reason = new Label();
    private final VBox failure = new VBox(Icons.ERROR.node("gallery-failure-icon"), reason);
    private final Region veil = new Region();
    private @Nullable GalleryKey current;

    GalleryCell(PictureLoader loader, GalleryRows rows, LivePictures live) {
        super(loader);
        this.rows = rows;
        this.live = live;
        getStyleClass().add("gallery-cell");
        badge.getStyleClass().add("gallery-badge");
        reason.getStyleClass().add("gallery-failure-text");
        reason.setWrapText(true);
        failure.getStyleClass().add("gallery-failure");
        failure.setManaged(false);
        failure.setVisible(false);
        failure.setMouseTransparent(true);
        veil.getStyleClass().add("gallery-veil");
        veil.setManaged(false);
        veil.setVisible(false);
        veil.setMouseTransparent(true);
        getChildren().add(1, veil);
        getChildren().add(2, failure);
        live.onChange(this::jobChanged);
    }

    @Override
    protected int captionLines() {
        return LINES;
    }

    @Override
    protected void show(GalleryKey key) {
        current = key;
        Optional<GalleryItem> row = rows.row(key);
        if (row.isPresent()) {
            show(key, row.get());
        } else {
            mark(key.hasImage() ? JobStatus.COMPLETED : JobStatus.QUEUED);
            captions("", "");
            say("", Optional.empty());
            progress(-1);
            if (!key.hasImage()) {
                pictureView().reset();
            }
        }
        if (key.hasImage()) {
            picture(new PictureRef.Generated(new ImageId(key.image())));
        }
    }

    private void show(GalleryKey key, GalleryItem row) {
        JobStatus status = key.hasImage() ? JobStatus.COMPLETED : row.status();
        mark(status);
        captions(name(row.modelName()), row.referenceName());
        switch (status) {
            case COMPLETED -> {
                progress(-1);
                say("", Optional.empty());
            }
            case QUEUED -> {
                showReference(row);
                progress(-1);
                say(messages.text("cell.waiting"), Optional.empty());
            }
            case PROCESSING -> showRunning(key, row);
            case FAILED -> {
                pictureView().reset();
                progress(-1);
                say("", row.problem());
            }
            case CANCELLED -> {
                showReference(row);
                progress(-1);
                say(messages.text("cell.cancelled"), Optional.empty());
            }
        }
    }

    private void showRunning(GalleryKey key, GalleryItem row) {
        JobId job = new JobId(key.job());
        double fraction = live.fraction(job);
        veil.setVisible(live.image(job).isEmpty());
        live.image(job)
                .ifPresentOrElse(image -> pictureView().show(image), () -> showReference(row));
        progress(fraction);
        say(
                fraction > 0
                        ? messages.text("cell.progress", fraction)
                        : messages.text("cell.running"),
                Optional.empty());
    }

    private void showReference(GalleryItem row) {
        row.reference()
                .ifPresentOrElse(
                        reference -> picture(new PictureRef.Reference(reference)),
                        () -> pictureView().show(Icons.PICTURE));
    }

    private String name(String modelName) {
        return modelName.isEmpty() ? messages.text("cell.unnamed") : modelName;
    }

    private void mark(JobStatus status) {
        for (JobStatus each : JobStatus.values()) {
            pseudoClassStateChanged(state(each), each == status);
        }
        failure.setVisible(status == JobStatus.FAILED);
        veil.setVisible(status != JobStatus.FAILED && status != JobStatus.COMPLETED);
    }

    private void say(String words, Optional<Problem> problem) {
        boolean other = !badge.getText().equals(words);
        badge.setText(words);
        badge(words.isEmpty() ? null : badge);
        if (other && !words.isEmpty() && getWidth() > 0) {
            // Rows arrive between two layouts of the grid, which would place the words only at the
            // next one.
            badge.applyCss();
            requestLayout();
            layout();
        }
        reason.setText(
                problem.map(Problem::sentence).orElseGet(() -> messages.text("cell.failed")));
        if (failure.isVisible()) {
            setAccessibleText(getAccessibleText() + ", " + reason.getText());
        }
    }

    private void jobChanged(JobId job) {
        GalleryKey key = current;
        if (key != null && key.job() == job.value()) {
            show(key);
        }
    }

    @Override
    public void reset() {
        super.reset();
        current = null;
        failure.setVisible(false);
        veil.setVisible(false);
    }

    @Override
    protected void layoutChildren() {
        super.layoutChildren();
        veil.resizeRelocate(0, 0, pictureView().getWidth(), pictureView().getHeight());
        failure.resizeRelocate(0, 0, pictureView().getWidth(), pictureView().getHeight());
    }

    private static PseudoClass state(JobStatus status) {
        return PseudoClass.getPseudoClass(status.name().toLowerCase(Locale.ROOT));
    }
}
