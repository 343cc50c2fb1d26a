package studio.atelier.ui.gallery;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.Tooltip;
import javafx.scene.input.ContextMenuEvent;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

import studio.atelier.gallery.GalleryKey;
import studio.atelier.model.Messages;
import studio.atelier.model.Problem;
import studio.atelier.ui.kit.EmptyState;
import studio.atelier.ui.kit.GridRange;
import studio.atelier.ui.kit.GridSelection;
import studio.atelier.ui.kit.Icons;
import studio.atelier.ui.kit.ImageGrid;
import studio.atelier.ui.kit.PictureCell;
import studio.atelier.ui.kit.PictureLoader;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The pictures themselves, with what floats over them: the pill for news, the selection's bar, a download's
/// progress; and what stands in their place while there are none.
final class GalleryGrid extends StackPane {
    private static final double RATIO = 1.25;

    private final GalleryViewModel model;
    private final GalleryCommands commands;
    private final Messages messages = Messages.of("gallery");
    private final ImageGrid<GalleryKey, GalleryKey> grid;
    private final Button pill = new Button();
    private boolean toTop;

    GalleryGrid(
            GalleryViewModel model,
            GalleryCommands commands,
            PictureLoader pictures,
            LivePictures live) {
        this.model = model;
        this.commands = commands;
        getStyleClass().add("gallery-grid");
        grid = new ImageGrid<>(key -> key, () -> new GalleryCell(pictures, model.rows(), live));
        grid.setId("gallery-grid");
        grid.captionHeightProperty().set(PictureCell.captionHeight(GalleryCell.LINES));
        grid.pictureRatioProperty().set(RATIO);
        grid.setOnOpen(model.lightbox()::open);
        grid.setOnSpace(model.lightbox()::open);
        grid.setOnContextMenu((_, event) -> showMenu(event));
        VBox below =
                new VBox(
                        new DownloadBar(model.downloads()),
                        new SelectionBar(grid.selection(), commands));
        below.getStyleClass().add("gallery-floating");
        below.setAlignment(Pos.BOTTOM_CENTER);
        below.setPickOnBounds(false);
        below.setMaxHeight(Region.USE_PREF_SIZE);
        StackPane.setAlignment(below, Pos.BOTTOM_CENTER);
        getChildren().addAll(grid, pill(), below);
        listen();
    }

    ImageGrid<GalleryKey, GalleryKey> grid() {
        return grid;
    }

    /// At the top, with nothing selected: whoever is here is in the middle of nothing.
    boolean isUndisturbed() {
        return grid.selection().isEmpty() && grid.visibleRangeProperty().get().first() == 0;
    }

    /// What a command is meant for: the selected cells, else the one the keyboard stands on.
    List<GalleryKey> meant() {
        GridSelection<GalleryKey> selection = grid.selection();
        return selection.isEmpty()
                ? focused().map(List::of).orElse(List.of())
                : List.copyOf(selection.keys());
    }

    Optional<GalleryKey> focused() {
        int index = grid.focusedIndexProperty().get();
        GallerySnapshot shown = model.snapshot().get();
        return index < 0 || index >= shown.size()
                ? Optional.empty()
                : Optional.of(shown.get(index));
    }

    /// Reads what is new and shows it from the top.
    void showNews() {
        toTop = model.news().get() > 0;
        model.showNews();
    }

    /// Puts the keyboard on a cell, for example when the lightbox was left there.
    void returnTo(GalleryKey key) {
        int index = model.snapshot().get().indexOf(key);
        if (index >= 0) {
            grid.focusOn(index);
            if (grid.selection().size() <= 1) {
                grid.selection().set(List.of(key));
            }
        }
        grid.requestFocus();
    }

    private void listen() {
        model.snapshot().subscribe(this::show);
        grid.visibleRangeProperty()
                .subscribe(range -> model.rows().look(model.snapshot().get(), range));
        model.rows().onChange(grid::refresh);
        model.state().subscribe(state -> grid.placeholderProperty().set(placeholder(state)));
    }

