package studio.atelier.ui.generate;

import atlantafx.base.theme.Styles;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.Tooltip;
import javafx.scene.input.DragEvent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.stage.FileChooser;

import studio.atelier.model.LoraModel;
import studio.atelier.model.Messages;
import studio.atelier.model.Workflow;
import studio.atelier.ui.generate.queue.Overlay;
import studio.atelier.ui.generate.shelf.ArchivePane;
import studio.atelier.ui.generate.shelf.ModelEditorPane;
import studio.atelier.ui.generate.shelf.ModelEditorViewModel;
import studio.atelier.ui.generate.shelf.ShelfViewModel;
import studio.atelier.ui.generate.shelf.WorkflowReviewPane;
import studio.atelier.ui.kit.Icons;

import java.io.File;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What the mouse and the keys do to models and workflows in the left column: menus, the file chooser, dropping.
final class ShelfActions {
    static final KeyCombination IMPORT =
            new KeyCodeCombination(
                    KeyCode.O, KeyCombination.SHORTCUT_DOWN, KeyCombination.SHIFT_DOWN);
    private static final Messages MESSAGES = Messages.of("shelf");
    private static final KeyCombination NEW = new KeyCodeCombination(KeyCode.INSERT);
    private static final KeyCombination EDIT = new KeyCodeCombination(KeyCode.F2);
    private static final KeyCombination DUPLICATE =
            new KeyCodeCombination(KeyCode.D, KeyCombination.SHORTCUT_DOWN);
    private static final KeyCombination ARCHIVE = new KeyCodeCombination(KeyCode.DELETE);

    private final GenerateViewModel viewModel;
    private final ShelfViewModel shelf;
    private final Overlay overlay;
    private final StackPane dropHint = new StackPane();

    ShelfActions(GenerateViewModel viewModel, Overlay overlay) {
        this.viewModel = viewModel;
        this.shelf = viewModel.shelf();
        this.overlay = overlay;
        dropHint.getStyleClass().add("drop-hint");
        Label hint = new Label(MESSAGES.text("import.drop"), Icons.DOWNLOAD.node());
        hint.setWrapText(true);
        dropHint.getChildren().add(hint);
        dropHint.setMouseTransparent(true);
        dropHint.setVisible(false);
        shelf.onReview(
                review -> {
                    var pane = new WorkflowReviewPane(review, overlay::close);
                    overlay.show(pane, pane::mayLeave);
                });
    }

    /// Lies over the place where workflows can be dropped, seen only while one is held over it.
    StackPane dropHint() {
        return dropHint;
    }

    /// The heading of the models, with the button for a new one.
    HBox modelHeading(Label title) {
        Button add = new Button("", Icons.ADD.node());
        add.setId("new-model");
        add.getStyleClass().addAll(Styles.BUTTON_ICON, Styles.FLAT, Styles.SMALL);
        add.setAccessibleText(MESSAGES.text("menu.new"));
        add.setTooltip(new Tooltip(MESSAGES.text("menu.models")));
        add.setOnAction(_ -> edit(shelf.newModel()));
        return heading(title, add);
    }

    /// The heading of the workflows, with their menu.
    HBox workflowHeading(Label title) {
        MenuButton more = new MenuButton("", Icons.MORE.node());
        more.setId("workflow-menu");
        more.getStyleClass().addAll(Styles.BUTTON_ICON, Styles.FLAT, Styles.SMALL, "no-arrow");
        more.setAccessibleText(MESSAGES.text("menu.workflows"));
        more.setTooltip(new Tooltip(MESSAGES.text("menu.workflows")));
        more.setOnShowing(_ -> more.getItems().setAll(workflowItems()));
        more.getItems().setAll(workflowItems());
        return heading(title, more);
    }

    private static HBox heading(Label title, Node button) {
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox heading = new HBox(title, space, button);
        heading.setAlignment(Pos.CENTER_LEFT);
        return heading;
    }

    private List<MenuItem> workflowItems() {
        MenuItem bring =
                item(
                        MESSAGES.text("menu.import") + "    " + IMPORT.getDisplayText(),
                        Icons.DOWNLOAD,
                        this::chooseWorkflow);
        bring.setId("import-workflow");
        Optional<Workflow> chosen = viewModel.workflow().get();
        MenuItem away =
                item(
                        MESSAGES.text(
                                "menu.archive-workflow", chosen.map(Workflow::name).orElse("")),
                        Icons.ARCHIVE,
                        () -> chosen.ifPresent(shelf.verbs()::archive));
        away.setId("archive-workflow");
        away.setDisable(chosen.isEmpty() || viewModel.workflows().size() < 2);
        return List.of(bring, away, new SeparatorMenuItem(), archiveItem());
    }

