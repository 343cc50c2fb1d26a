package studio.atelier.ui.generate.queue;

import atlantafx.base.theme.Styles;

import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.Tooltip;
import javafx.scene.image.Image;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;

import org.jspecify.annotations.Nullable;

import studio.atelier.model.Job;
import studio.atelier.model.JobStatus;
import studio.atelier.model.Messages;
import studio.atelier.model.PictureRef;
import studio.atelier.ui.kit.Icons;
import studio.atelier.ui.kit.PictureLoader;
import studio.atelier.ui.kit.PictureView;
import studio.atelier.ui.kit.StatusBadge;

import java.io.ByteArrayInputStream;
import java.util.Optional;
import java.util.function.Consumer;

/// The row of a job: its reference, beside it the live preview and then the picture made, state, progress and time, and its verbs. Used again
/// for other jobs.
final class JobPane extends HBox {
    private static final Messages MESSAGES = Messages.of("queue");
    private static final PseudoClass COMPLETED = PseudoClass.getPseudoClass("completed");

    /// Previews are decoded no larger than the row can show, twice for fine screens.
    private static final int PREVIEW_PIXELS = 96;

    private final QueueActions actions;
    private final PictureView reference;
    private final PictureView preview;
    private final Label title = new Label();
    private final StatusBadge badge = new StatusBadge();
    private final Label line = new Label();
    private final Tooltip wholeLine = new Tooltip();
    private final ProgressBar progress = new ProgressBar(0);
    private final Button verb = new Button();
    private final MenuItem front =
            new MenuItem(MESSAGES.text("job.front.verb"), Icons.FRONT.node());
    private final MenuItem cancel = new MenuItem(MESSAGES.text("job.cancel"), Icons.CANCEL.node());
    private final MenuItem retry = new MenuItem(MESSAGES.text("job.retry"), Icons.RETRY.node());
    private final MenuItem check = new MenuItem(MESSAGES.text("job.check"), Icons.REFRESH.node());
    private final MenuItem error = new MenuItem(MESSAGES.text("job.show-error"), Icons.INFO.node());
    private @Nullable JobItem item;
    private @Nullable BatchItem batch;
    private Subscription subscription = Subscription.EMPTY;

    JobPane(QueueActions actions, PictureLoader pictures) {
        this.actions = actions;
        this.reference = new PictureView(pictures);
        this.preview = new PictureView(pictures);
        getStyleClass().add("job-row");
        setAlignment(Pos.CENTER_LEFT);
        reference.getStyleClass().add("job-picture");
        preview.getStyleClass().addAll("job-picture", "job-preview");
        title.getStyleClass().add("job-title");
        line.getStyleClass().add("job-line");
        line.setMaxWidth(Double.MAX_VALUE);
        line.setTooltip(wholeLine);
        HBox.setHgrow(line, Priority.ALWAYS);
        badge.setMinWidth(USE_PREF_SIZE);
        progress.getStyleClass().addAll(Styles.SMALL, "thin-progress");
        progress.setMaxWidth(Double.MAX_VALUE);
        HBox state = new HBox(badge, line);
        state.getStyleClass().add("job-state");
        state.setAlignment(Pos.CENTER_LEFT);
        VBox words = new VBox(title, state, progress);
        words.getStyleClass().add("job-words");
        words.setAlignment(Pos.CENTER_LEFT);
        HBox.setHgrow(words, Priority.ALWAYS);
        words.setMinWidth(0);
        verb.getStyleClass().addAll(Styles.BUTTON_ICON, Styles.FLAT, "row-button");
        verb.setFocusTraversable(false);
        HBox verbs = new HBox(verb, menu());
        verbs.setAlignment(Pos.CENTER_RIGHT);
        verbs.setMinWidth(USE_PREF_SIZE);
        getChildren().addAll(reference, preview, words, verbs);
    }

    void show(BatchItem of, JobItem shown) {
        if (shown.equals(item)) {
            return;
        }
        release();
        item = shown;
        batch = of;
        title.setText(shown.title());
        shown.job()
                .get()
                .reference()
                .ifPresentOrElse(
                        id -> reference.show(new PictureRef.Reference(id)),
                        () -> reference.show(Icons.PICTURE_BROKEN));
        subscription =
                Subscription.combine(
                        shown.job().subscribe(this::showJob),
                        shown.line().subscribe(_ -> showLine(shown)),
                        of.revision().subscribe(_ -> showLine(shown)),
                        shown.fraction()
                                .subscribe(done -> progress.setProgress(done.doubleValue())),
                        shown.preview().subscribe(_ -> showPicture(shown)));
    }