    /// The selection goes along: a job that became a picture stays selected, what is not shown any more is let
    /// go, so that nothing unseen is ever deleted.
    private void show(GallerySnapshot next) {
        Optional<GalleryKey> focused =
                grid.focusedIndexProperty().get() < 0
                        ? Optional.empty()
                        : Optional.of(grid.getItems().get(grid.focusedIndexProperty().get()));
        boolean focusInView =
                grid.visibleRangeProperty().get().contains(grid.focusedIndexProperty().get());
        List<GalleryKey> selected = new ArrayList<>();
        for (GalleryKey key : grid.selection().keys()) {
            GalleryKey now = next.successor(key);
            if (next.contains(now)) {
                selected.add(now);
            }
        }
        grid.setItems(next);
        grid.selection().set(selected);
        int lost = focused.map(next::successor).map(next::indexOf).orElse(-1);
        if (focusInView && lost >= 0 && grid.focusedIndexProperty().get() < 0) {
            grid.focusOn(lost);
        }
        if (toTop) {
            toTop = false;
            grid.scrollToTop();
        }
        GridRange range = grid.visibleRangeProperty().get();
        model.rows().look(next, range.widened(0, next.size()));
    }

    private Button pill() {
        pill.setId("news");
        pill.getStyleClass().addAll("accent", "news-pill");
        pill.setGraphic(Icons.COLLAPSE.node("icon-small"));
        pill.setTooltip(new Tooltip(messages.text("news.hint")));
        pill.setOnAction(_ -> showNews());
        pill.setFocusTraversable(false);
        StackPane.setAlignment(pill, Pos.TOP_CENTER);
        model.news()
                .subscribe(
                        count -> {
                            pill.setText(messages.text("news", count.intValue()));
                            pill.setVisible(count.intValue() > 0);
                        });
        return pill;
    }

    private Node placeholder(GalleryViewModel.State state) {
        return switch (state) {
            case GalleryViewModel.State.Loading _ -> {
                ProgressIndicator waiting = new ProgressIndicator();
                waiting.setMaxSize(32, 32);
                yield waiting;
            }
            case GalleryViewModel.State.NothingYet _ ->
                    new EmptyState(
                                    Icons.GALLERY,
                                    messages.text("empty.nothing-yet.title"),
                                    messages.text("empty.nothing-yet.text"))
                            .withAction(
                                    messages.text("empty.nothing-yet.action"),
                                    commands::goToGenerate);
            case GalleryViewModel.State.NothingMatches _ ->
                    new EmptyState(
                                    Icons.SEARCH,
                                    messages.text("empty.nothing-matches.title"),
                                    messages.text("empty.nothing-matches.text"))
                            .withAction(
                                    messages.text("empty.nothing-matches.action"),
                                    model.filters()::clear);
            case GalleryViewModel.State.Failed(Problem problem) ->
                    new EmptyState(Icons.ERROR, problem.sentence(), problem.action())
                            .withAction(messages.text("empty.failed.action"), model::showNews)
                            .withDetails(problem);
            case GalleryViewModel.State.Showing _ -> new Region();
        };
    }

    private void showMenu(ContextMenuEvent event) {
        List<GalleryKey> keys = meant();
        if (keys.isEmpty()) {
            return;
        }
        GalleryKey first = keys.getFirst();
        boolean one = keys.size() == 1;
        boolean picture = keys.stream().anyMatch(GalleryKey::hasImage);
        ContextMenu menu = new ContextMenu();
        menu.getItems()
                .addAll(
                        item("action.open", one, () -> model.lightbox().open(first)),
                        new SeparatorMenuItem(),
                        item("action.download", picture, () -> commands.download(keys)),
                        item(
                                "action.copy-picture",
                                one && picture,
                                () -> commands.copyPicture(first)),
                        item("action.copy-prompt", one, () -> commands.copyPrompt(first)),
                        new SeparatorMenuItem(),
                        item("action.use-settings", one, () -> commands.useSettings(first)),
                        item("action.run-again", true, () -> commands.runAgain(keys)),
                        new SeparatorMenuItem(),
                        item("action.delete", picture, () -> commands.delete(keys)));
        menu.show(grid, event.getScreenX(), event.getScreenY());
    }

    private MenuItem item(String key, boolean possible, Runnable run) {
        MenuItem item = new MenuItem(messages.text(key));
        item.setDisable(!possible);
        item.setOnAction(_ -> run.run());
        return item;
    }
}
