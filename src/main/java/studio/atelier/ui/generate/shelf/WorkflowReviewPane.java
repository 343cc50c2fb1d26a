package studio.atelier.ui.generate.shelf;

import atlantafx.base.theme.Styles;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;

import studio.atelier.model.Messages;
import studio.atelier.model.Workflow;
import studio.atelier.ui.kit.DetailsButton;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// An imported workflow before it is saved: what becomes a variable and why, what is missing, what the engines say.
public final class WorkflowReviewPane extends VBox {
    private static final Messages MESSAGES = Messages.of("shelf");

    /// Shown at once; the others are below them.
    private static final int REMARKS = 3;

    /// Height of one in pixels.
    private static final double REMARK = 25;

    private final WorkflowReviewViewModel viewModel;
    private final Runnable close;
    private final TextField name = new TextField();
    private final VBox remarks = new VBox();
    private final ScrollPane remarksScroll = new ScrollPane(remarks);
    private final Label count = new Label();
    private final Button save = new Button();
    private final GiveUpBar giveUp;

    public WorkflowReviewPane(WorkflowReviewViewModel viewModel, Runnable close) {
        this.viewModel = viewModel;
        this.close = close;
        getStyleClass().addAll("preview", "review-pane");
        setMaxSize(USE_PREF_SIZE, USE_PREF_SIZE);
        ProposalTable table = new ProposalTable(viewModel);
        VBox.setVgrow(table, Priority.ALWAYS);
        remarks.getStyleClass().add("pane-lines");
        remarksScroll.getStyleClass().addAll(Styles.DENSE, "edge-to-edge", "review-remarks");
        remarksScroll.setFitToWidth(true);
        remarksScroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        HBox foot = foot();
        giveUp = new GiveUpBar(foot, MESSAGES.text("give-up.question"), close);
        getChildren()
                .addAll(
                        heading(),
                        fields(),
                        remarksScroll,
                        table,
                        new VerdictView(viewModel),
                        foot,
                        giveUp);
        viewModel.lacks().subscribe(_ -> remark());
        viewModel.faults().subscribe((_, _) -> remark());
        viewModel.name().subscribe(_ -> offerSaving());
        viewModel.saving().subscribe((_, _) -> offerSaving());
        viewModel.earlier().subscribe(_ -> offerSaving());
        focusedProperty()
                .subscribe(
                        focused -> {
                            if (focused) {
                                name.requestFocus();
                                name.selectAll();
                            }
                        });
    }

    /// Whether the pane may go without a word. Where something was chosen, it asks first, and takes its question back
    /// when it is told to go once more.
    public boolean mayLeave() {
        if (viewModel.isTouched()) {
            giveUp.askOrNot();
        }
        return !viewModel.isTouched();
    }

    private VBox heading() {
        Label title = new Label(MESSAGES.text("review.title"));
        title.getStyleClass().add("preview-title");
        Label file = new Label(MESSAGES.text("review.file", viewModel.file(), viewModel.nodes()));
        file.getStyleClass().add("hint");
        return new VBox(title, file);
    }

    private HBox fields() {
        name.setId("review-name");
        name.textProperty().bindBidirectional(viewModel.name());
        name.setOnAction(_ -> save());
        TextField description = new TextField();
        description.setId("review-description");
        description.setPromptText(MESSAGES.text("review.description.prompt"));
        description.textProperty().bindBidirectional(viewModel.description());
        description.setOnAction(_ -> save());
        HBox fields =
                new HBox(
                        field("review.name", name),
                        field("review.description", description),
                        field("review.as", targets()));
        fields.getStyleClass().add("review-fields");
        return fields;
    }

    private static VBox field(String key, Region input) {
        Label label = new Label(MESSAGES.text(key));
        label.getStyleClass().add("field-label");
        label.setLabelFor(input);
        input.setMaxWidth(Double.MAX_VALUE);
        VBox field = new VBox(label, input);
        field.getStyleClass().add("field");
        field.setPrefWidth(1);
        HBox.setHgrow(field, Priority.ALWAYS);
        return field;
    }

    /// What it is saved as.
    private record Target(Optional<Workflow> earlier) {
        String words() {
            return earlier.map(each -> MESSAGES.text("review.as.version", each.name()))
                    .orElseGet(() -> MESSAGES.text("review.as.new"));
        }
    }

    private ComboBox<Target> targets() {
        ComboBox<Target> box = new ComboBox<>();
        box.setId("review-target");
        box.getItems().add(new Target(Optional.empty()));
        viewModel.workflows().forEach(each -> box.getItems().add(new Target(Optional.of(each))));
        box.setCellFactory(_ -> new TargetCell());
        box.setButtonCell(new TargetCell());
        viewModel.earlier().subscribe(earlier -> box.setValue(new Target(earlier)));
        box.valueProperty().subscribe((_, chosen) -> viewModel.versionOf(chosen.earlier()));
        return box;
    }

    private static final class TargetCell extends ListCell<Target> {
        @Override
        protected void updateItem(@Nullable Target target, boolean empty) {
            super.updateItem(target, empty);
            setText(empty || target == null ? "" : target.words());
        }
    }

    private HBox foot() {
        count.getStyleClass().add("hint");
        Label refused = Lines.error("");
        refused.setId("review-refused");
        DetailsButton details = DetailsButton.forSome(viewModel.refusal()::get);
        viewModel
                .refusal()
                .subscribe(
                        refusal -> {
                            refused.setText(refusal.map(p -> p.sentence()).orElse(""));
                            Lines.reveal(refused, refusal.isPresent());
                            details.offer(refusal.isPresent());
                        });
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        Button cancel = new Button(MESSAGES.text("cancel"));
        cancel.setId("review-cancel");
        cancel.setMinWidth(USE_PREF_SIZE);
        cancel.setOnAction(_ -> close.run());
        save.setId("review-save");
        save.getStyleClass().add(Styles.ACCENT);
        save.setMinWidth(USE_PREF_SIZE);
        save.setOnAction(_ -> save());
        HBox foot = new HBox(count, refused, details, space, cancel, save);
        foot.getStyleClass().add("edit-buttons");
        foot.setAlignment(Pos.CENTER_LEFT);
        return foot;
    }

    private void remark() {
        List<Node> lines = new ArrayList<>();
        viewModel.faults().get().forEach(fault -> lines.add(Lines.error(fault.sentence())));
        viewModel.lacks().get().forEach(lack -> lines.add(Lines.warning(lack)));
        viewModel.notes().forEach(note -> lines.add(Lines.information(note)));
        remarks.getChildren().setAll(lines);
        Lines.reveal(remarksScroll, !lines.isEmpty());
        remarksScroll.setMinHeight(Math.min(lines.size(), REMARKS) * REMARK);
        count.setText(
                MESSAGES.text("review.count", viewModel.chosen(), viewModel.proposals().size()));
        offerSaving();
    }

    private void offerSaving() {
        boolean version = viewModel.earlier().get().isPresent();
        save.setText(MESSAGES.text(version ? "review.save.version" : "review.save"));
        save.setDisable(
                viewModel.saving().get()
                        || viewModel.name().get().isBlank()
                        || !viewModel.faults().get().isEmpty());
    }

    private void save() {
        if (!save.isDisabled()) {
            viewModel.save(close);
        }
    }
}
