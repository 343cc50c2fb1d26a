package studio.atelier.ui.generate.queue;

import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.ListCell;
import javafx.scene.layout.HBox;

import org.jspecify.annotations.Nullable;

import studio.atelier.model.Messages;
import studio.atelier.ui.generate.queue.QueueRow.BatchRow;
import studio.atelier.ui.generate.queue.QueueRow.JobRow;
import studio.atelier.ui.generate.queue.QueueRow.MoreRow;
import studio.atelier.ui.kit.PictureLoader;

/// A cell of the side bar's list. It makes each kind of pane once, when first needed, and lets go of what it showed
/// before.
final class QueueCell extends ListCell<QueueRow> {
    private static final Messages MESSAGES = Messages.of("queue");
    private static final PseudoClass BATCH = PseudoClass.getPseudoClass("batch");

    private final QueueActions actions;
    private final PictureLoader pictures;
    private @Nullable BatchPane batchPane;
    private @Nullable JobPane jobPane;

    QueueCell(QueueActions actions, PictureLoader pictures) {
        this.actions = actions;
        this.pictures = pictures;
        getStyleClass().add("queue-cell");
        setPrefWidth(0); // as wide as the list, never wider
    }

    @Override
    protected void updateItem(@Nullable QueueRow row, boolean empty) {
        super.updateItem(row, empty);
        pseudoClassStateChanged(BATCH, row instanceof BatchRow);
        setText(null);
        if (!(row instanceof BatchRow) && batchPane != null) {
            batchPane.release();
        }
        if (!(row instanceof JobRow) && jobPane != null) {
            jobPane.release();
        }
        setGraphic(empty || row == null ? null : pane(row));
    }

    private Node pane(QueueRow row) {
        return switch (row) {
            case BatchRow(var batch) -> {
                BatchPane pane = batchPane == null ? new BatchPane(actions) : batchPane;
                batchPane = pane;
                pane.show(batch);
                yield pane;
            }
            case JobRow(var batch, var job) -> {
                JobPane pane = jobPane == null ? new JobPane(actions, pictures) : jobPane;
                jobPane = pane;
                pane.show(batch, job);
                yield pane;
            }
            case MoreRow(var batch) -> more(batch);
        };
    }

    /// The pane fills the cell, whatever width its texts would like.
    @Override
    protected void layoutChildren() {
        super.layoutChildren();
        Node pane = getGraphic();
        if (pane != null) {
            pane.resizeRelocate(
                    snappedLeftInset(),
                    snappedTopInset(),
                    getWidth() - snappedLeftInset() - snappedRightInset(),
                    getHeight() - snappedTopInset() - snappedBottomInset());
        }
    }

    private HBox more(BatchItem batch) {
        Hyperlink link =
                new Hyperlink(
                        batch.showingAll().get()
                                ? MESSAGES.text("batch.show-fewer")
                                : MESSAGES.text("batch.show-all", batch.jobCount()));
        link.setOnAction(_ -> actions.toggleAll(batch));
        HBox box = new HBox(link);
        box.getStyleClass().add("more-row");
        box.setAlignment(Pos.CENTER_LEFT);
        return box;
    }
}
