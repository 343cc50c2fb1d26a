package studio.atelier.ui.generate.queue;

import atlantafx.base.theme.Styles;

import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

import org.controlsfx.control.PopOver;
import org.controlsfx.control.PopOver.ArrowLocation;

import studio.atelier.model.Messages;
import studio.atelier.model.Problem;
import studio.atelier.queue.Budget;
import studio.atelier.ui.generate.queue.QueueRow.BatchRow;
import studio.atelier.ui.generate.queue.QueueRow.JobRow;
import studio.atelier.ui.generate.queue.QueueRow.MoreRow;
import studio.atelier.ui.kit.DetailsButton;
import studio.atelier.ui.kit.EmptyState;
import studio.atelier.ui.kit.Icons;
import studio.atelier.ui.kit.PictureLoader;
import studio.atelier.ui.kit.Ticker;

import java.util.List;
import java.util.Optional;

/// The queue beside the references: totals and pause above, batches with their jobs below, newest first. Delete
/// cancels what is selected, Ctrl+R (Cmd+R) retries it, Alt+Home moves it to the front.
public final class QueueView extends BorderPane {
    private static final Messages MESSAGES = Messages.of("queue");
    private static final double ROW_HEIGHT = 68;
    private static final KeyCombination RETRY =
            new KeyCodeCombination(KeyCode.R, KeyCombination.SHORTCUT_DOWN);
    private static final KeyCombination FRONT =
            new KeyCodeCombination(KeyCode.HOME, KeyCombination.ALT_DOWN);

    private final QueueViewModel viewModel;
    private final QueueActions actions;
    private final ListView<QueueRow> list;
    private final Label notice = new Label();
    private final DetailsButton details;
    private final HBox noticeBar = new HBox();

    public QueueView(QueueViewModel viewModel, PictureLoader pictures) {
        this.viewModel = viewModel;
        this.list = new ListView<>(viewModel.rows());
        this.actions = new QueueActions(viewModel, list);
        this.details = DetailsButton.forSome(viewModel.problem()::get);
        getStyleClass().add("queue");
        list.setId("queue-list");
        list.getStyleClass().addAll("queue-list", "edge-to-edge");
        list.setFixedCellSize(ROW_HEIGHT);
        list.setCellFactory(_ -> new QueueCell(actions, pictures));
        list.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
        list.addEventFilter(KeyEvent.KEY_PRESSED, this::keys);
        list.setContextMenu(new SelectionMenu(viewModel.verbs(), this::chosen));
        setTop(new VBox(header(), noticeBar()));
        setCenter(new StackPane(list, empty()));
        Ticker.whileShown(this, viewModel::tick);
    }

    private VBox header() {
        Label title = new Label(MESSAGES.text("title"));
        title.getStyleClass().add("section-title");
        Label totals = new Label();
        totals.setId("queue-totals");
        totals.getStyleClass().add("queue-totals");
        totals.textProperty().bind(viewModel.summary());
        Label left = new Label();
        left.setId("queue-time-left");
        left.getStyleClass().add("queue-totals");
        left.textProperty().bind(viewModel.timeLeft());
        left.visibleProperty().bind(viewModel.timeLeft().isNotEmpty());
        left.managedProperty().bind(left.visibleProperty());
        left.setWrapText(true);
        totals.setWrapText(true);
        title.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(title, Priority.ALWAYS);
        HBox head = new HBox(title, pause(), more());
        head.getStyleClass().add("queue-head");
        VBox header = new VBox(head, totals, left, cost());
        header.getStyleClass().add("queue-header");
        return header;
    }

    private Label cost() {
        Label cost = new Label();
        cost.setId("queue-cost");
        cost.setWrapText(true);
        cost.getStyleClass().add("queue-totals");
        cost.textProperty().bind(viewModel.totals().cost());
        cost.visibleProperty().bind(viewModel.totals().cost().isNotEmpty());
        cost.managedProperty().bind(cost.visibleProperty());
        return cost;
    }

    private Button pause() {
        Button pause = new Button();
        pause.setId("queue-pause");
        pause.getStyleClass().addAll(Styles.SMALL);
        pause.setMinWidth(USE_PREF_SIZE);
        pause.setOnAction(_ -> viewModel.pauseOrResume());
        viewModel
                .paused()
                .subscribe(
                        paused -> {
                            pause.setText(MESSAGES.text(paused ? "resume" : "pause"));
                            pause.setGraphic((paused ? Icons.PLAY : Icons.PAUSE).node());
                            pause.setTooltip(
                                    new Tooltip(
                                            MESSAGES.text(paused ? "resume.help" : "pause.help")));
                            pause.getStyleClass().remove(Styles.ACCENT);
                            if (paused) {
                                pause.getStyleClass().add(Styles.ACCENT);
                            }
                        });
        return pause;
    }

    private MenuButton more() {
        MenuItem retry = new MenuItem("", Icons.RETRY.node());
        retry.setOnAction(_ -> viewModel.retryAllFailed());
        MenuItem budget = new MenuItem(MESSAGES.text("budget.menu"));
        MenuButton more = new MenuButton("", Icons.MORE.node(), retry, budget);
        budget.setOnAction(_ -> askForBudget(more));
        more.setId("queue-more");
        more.getStyleClass().addAll(Styles.BUTTON_ICON, Styles.FLAT, "no-arrow", "row-button");
        more.setAccessibleText(MESSAGES.text("more"));
        more.setTooltip(new Tooltip(MESSAGES.text("more")));
        more.setOnShowing(
                _ -> {
                    retry.setText(MESSAGES.text("retry-all", viewModel.failed()));
                    retry.setDisable(viewModel.failed() == 0);
                });
        return more;
    }