    void release() {
        subscription.unsubscribe();
        subscription = Subscription.EMPTY;
        item = null;
        batch = null;
        reference.reset();
        preview.reset();
    }

    private MenuButton menu() {
        front.setOnAction(_ -> onItem(actions::toFront));
        cancel.setOnAction(_ -> onItem(actions::cancel));
        retry.setOnAction(_ -> onItem(actions::retry));
        check.setOnAction(_ -> onItem(actions::checkStatus));
        error.setOnAction(_ -> onItem(this::showError));
        MenuButton more = new MenuButton("", Icons.MORE.node(), front, cancel, retry, check, error);
        more.getStyleClass().addAll(Styles.BUTTON_ICON, Styles.FLAT, "no-arrow", "row-button");
        more.setFocusTraversable(false);
        more.setAccessibleText(MESSAGES.text("job.more"));
        more.setTooltip(new Tooltip(MESSAGES.text("job.more")));
        return more;
    }

    private void showJob(Job job) {
        JobItem current = item;
        if (current == null) {
            return;
        }
        boolean running = job.status() == JobStatus.PROCESSING;
        badge.show(job.status());
        boolean done = job.status() == JobStatus.COMPLETED;
        badge.setVisible(!running && !done);
        badge.setManaged(badge.isVisible());
        line.pseudoClassStateChanged(COMPLETED, done);
        progress.setVisible(running);
        progress.setManaged(running);
        front.setDisable(!current.isWaiting());
        cancel.setDisable(!current.isCancellable());
        retry.setDisable(!current.isRetryable());
        check.setDisable(job.promptId().isEmpty());
        error.setDisable(job.problem().isEmpty());
        showVerb(current);
        showLine(current);
        showPicture(current);
    }

    /// The one verb that a person wants most stands in the row itself.
    private void showVerb(JobItem job) {
        boolean retries = job.isRetryable();
        verb.setGraphic((retries ? Icons.RETRY : Icons.CLOSE).node("icon-small"));
        String words = MESSAGES.text(retries ? "job.retry" : "job.cancel");
        verb.setAccessibleText(words);
        verb.setTooltip(new Tooltip(words));
        verb.setOnAction(_ -> onItem(retries ? actions::retry : actions::cancel));
        verb.setVisible(retries || job.isCancellable());
        verb.setManaged(verb.isVisible());
    }

    private void showLine(JobItem job) {
        boolean saidAbove =
                job.status() == JobStatus.FAILED
                        && Optional.ofNullable(batch)
                                .filter(BatchItem::saysProblemOnce)
                                .isPresent();
        String text = saidAbove || repeatsBadge(job) ? "" : job.line().get();
        line.setText(text);
        wholeLine.setText(job.line().get());
        setAccessibleText(
                job.title() + ", " + StatusBadge.text(job.status()) + ", " + job.line().get());
    }

    /// Waiting and cancelled say nothing more than the badge does.
    private static boolean repeatsBadge(JobItem job) {
        boolean plainlyWaiting =
                job.status() == JobStatus.QUEUED
                        && job.job().get().priority() == 0
                        && job.job().get().notBefore().isEmpty()
                        && job.job().get().cancelRequestedAt().isEmpty();
        return plainlyWaiting || job.status() == JobStatus.CANCELLED;
    }

    /// The live preview while the job runs, and what it made afterwards.
    private void showPicture(JobItem job) {
        boolean done = job.status() == JobStatus.COMPLETED;
        Optional<byte[]> bytes = job.preview().get();
        preview.setVisible(done || bytes.isPresent());
        preview.setManaged(preview.isVisible());
        if (done) {
            preview.show(new PictureRef.Result(job.id()));
        } else if (bytes.isPresent()) {
            showPreview(bytes.get());
        } else {
            preview.reset();
        }
    }

    private void showPreview(byte[] bytes) {
        Image image =
                new Image(
                        new ByteArrayInputStream(bytes),
                        PREVIEW_PIXELS,
                        PREVIEW_PIXELS,
                        true,
                        false);
        if (!image.isError()) {
            preview.show(image);
        }
    }

    private void showError(JobItem job) {
        job.problem().ifPresent(problem -> actions.showError(job.title(), problem));
    }

    private void onItem(Consumer<JobItem> action) {
        JobItem current = item;
        if (current != null) {
            action.accept(current);
        }
    }
}
