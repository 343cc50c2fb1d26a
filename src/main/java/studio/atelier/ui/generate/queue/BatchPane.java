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
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;

import org.jspecify.annotations.Nullable;

import studio.atelier.model.JobStatus;
import studio.atelier.model.Messages;
import studio.atelier.model.Problem;
import studio.atelier.ui.kit.Icons;

import java.util.Optional;
import java.util.function.Consumer;

/// The row of a batch: what it is, how far it is, and its verbs. Used again for other batches.
final class BatchPane extends VBox {
    private static final Messages MESSAGES = Messages.of("queue");
    private static final PseudoClass FAILED = PseudoClass.getPseudoClass("failed");

    private final QueueActions actions;
    private final Button chevron = new Button();
    private final Tooltip chevronWords = new Tooltip();
    private final Label title = new Label();
    private final Label summary = new Label();
    private final Label problem = new Label();
    private final Tooltip wholeProblem = new Tooltip();
    private final ProgressBar progress = new ProgressBar(0);
    private final MenuItem front = new MenuItem(MESSAGES.text("batch.front"), Icons.FRONT.node());
    private final MenuItem drop = new MenuItem(MESSAGES.text("batch.drop"), Icons.DROP.node());
    private final MenuItem cancel =
            new MenuItem(MESSAGES.text("batch.cancel"), Icons.CANCEL.node());
    private final MenuItem retry = new MenuItem("", Icons.RETRY.node());
    private final MenuItem error =
            new MenuItem(MESSAGES.text("batch.show-error"), Icons.INFO.node());
    private @Nullable BatchItem item;
    private Subscription subscription = Subscription.EMPTY;

    BatchPane(QueueActions actions) {
        this.actions = actions;
        getStyleClass().add("batch-row-pane");
        setAlignment(Pos.CENTER_LEFT);
        chevron.getStyleClass().addAll(Styles.BUTTON_ICON, Styles.FLAT, "row-button");
        chevron.setFocusTraversable(false);
        chevron.setTooltip(chevronWords);
        chevron.setOnAction(_ -> onItem(actions::toggle));
        title.getStyleClass().add("batch-title");
        title.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(title, Priority.ALWAYS);
        summary.getStyleClass().add("batch-summary");
        problem.getStyleClass().add("batch-problem");
        problem.setTooltip(wholeProblem);
        progress.getStyleClass().addAll(Styles.SMALL, "thin-progress");
        progress.setMaxWidth(Double.MAX_VALUE);
        HBox first = new HBox(chevron, title, menu());
        first.setAlignment(Pos.CENTER_LEFT);
        VBox below = new VBox(summary, problem, progress);
        below.getStyleClass().add("batch-below");
        getChildren().addAll(first, below);
        setOnMouseClicked(
                event -> {
                    if (event.getClickCount() == 2) {
                        onItem(actions::toggle);
                    }
                });
    }

    void show(BatchItem shown) {
        if (shown.equals(item)) {
            return;
        }
        release();
        item = shown;
        title.setText(shown.title());
        subscription =
                Subscription.combine(
                        shown.revision().subscribe(_ -> describe(shown)),
                        shown.expanded().subscribe(this::showExpanded));
    }

    void release() {
        subscription.unsubscribe();
        subscription = Subscription.EMPTY;
        item = null;
    }

    private MenuButton menu() {
        front.setOnAction(_ -> onItem(actions::toFront));
        drop.setOnAction(_ -> onItem(actions::cancelWaiting));
        cancel.setOnAction(_ -> onItem(actions::cancel));
        retry.setOnAction(_ -> onItem(actions::retryFailed));
        error.setOnAction(
                _ ->
                        onItem(
                                batch ->
                                        batch.sharedProblem()
                                                .ifPresent(
                                                        cause ->
                                                                actions.showError(
                                                                        batch.title(), cause))));
        MenuButton more = new MenuButton("", Icons.MORE.node(), front, drop, cancel, retry, error);
        more.getStyleClass()
                .addAll(Styles.BUTTON_ICON, Styles.FLAT, "no-arrow", "row-button", "batch-more");
        more.setFocusTraversable(false);
        more.setAccessibleText(MESSAGES.text("batch.more"));
        more.setTooltip(new Tooltip(MESSAGES.text("batch.more")));
        return more;
    }

    private void describe(BatchItem batch) {
        Optional<Problem> shared =
                batch.count(JobStatus.FAILED) > 0 ? batch.sharedProblem() : Optional.empty();
        summary.setText(batch.summary());
        progress.setProgress(batch.fraction());
        progress.setVisible(!batch.isFinished());
        progress.setManaged(!batch.isFinished());
        boolean said = batch.saysProblemOnce();
        String sentence = said ? shared.map(Problem::sentence).orElse("") : "";
        problem.setText(sentence);
        wholeProblem.setText(sentence);
        problem.setVisible(said);
        problem.setManaged(said);
        pseudoClassStateChanged(FAILED, batch.count(JobStatus.FAILED) > 0);
        front.setDisable(batch.count(JobStatus.QUEUED) == 0);
        drop.setDisable(batch.count(JobStatus.QUEUED) == 0);
        cancel.setDisable(batch.isFinished());
        retry.setDisable(batch.count(JobStatus.FAILED) == 0);
        retry.setText(
                MESSAGES.text("batch.retry-failed", Math.max(1, batch.count(JobStatus.FAILED))));
        error.setDisable(shared.isEmpty());
        setAccessibleText(batch.title() + ", " + batch.summary());
    }

    private void showExpanded(boolean expanded) {
        chevron.setGraphic((expanded ? Icons.EXPAND : Icons.COLLAPSED).node("icon-small"));
        String words = MESSAGES.text(expanded ? "batch.collapse" : "batch.expand");
        chevron.setAccessibleText(words);
        chevronWords.setText(words);
    }

    private void onItem(Consumer<BatchItem> action) {
        BatchItem current = item;
        if (current != null) {
            action.accept(current);
        }
    }
}
