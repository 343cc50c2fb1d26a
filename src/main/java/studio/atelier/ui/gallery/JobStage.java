package studio.atelier.ui.gallery;

import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;

import studio.atelier.gallery.GalleryDetail;
import studio.atelier.model.Job;
import studio.atelier.model.JobId;
import studio.atelier.model.JobStatus;
import studio.atelier.model.Messages;
import studio.atelier.model.PictureRef;
import studio.atelier.model.Problem;
import studio.atelier.ui.kit.EmptyState;
import studio.atelier.ui.kit.Icons;
import studio.atelier.ui.kit.PictureLoader;
import studio.atelier.ui.kit.PictureView;

/// A job that has no picture, where its picture will be: how far it is with its live preview, that it waits, or
/// why it failed and what to do.
final class JobStage extends VBox {
    private final GalleryActions actions;
    private final LivePictures live;
    private final Messages messages = Messages.of("gallery");
    private final PictureView picture;
    private final Region veil = new Region();
    private final StackPane place;
    private final Label words = new Label();
    private final ProgressBar bar = new ProgressBar();
    private final Button cancel;
    private final Button retry;
    private final HBox row;
    private @Nullable Job shown;

    JobStage(GalleryActions actions, PictureLoader pictures, LivePictures live) {
        this.actions = actions;
        this.live = live;
        getStyleClass().add("job-stage");
        setAlignment(Pos.CENTER);
        picture = new PictureView(pictures);
        picture.fitProperty().set(PictureView.Fit.CONTAIN);
        picture.getStyleClass().add("job-stage-picture");
        veil.getStyleClass().add("job-stage-veil");
        place = new StackPane(picture, veil);
        VBox.setVgrow(place, Priority.ALWAYS);
        words.getStyleClass().add("job-stage-words");
        cancel =
                Buttons.withText(
                        Icons.CANCEL,
                        messages.text("action.cancel"),
                        () -> with(job -> actions.cancel(job.id())));
        cancel.setId("cancel-job");
        retry =
                Buttons.withText(
                        Icons.RETRY,
                        messages.text("action.retry"),
                        () -> with(job -> actions.retry(job.id())));
        retry.setId("retry-job");
        row = new HBox(words, bar, cancel, retry);
        row.getStyleClass().add("job-stage-row");
        row.setAlignment(Pos.CENTER);
        live.onChange(this::jobChanged);
    }

    /// @param detail of a cell without a picture
    void show(GalleryDetail detail) {
        Job job = detail.job();
        shown = job;
        switch (job.status()) {
            case FAILED -> showFailure(job);
            case QUEUED -> {
                showReference(detail);
                say(messages.text("lightbox.waiting"), true);
            }
            case PROCESSING -> {
                showReference(detail);
                say(messages.text("lightbox.running"), true);
                showProgress(job.id());
            }
            case CANCELLED -> {
                showReference(detail);
                say(messages.text("lightbox.cancelled"), false);
            }
            case COMPLETED -> {
                showReference(detail);
                say("", false);
                retry.setVisible(false);
            }
        }
    }

    void clear() {
        shown = null;
        picture.reset();
        getChildren().clear();
    }

    private void showFailure(Job job) {
        picture.reset();
        Problem problem = job.problem().orElse(Problem.of(Problem.Kind.UNEXPECTED, "-"));
        EmptyState state =
                new EmptyState(Icons.ERROR, problem.sentence(), problem.action())
                        .withAction(messages.text("action.retry"), () -> actions.retry(job.id()))
                        .withDetails(problem);
        state.getStyleClass().add("job-stage-failure");
        getChildren().setAll(state);
    }

    private void showReference(GalleryDetail detail) {
        detail.job()
                .reference()
                .ifPresentOrElse(
                        reference -> picture.show(new PictureRef.Reference(reference)),
                        () -> picture.show(Icons.PICTURE));
        veil.setVisible(true);
        getChildren().setAll(place, row);
    }

    private void say(String text, boolean unfinished) {
        words.setText(text);
        bar.setVisible(false);
        bar.setManaged(false);
        cancel.setVisible(unfinished);
        cancel.setManaged(unfinished);
        retry.setVisible(!unfinished);
        retry.setManaged(!unfinished);
    }

    private void showProgress(JobId job) {
        double fraction = live.fraction(job);
        bar.setVisible(fraction > 0);
        bar.setManaged(fraction > 0);
        bar.setProgress(fraction);
        live.image(job)
                .ifPresent(
                        preview -> {
                            picture.show(preview);
                            veil.setVisible(false);
                        });
    }

    private void jobChanged(JobId job) {
        Job current = shown;
        if (current != null
                && current.id().equals(job)
                && current.status() == JobStatus.PROCESSING) {
            showProgress(job);
        }
    }

    private void with(java.util.function.Consumer<Job> action) {
        Job job = shown;
        if (job != null) {
            action.accept(job);
        }
    }
}
