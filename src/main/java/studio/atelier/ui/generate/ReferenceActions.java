package studio.atelier.ui.generate;

import javafx.geometry.BoundingBox;
import javafx.geometry.Bounds;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;

import studio.atelier.model.Messages;
import studio.atelier.model.ReferenceId;
import studio.atelier.model.ReferenceImage;
import studio.atelier.ui.generate.edit.CaptionEditor;
import studio.atelier.ui.generate.edit.CategoryPane;
import studio.atelier.ui.generate.edit.ReplacePane;
import studio.atelier.ui.generate.queue.Overlay;
import studio.atelier.ui.kit.Icons;
import studio.atelier.ui.kit.ImageGrid;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// What can be done with references in the grid: by its context menu, by keys, and by a double click on a caption.
final class ReferenceActions {
    private static final Messages MESSAGES = Messages.of("references");
    private static final KeyCombination PASTE =
            new KeyCodeCombination(KeyCode.V, KeyCombination.SHORTCUT_DOWN);
    private static final KeyCombination CATEGORY =
            new KeyCodeCombination(KeyCode.G, KeyCombination.SHORTCUT_DOWN);
    private static final KeyCombination REPLACE =
            new KeyCodeCombination(KeyCode.H, KeyCombination.SHORTCUT_DOWN);
    private static final KeyCombination DESCRIBE =
            new KeyCodeCombination(KeyCode.T, KeyCombination.SHORTCUT_DOWN);
    private static final KeyCombination CAPTION = new KeyCodeCombination(KeyCode.F2);
    private static final KeyCombination RENAME =
            new KeyCodeCombination(KeyCode.F2, KeyCombination.SHIFT_DOWN);
    private static final KeyCombination DELETE = new KeyCodeCombination(KeyCode.DELETE);

    private final ReferencesViewModel viewModel;
    private final ImageGrid<ReferenceImage, ReferenceId> grid;
    private final Means means;
    private final Overlay overlay;
    private final CaptionEditor editor;
    private final ContextMenu menu = new ContextMenu();

    /// What the actions need from the parts around the grid.
    ///
    /// @param paste brings in what the clipboard holds, false if it is nothing of use
    /// @param describe asks whether a service is to caption these
    record Means(
            Predicate<Clipboard> paste, Consumer<List<ReferenceImage>> describe, Overlay overlay) {}

    ReferenceActions(
            ReferencesViewModel viewModel,
            ImageGrid<ReferenceImage, ReferenceId> grid,
            Means means) {
        this.viewModel = viewModel;
        this.grid = grid;
        this.means = means;
        this.overlay = means.overlay();
        editor =
                new CaptionEditor(viewModel.verbs()::recaption, this::editNext, grid::requestFocus);
        grid.addEventHandler(KeyEvent.KEY_PRESSED, this::keys);
        grid.addEventFilter(MouseEvent.MOUSE_PRESSED, this::pressed);
        grid.setOnContextMenu(
                (_, event) -> {
                    fillMenu();
                    menu.show(grid, event.getScreenX(), event.getScreenY());
                });
        grid.visibleRangeProperty().subscribe((_, _) -> editor.save());
        viewModel.revealed().subscribe(id -> id.map(this::indexOf).ifPresent(this::bringIntoView));
    }

    /// To lie over the grid.
    CaptionEditor editor() {
        return editor;
    }

    /// Everything selected, or else what the keyboard stands on.
    private List<ReferenceImage> chosen() {
        List<ReferenceImage> selected = viewModel.selected().get();
        return selected.isEmpty() ? focused().map(List::of).orElse(List.of()) : selected;
    }

    private Optional<ReferenceImage> focused() {
        int index = grid.focusedIndexProperty().get();
        return index >= 0 && index < grid.getItems().size()
                ? Optional.of(grid.getItems().get(index))
                : Optional.empty();
    }

    private void keys(KeyEvent event) {
        boolean handled = true;
        if (PASTE.match(event)) {
            handled = means.paste().test(Clipboard.getSystemClipboard());
        } else if (CATEGORY.match(event)) {
            changeCategory();
        } else if (REPLACE.match(event)) {
            replace();
        } else if (DESCRIBE.match(event)) {
            means.describe().accept(chosen());
        } else if (CAPTION.match(event)) {
            editCaption();
        } else if (RENAME.match(event)) {
            renameCategory();
        } else if (DELETE.match(event)) {
            viewModel.verbs().delete(chosen());
        } else {
            handled = false;
        }
        if (handled) {
            event.consume();
        }
    }