    private MenuItem archiveItem() {
        MenuItem archive = item(MESSAGES.text("menu.archive"), Icons.FOLDER, this::showArchive);
        archive.setId("show-archive");
        return archive;
    }

    private static MenuItem item(String text, Icons icon, Runnable action) {
        MenuItem item = new MenuItem(text, icon.node());
        item.setMnemonicParsing(false);
        item.setOnAction(_ -> action.run());
        return item;
    }

    /// Gives a model's card its menu and keys.
    void offer(Region card, LoraModel model) {
        ContextMenu menu =
                new ContextMenu(
                        keyed("menu.edit", Icons.EDIT, EDIT, () -> edit(shelf.edit(model))),
                        keyed(
                                "menu.duplicate",
                                Icons.COPY,
                                DUPLICATE,
                                () -> edit(shelf.duplicate(model))),
                        keyed(
                                "menu.archive-model",
                                Icons.ARCHIVE,
                                ARCHIVE,
                                () -> shelf.verbs().archive(model)),
                        new SeparatorMenuItem(),
                        keyed("menu.new", Icons.ADD, NEW, () -> edit(shelf.newModel())),
                        archiveItem());
        card.setOnContextMenuRequested(
                event -> {
                    menu.show(card, event.getScreenX(), event.getScreenY());
                    event.consume();
                });
        card.addEventHandler(KeyEvent.KEY_PRESSED, event -> keys(event, model));
    }

    /// The key is shown in words: as an accelerator it would hold in the whole window.
    private static MenuItem keyed(String key, Icons icon, KeyCombination keys, Runnable action) {
        return item(MESSAGES.text(key) + "    " + keys.getDisplayText(), icon, action);
    }

    private void keys(KeyEvent event, LoraModel model) {
        boolean handled = true;
        if (EDIT.match(event)) {
            edit(shelf.edit(model));
        } else if (DUPLICATE.match(event)) {
            edit(shelf.duplicate(model));
        } else if (ARCHIVE.match(event)) {
            shelf.verbs().archive(model);
        } else if (NEW.match(event)) {
            edit(shelf.newModel());
        } else {
            handled = false;
        }
        if (handled) {
            event.consume();
        }
    }

    private void edit(ModelEditorViewModel editor) {
        var pane = new ModelEditorPane(editor, overlay::close);
        overlay.show(pane, pane::mayLeave);
    }

    private void showArchive() {
        shelf.archive(
                archive -> overlay.show(new ArchivePane(archive, shelf.verbs(), overlay::close)));
    }

    void chooseWorkflow() {
        FileChooser chooser = new FileChooser();
        chooser.setTitle(MESSAGES.text("import.title"));
        chooser.getExtensionFilters()
                .add(
                        new FileChooser.ExtensionFilter(
                                MESSAGES.text("import.files"),
                                "*.json",
                                "*.png",
                                "*.JSON",
                                "*.PNG"));
        File file = chooser.showOpenDialog(overlay.getScene().getWindow());
        if (file != null) {
            shelf.importWorkflow(file.toPath());
        }
    }

    void acceptDrops(Region target) {
        target.setOnDragOver(this::over);
        target.setOnDragExited(_ -> dropHint.setVisible(false));
        target.setOnDragDropped(this::dropped);
    }

    private void over(DragEvent event) {
        if (workflow(event).isPresent() && !shelf.reading().get()) {
            event.acceptTransferModes(TransferMode.COPY);
            dropHint.setVisible(true);
            event.consume();
        }
    }

    private void dropped(DragEvent event) {
        dropHint.setVisible(false);
        Optional<File> file = workflow(event);
        file.map(File::toPath).ifPresent(shelf::importWorkflow);
        event.setDropCompleted(file.isPresent());
        event.consume();
    }

    /// One file of a kind that may hold a workflow.
    private static Optional<File> workflow(DragEvent event) {
        List<File> files = event.getDragboard().getFiles();
        return files.stream()
                .filter(_ -> files.size() == 1)
                .filter(file -> file.getName().toLowerCase(Locale.ROOT).matches(".*\\.(json|png)"))
                .findFirst();
    }
}
