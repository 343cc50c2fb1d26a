package studio.atelier.ui.generate;

import atlantafx.base.theme.Styles;

import javafx.beans.binding.Bindings;
import javafx.beans.property.DoubleProperty;
import javafx.event.EventHandler;
import javafx.event.EventTarget;
import javafx.geometry.Orientation;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Separator;
import javafx.scene.control.TextInputControl;
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
import javafx.stage.Window;

import org.jspecify.annotations.Nullable;

import studio.atelier.model.Messages;
import studio.atelier.model.Workflow;
import studio.atelier.queue.Queue;
import studio.atelier.ui.generate.caption.CaptionView;
import studio.atelier.ui.generate.queue.Overlay;
import studio.atelier.ui.generate.queue.QueueView;
import studio.atelier.ui.generate.queue.QueueViewModel;
import studio.atelier.ui.kit.PictureLoader;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// The Generate tab: what to make on the left, the references in the middle with the batch below them, the queue on
/// the right. F7 and F8 hide and show the sides.
public final class GenerateView extends StackPane {
    private static final Messages MESSAGES = Messages.of("generate");

    /// The queue takes a quarter of the window, within these widths in pixels.
    private static final double SIDE_LEAST = 288;

    private static final double SIDE_MOST = 380;
    private static final KeyCombination GENERATE =
            new KeyCodeCombination(KeyCode.ENTER, KeyCombination.SHORTCUT_DOWN);
    private static final KeyCombination GENERATE_FIRST =
            new KeyCodeCombination(
                    KeyCode.ENTER, KeyCombination.SHORTCUT_DOWN, KeyCombination.SHIFT_DOWN);
    private static final KeyCombination UNDO =
            new KeyCodeCombination(KeyCode.Z, KeyCombination.SHORTCUT_DOWN);
    private static final KeyCombination SEARCH =
            new KeyCodeCombination(KeyCode.F, KeyCombination.SHORTCUT_DOWN);
    private static final KeyCombination PAUSE =
            new KeyCodeCombination(KeyCode.P, KeyCombination.SHORTCUT_DOWN);

    private final GenerateViewModel viewModel;
    private final QueueViewModel queue;
    private final PictureLoader pictures;
    private final Overlay overlay = new Overlay();
    private final EventHandler<KeyEvent> outside = this::keysOutside;
    private final HBox columns = new HBox();
    private final ShelfActions shelf;
    private final StackPane left;
    private final ReferencesView references;
    private final QueueView right;

    public GenerateView(GenerateViewModel viewModel, QueueViewModel queue, PictureLoader pictures) {
        this.viewModel = viewModel;
        this.queue = queue;
        this.pictures = pictures;
        getStyleClass().add("generate");
        shelf = new ShelfActions(viewModel, overlay);
        left = new StackPane(left(), shelf.dropHint());
        left.getStyleClass().add("generate-left");
        shelf.acceptDrops(left);
        references =
                new ReferencesView(
                        viewModel.references(),
                        new ImportView(viewModel.imports(), viewModel.references(), overlay),
                        new CaptionView(viewModel.captions(), overlay),
                        pictures,
                        overlay);
        right = new QueueView(queue, pictures);
        BorderPane centre = new BorderPane(references);
        centre.getStyleClass().add("generate-centre");
        centre.setBottom(new BatchBar(viewModel.batch(), this::showPreview));
        columns.getStyleClass().add("generate-columns");
        HBox.setHgrow(centre, Priority.ALWAYS);
        right.prefWidthProperty()
                .bind(Bindings.max(SIDE_LEAST, Bindings.min(SIDE_MOST, widthProperty().divide(4))));
        right.minWidthProperty().bind(right.prefWidthProperty());
        columns.getChildren().setAll(left, centre, right);
        getChildren().addAll(columns, overlay);
        addEventFilter(KeyEvent.KEY_PRESSED, this::keys);
        addEventFilter(KeyEvent.KEY_TYPED, this::typed);
        sceneProperty().subscribe(this::listenOutside);
        visibleProperty().subscribe((_, _) -> look());
        sceneProperty()
                .flatMap(Scene::windowProperty)
                .flatMap(Window::focusedProperty)
                .subscribe(
                        (_, focused) -> {
                            if (Boolean.TRUE.equals(focused)) {
                                look();
                            }
                        });
    }

    /// The least width of a reference's thumbnail in pixels.
    public DoubleProperty thumbnailSize() {
        return references.thumbnailSize();
    }

    /// The queue's side bar, for moving the keyboard there.
    public QueueView queueView() {
        return right;
    }

    /// Fills the left column or gives its room away.
    public void toggleLeft() {
        if (!columns.getChildren().remove(left)) {
            columns.getChildren().addFirst(left);
        }
    }

    public void toggleRight() {
        if (!columns.getChildren().remove(right)) {
            columns.getChildren().addLast(right);
        }
    }

