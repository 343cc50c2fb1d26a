package studio.atelier.ui.generate.shelf;

import atlantafx.base.theme.Styles;

import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;

import studio.atelier.model.Messages;
import studio.atelier.plan.recognition.Proposal;
import studio.atelier.plan.recognition.Proposal.Confidence;

import java.util.Locale;
import java.util.function.Function;

/// The values of a graph that could become variables, each to be chosen or left. Space chooses and leaves the row that
/// the keyboard stands on.
final class ProposalTable extends TableView<Proposal> {
    private static final Messages MESSAGES = Messages.of("shelf");
    private static final PseudoClass LEFT = PseudoClass.getPseudoClass("left");
    private static final double CHECK = 40;
    private static final double VARIABLE = 160;
    private static final double NODE = 172;
    private static final double NOW = 172;
    private static final double WHY = 268;

    private final WorkflowReviewViewModel viewModel;

    ProposalTable(WorkflowReviewViewModel viewModel) {
        super(viewModel.proposals());
        this.viewModel = viewModel;
        setId("proposals");
        getStyleClass().addAll(Styles.DENSE, "proposal-table");
        setAccessibleText(MESSAGES.text("review.table"));
        setColumnResizePolicy(CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        getColumns().add(chosen());
        getColumns().add(variable());
        getColumns().add(node());
        getColumns().add(text("review.now", NOW, proposal -> shown(proposal.current().text())));
        getColumns().add(why());
        setRowFactory(_ -> new Row());
        addEventFilter(KeyEvent.KEY_PRESSED, this::keys);
    }

    private void keys(KeyEvent event) {
        Proposal selected = getSelectionModel().getSelectedItem();
        if (event.getCode() == KeyCode.SPACE && selected != null) {
            int index = getSelectionModel().getSelectedIndex();
            viewModel.choose(selected, !selected.accepted());
            getSelectionModel().select(index);
            event.consume();
        }
    }

    private TableColumn<Proposal, Proposal> chosen() {
        TableColumn<Proposal, Proposal> column = column("", CHECK, _ -> new Chosen());
        column.setMaxWidth(CHECK);
        return column;
    }

    private static TableColumn<Proposal, Proposal> variable() {
        return column(
                MESSAGES.text("review.variable"),
                VARIABLE,
                _ -> new Text(proposal -> proposal.change().words(), "proposal-variable"));
    }

    private static TableColumn<Proposal, Proposal> node() {
        return column(MESSAGES.text("review.node"), NODE, _ -> new Node());
    }

    private static TableColumn<Proposal, Proposal> why() {
        return column(MESSAGES.text("review.why"), WHY, _ -> new Why());
    }

    private static TableColumn<Proposal, Proposal> text(
            String key, double width, Function<Proposal, String> words) {
        return column(MESSAGES.text(key), width, _ -> new Text(words, "proposal-now"));
    }

    private static TableColumn<Proposal, Proposal> column(
            String title,
            double width,
            Function<TableColumn<Proposal, Proposal>, TableCell<Proposal, Proposal>> cells) {
        TableColumn<Proposal, Proposal> column = new TableColumn<>(title);
        column.setPrefWidth(width);
        column.setMinWidth(Math.min(width, VARIABLE) / 2);
        column.setSortable(false);
        column.setReorderable(false);
        column.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(row.getValue()));
        column.setCellFactory(cells::apply);
        return column;
    }

    /// A prompt may be long and have lines.
    private static String shown(String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        return line.isEmpty() ? MESSAGES.text("review.empty") : line;
    }

    private static final class Row extends TableRow<Proposal> {
        @Override
        protected void updateItem(@Nullable Proposal proposal, boolean empty) {
            super.updateItem(proposal, empty);
            if (empty || proposal == null) {
                pseudoClassStateChanged(LEFT, false);
                setTooltip(null);
            } else {
                pseudoClassStateChanged(LEFT, !proposal.accepted());
                setTooltip(
                        new Tooltip(
                                MESSAGES.text(
                                        "review.row",
                                        proposal.place().title(),
                                        proposal.place().node(),
                                        proposal.place().input(),
                                        proposal.current().text(),
                                        proposal.reason())));
            }
        }
    }

    private final class Chosen extends TableCell<Proposal, Proposal> {
        private final CheckBox box = new CheckBox();

        Chosen() {
            setAlignment(Pos.CENTER);
            box.setFocusTraversable(false);
            box.setOnAction(_ -> viewModel.choose(getItem(), box.isSelected()));
        }

        @Override
        protected void updateItem(@Nullable Proposal proposal, boolean empty) {
            super.updateItem(proposal, empty);
            if (empty || proposal == null) {
                setGraphic(null);
            } else {
                box.setSelected(proposal.accepted());
                box.setAccessibleText(proposal.change().words());
                setGraphic(box);
            }
        }
    }

    private static final class Text extends TableCell<Proposal, Proposal> {
        private final Function<Proposal, String> words;

        Text(Function<Proposal, String> words, String style) {
            this.words = words;
            getStyleClass().add(style);
        }

        @Override
        protected void updateItem(@Nullable Proposal proposal, boolean empty) {
            super.updateItem(proposal, empty);
            setText(empty || proposal == null ? "" : words.apply(proposal));
        }
    }

    private static final class Node extends TableCell<Proposal, Proposal> {
        private final Label title = new Label();
        private final Label input = new Label();
        private final VBox both = new VBox(title, input);

        Node() {
            title.getStyleClass().add("proposal-node");
            input.getStyleClass().add("proposal-input");
            both.setAlignment(Pos.CENTER_LEFT);
        }

        @Override
        protected void updateItem(@Nullable Proposal proposal, boolean empty) {
            super.updateItem(proposal, empty);
            if (empty || proposal == null) {
                setGraphic(null);
            } else {
                title.setText(proposal.place().title());
                input.setText(
                        MESSAGES.text(
                                "review.place", proposal.place().input(), proposal.place().node()));
                setGraphic(both);
            }
        }
    }

    /// Two lines at most; all of it is in the row's tooltip.
    private static final class Why extends TableCell<Proposal, Proposal> {
        private final Label reason = new Label();

        Why() {
            reason.setWrapText(true);
            reason.getStyleClass().add("proposal-why");
        }

        @Override
        protected void updateItem(@Nullable Proposal proposal, boolean empty) {
            super.updateItem(proposal, empty);
            if (empty || proposal == null) {
                setGraphic(null);
            } else {
                String reasons = proposal.reason();
                if (proposal.accepted() && proposal.confidence() != Confidence.SURE) {
                    reasons +=
                            " "
                                    + MESSAGES.text(
                                            "confidence."
                                                    + proposal.confidence()
                                                            .name()
                                                            .toLowerCase(Locale.ROOT));
                }
                reason.setText(reasons);
                setGraphic(reason);
            }
        }
    }
}