    private void askForBudget(MenuButton beside) {
        var popOver = new PopOver();
        popOver.setArrowLocation(ArrowLocation.TOP_RIGHT);
        popOver.setDetachable(false);
        popOver.getStyleClass().add("kit-popover");
        popOver.setContentNode(
                new BudgetPane(
                        viewModel.totals().budget().get().map(Budget::limit),
                        viewModel.totals().money().sign(),
                        limit -> {
                            popOver.hide();
                            viewModel.setBudget(limit);
                        }));
        popOver.show(beside);
    }

    private HBox noticeBar() {
        notice.setId("queue-notice");
        notice.setWrapText(true);
        HBox.setHgrow(notice, Priority.ALWAYS);
        Button dismiss = new Button("", Icons.CLOSE.node("icon-small"));
        dismiss.getStyleClass().addAll(Styles.BUTTON_ICON, Styles.FLAT, "row-button");
        dismiss.setAccessibleText(MESSAGES.text("notice.dismiss"));
        dismiss.setTooltip(new Tooltip(MESSAGES.text("notice.dismiss")));
        dismiss.setOnAction(_ -> viewModel.dismissNotice());
        noticeBar.getStyleClass().add("queue-notice");
        noticeBar.getChildren().addAll(notice, details, dismiss);
        noticeBar.setAlignment(Pos.TOP_LEFT);
        notice.setMaxWidth(Double.MAX_VALUE);
        viewModel.notice().subscribe(_ -> showNotice());
        viewModel.problem().subscribe(_ -> showNotice());
        viewModel.paused().subscribe(_ -> showNotice());
        viewModel.totals().budget().subscribe(_ -> showNotice());
        return noticeBar;
    }

    /// A problem is said before anything else.
    private void showNotice() {
        Optional<Problem> problem = viewModel.problem().get();
        String text = problem.map(Problem::sentence).orElseGet(this::noticeText);
        notice.setText(text);
        noticeBar.getStyleClass().remove("queue-problem");
        if (problem.isPresent()) {
            noticeBar.getStyleClass().add("queue-problem");
        }
        details.offer(problem.isPresent());
        noticeBar.setVisible(!text.isEmpty());
        noticeBar.setManaged(!text.isEmpty());
    }

    private String noticeText() {
        return viewModel
                .totals()
                .budget()
                .get()
                .filter(Budget::reached)
                .filter(_ -> viewModel.paused().get() && viewModel.notice().get().isEmpty())
                .map(budget -> viewModel.totals().money().text(budget.limit()))
                .map(limit -> MESSAGES.text("budget.reached", limit))
                .orElse(viewModel.notice().get());
    }

    private EmptyState empty() {
        EmptyState empty =
                new EmptyState(
                        Icons.QUEUE, MESSAGES.text("empty.title"), MESSAGES.text("empty.text"));
        empty.setId("queue-empty");
        ListChangeListener<QueueRow> listener = _ -> showEmpty(empty);
        viewModel.rows().addListener(listener);
        viewModel.loaded().subscribe(_ -> showEmpty(empty));
        return empty;
    }

    private void showEmpty(EmptyState empty) {
        boolean nothing = viewModel.rows().isEmpty();
        empty.setVisible(nothing && viewModel.loaded().get());
        list.setVisible(!nothing);
    }

    private void keys(KeyEvent event) {
        boolean handled = true;
        if (event.getCode() == KeyCode.DELETE) {
            viewModel.verbs().cancel(chosen());
        } else if (RETRY.match(event)) {
            viewModel.verbs().retry(chosen());
        } else if (FRONT.match(event)) {
            viewModel.verbs().toFront(chosen());
        } else if (event.getCode() == KeyCode.ENTER || event.getCode() == KeyCode.SPACE) {
            handled = openFocused();
        } else if (event.getCode() == KeyCode.RIGHT) {
            handled = expandFocused(true);
        } else if (event.getCode() == KeyCode.LEFT) {
            handled = expandFocused(false);
        } else {
            handled = false;
        }
        if (handled) {
            event.consume();
        }
    }

    private QueueVerbs.Chosen chosen() {
        List<QueueRow> rows = list.getSelectionModel().getSelectedItems();
        return new QueueVerbs.Chosen(
                rows.stream()
                        .filter(JobRow.class::isInstance)
                        .map(row -> ((JobRow) row).job())
                        .toList(),
                rows.stream().filter(BatchRow.class::isInstance).map(QueueRow::batch).toList());
    }

    private boolean openFocused() {
        QueueRow focused = list.getFocusModel().getFocusedItem();
        switch (focused) {
            case null -> {
                return false;
            }
            case BatchRow(var batch) -> viewModel.toggle(batch);
            case MoreRow(var batch) -> viewModel.toggleAll(batch);
            case JobRow(_, var job) ->
                    job.problem().ifPresent(problem -> actions.showError(job.title(), problem));
        }
        return true;
    }

    private boolean expandFocused(boolean expand) {
        if (list.getFocusModel().getFocusedItem() instanceof BatchRow(var batch)
                && batch.expanded().get() != expand) {
            viewModel.toggle(batch);
            return true;
        }
        return false;
    }
}