    private ScrollPane left() {
        VBox column =
                new VBox(
                        shelf.modelHeading(section(MESSAGES.text("models.title"))),
                        new ModelListView(viewModel, shelf),
                        shelf.workflowHeading(section(MESSAGES.text("workflow.title"))),
                        workflows(),
                        new Separator(Orientation.HORIZONTAL),
                        new ParametersView(viewModel.parameters()));
        column.getStyleClass().add("generate-left-column");
        ScrollPane scroll = new ScrollPane(column);
        scroll.getStyleClass().addAll(Styles.DENSE, "edge-to-edge");
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        return scroll;
    }

    private static Label section(String title) {
        Label label = new Label(title);
        label.getStyleClass().add("section-title");
        label.setAlignment(Pos.CENTER_LEFT);
        return label;
    }

    private ComboBox<Workflow> workflows() {
        ComboBox<Workflow> box = new ComboBox<>(viewModel.workflows());
        box.setId("workflow");
        box.setMaxWidth(Double.MAX_VALUE);
        box.setAccessibleText(MESSAGES.text("workflow.title"));
        box.setCellFactory(_ -> new WorkflowCell());
        box.setButtonCell(new WorkflowCell());
        Tooltip whole = new Tooltip();
        box.setTooltip(whole);
        viewModel
                .workflow()
                .subscribe(
                        chosen ->
                                chosen.ifPresent(
                                        workflow -> {
                                            box.setValue(workflow);
                                            whole.setText(workflow.name());
                                        }));
        box.valueProperty()
                .subscribe(
                        chosen ->
                                // the list being replaced clears the box for a moment
                                Optional.ofNullable(chosen).ifPresent(viewModel::choose));
        return box;
    }

    private void showPreview(PreviewViewModel preview) {
        PreviewView view = new PreviewView(preview, pictures, overlay::close);
        overlay.show(view);
    }

    private void keys(KeyEvent event) {
        if (overlay.isVisible()) {
            return;
        }
        boolean handled = true;
        if (GENERATE.match(event)) {
            viewModel.batch().generate();
        } else if (GENERATE_FIRST.match(event)) {
            viewModel.batch().generate(Queue.Place.FRONT);
        } else if (UNDO.match(event)) {
            // In a text it is the text's own undo.
            handled = !(event.getTarget() instanceof TextInputControl) && undo(event.getTarget());
        } else if (SEARCH.match(event)) {
            references.focusSearch();
        } else if (ShelfActions.IMPORT.match(event)) {
            shelf.chooseWorkflow();
        } else if (PAUSE.match(event)) {
            queue.pauseOrResume();
        } else if (event.getCode() == KeyCode.F7) {
            toggleLeft();
        } else if (event.getCode() == KeyCode.F8) {
            toggleRight();
        } else {
            handled = false;
        }
        if (handled) {
            event.consume();
        }
    }

    /// What was done last where the keyboard is, else in the other place.
    private boolean undo(EventTarget target) {
        BooleanSupplier atQueue = queue.verbs()::undo;
        BooleanSupplier atReferences = viewModel.references().verbs()::undo;
        BooleanSupplier atShelf = viewModel.shelf().verbs()::undo;
        if (target instanceof Node node && isIn(right, node)) {
            return undo(atQueue, atReferences, atShelf);
        }
        if (target instanceof Node node && isIn(left, node)) {
            return undo(atShelf, atReferences, atQueue);
        }
        return undo(atReferences, atShelf, atQueue);
    }

    /// The first that has something to take back.
    private static boolean undo(BooleanSupplier... places) {
        return Arrays.stream(places).anyMatch(BooleanSupplier::getAsBoolean);
    }

    private static boolean isIn(Node side, Node node) {
        Node at = node;
        while (at != null && !at.equals(side)) {
            at = at.getParent();
        }
        return at != null;
    }

    /// A slash is another key on every keyboard, so the character decides; and it must not arrive in the field.
    private void typed(KeyEvent event) {
        boolean typing = event.getTarget() instanceof TextInputControl;
        if (event.getCharacter().equals("/") && !typing && !overlay.isVisible()) {
            references.focusSearch();
            event.consume();
        }
    }

    /// The keyboard may be in the header above, and the keys of the shown tab still hold.
    private void listenOutside(@Nullable Scene before, @Nullable Scene now) {
        if (before != null) {
            before.removeEventHandler(KeyEvent.KEY_PRESSED, outside);
        }
        if (now != null) {
            now.addEventHandler(KeyEvent.KEY_PRESSED, outside);
        }
    }

    /// Whoever comes back to the tab or the window sees what other desktops did meanwhile.
    private void look() {
        if (isVisible() && getScene() != null) {
            viewModel.references().look();
        }
    }

    private void keysOutside(KeyEvent event) {
        if (isVisible()) {
            keys(event);
        }
    }

    private static final class WorkflowCell extends ListCell<Workflow> {
        @Override
        protected void updateItem(Workflow workflow, boolean empty) {
            super.updateItem(workflow, empty);
            setText(empty || workflow == null ? "" : workflow.name());
        }
    }
}