    /// A second click on a caption; on the picture it means something else.
    private void pressed(MouseEvent event) {
        if (editor.isEditing()) {
            editor.save();
        }
        int index = grid.focusedIndexProperty().get();
        boolean twice = event.getButton() == MouseButton.PRIMARY && event.getClickCount() == 2;
        if (twice && index >= 0 && captionBounds(index).contains(event.getX(), event.getY())) {
            editCaption();
            event.consume();
        }
    }

    private void fillMenu() {
        int count = chosen().size();
        menu.getItems()
                .setAll(
                        item(MESSAGES.text("menu.caption"), Icons.EDIT, CAPTION, this::editCaption),
                        item(
                                MESSAGES.text("menu.describe", count),
                                Icons.PREVIEW,
                                DESCRIBE,
                                () -> means.describe().accept(chosen())),
                        item(
                                MESSAGES.text("menu.category", count),
                                Icons.FOLDER,
                                CATEGORY,
                                this::changeCategory),
                        new SeparatorMenuItem(),
                        item(
                                MESSAGES.text("menu.rename", categoryAtHand()),
                                Icons.EDIT,
                                RENAME,
                                this::renameCategory),
                        item(MESSAGES.text("menu.replace"), Icons.SEARCH, REPLACE, this::replace),
                        new SeparatorMenuItem(),
                        item(
                                MESSAGES.text("menu.delete", count),
                                Icons.DELETE,
                                DELETE,
                                () -> viewModel.verbs().delete(chosen())));
    }

    /// The key is shown in words: as an accelerator it would hold in the whole window.
    private static MenuItem item(String text, Icons icon, KeyCombination key, Runnable action) {
        MenuItem item = new MenuItem(text + "    " + key.getDisplayText(), icon.node());
        item.setOnAction(_ -> action.run());
        return item;
    }

    private void changeCategory() {
        List<ReferenceImage> chosen = chosen();
        if (chosen.isEmpty()) {
            return;
        }
        var question =
                new CategoryPane.Question(
                        MESSAGES.text("move.title", chosen.size()),
                        MESSAGES.text("move.text"),
                        MESSAGES.text("move.verb"),
                        "",
                        viewModel.categoryNames(),
                        false);
        overlay.show(
                new CategoryPane(
                        question,
                        category -> viewModel.verbs().move(chosen, category),
                        overlay::close));
    }

    private void renameCategory() {
        String from = categoryAtHand();
        if (from.isEmpty()) {
            return;
        }
        var question =
                new CategoryPane.Question(
                        MESSAGES.text("rename.title"),
                        MESSAGES.text("rename.text", from),
                        MESSAGES.text("rename.verb"),
                        from,
                        viewModel.categoryNames(),
                        true);
        overlay.show(new CategoryPane(question, to -> viewModel.rename(from, to), overlay::close));
    }

    /// The category that is shown, or that of the first chosen reference.
    private String categoryAtHand() {
        String shown = viewModel.category().get();
        if (!shown.isEmpty()) {
            return shown;
        }
        return chosen().stream().findFirst().map(ReferenceFilter::categoryOf).orElse("");
    }

    private void replace() {
        overlay.show(new ReplacePane(viewModel.replacing(), overlay::close));
    }

    private void editCaption() {
        int focus = grid.focusedIndexProperty().get();
        int index = focus >= 0 ? focus : firstChosen();
        if (index < grid.getItems().size()) {
            grid.scrollTo(index);
            grid.layout();
            Bounds caption = editor.sceneToLocal(grid.localToScene(captionBounds(index)));
            editor.edit(grid.getItems().get(index), caption);
        }
    }

    private void editNext(int step) {
        int index = grid.focusedIndexProperty().get() + step;
        if (index < 0 || index >= grid.getItems().size()) {
            grid.requestFocus();
            return;
        }
        grid.selection().set(List.of(grid.getItems().get(index).id()));
        grid.focusOn(index);
        editCaption();
    }

    private Bounds captionBounds(int index) {
        Bounds cell = grid.cellBounds(index);
        double height = Math.min(cell.getHeight(), grid.captionHeightProperty().get());
        return new BoundingBox(cell.getMinX(), cell.getMaxY() - height, cell.getWidth(), height);
    }

    private int firstChosen() {
        return Math.max(0, chosen().stream().findFirst().map(each -> indexOf(each.id())).orElse(0));
    }

    private int indexOf(ReferenceId id) {
        for (int i = 0; i < grid.getItems().size(); i++) {
            if (grid.getItems().get(i).id().equals(id)) {
                return i;
            }
        }
        return -1;
    }

    private void bringIntoView(int index) {
        if (index >= 0) {
            // What came with them, new categories or a line about the import, may take room from
            // the grid.
            grid.getScene().getRoot().applyCss();
            grid.getScene().getRoot().layout();
            grid.focusOn(index);
        }
    }
}
