package studio.atelier.ui.generate;

import atlantafx.base.controls.CustomTextField;
import atlantafx.base.theme.Styles;

import javafx.animation.PauseTransition;
import javafx.beans.property.DoubleProperty;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Slider;
import javafx.scene.control.TextInputControl;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Duration;

import studio.atelier.model.Messages;
import studio.atelier.model.ReferenceId;
import studio.atelier.model.ReferenceImage;
import studio.atelier.ui.generate.caption.CaptionView;
import studio.atelier.ui.generate.queue.Overlay;
import studio.atelier.ui.kit.Chips;
import studio.atelier.ui.kit.EmptyState;
import studio.atelier.ui.kit.GridItems;
import studio.atelier.ui.kit.Icons;
import studio.atelier.ui.kit.ImageGrid;
import studio.atelier.ui.kit.PictureCell;
import studio.atelier.ui.kit.PictureLoader;

import java.util.List;
import java.util.Optional;

/// The reference browser: search, categories and size above, the grid, and what is selected below.
final class ReferencesView extends BorderPane {
    private static final Messages MESSAGES = Messages.of("generate");

    /// A search starts when the typing pauses for so long.
    private static final Duration TYPING_PAUSE = Duration.millis(120);

    private static final int MANY_CATEGORIES = 16;
    private static final double SMALLEST = 96;
    private static final double LARGEST = 320;
    private static final double PICTURE_RATIO = 1.25;

    private final ReferencesViewModel viewModel;
    private final ImageGrid<ReferenceImage, ReferenceId> grid;
    private final CustomTextField search = new CustomTextField();
    private final Chips<String> chips = new Chips<>();
    private final ScrollPane manyChips = new ScrollPane();
    private final StackPane chipsPlace = new StackPane(chips);
    private final StackPane instead = new StackPane();
    private final HBox selectionBar;
    private final Slider size = new Slider(SMALLEST, LARGEST, 124);

    ReferencesView(
            ReferencesViewModel viewModel,
            ImportView importing,
            CaptionView captioning,
            PictureLoader pictures,
            Overlay overlay) {
        this.viewModel = viewModel;
        this.grid = new ImageGrid<>(ReferenceImage::id, () -> new ReferenceCell(pictures));
        getStyleClass().add("references");
        grid.setId("reference-grid");
        grid.pictureRatioProperty().set(PICTURE_RATIO);
        grid.captionHeightProperty().set(PictureCell.captionHeight(ReferenceCell.CAPTION_LINES));
        grid.cellSizeProperty().bind(size.valueProperty());
        VBox top = new VBox(toolbar(importing.button()), categories());
        top.getStyleClass().add("references-top");
        setTop(top);
        var means = new ReferenceActions.Means(importing::paste, captioning::ask, overlay);
        var actions = new ReferenceActions(viewModel, grid, means);
        StackPane middle = new StackPane(grid, actions.editor(), instead, importing.dropHint());
        importing.acceptDrops(middle);
        setCenter(middle);
        selectionBar = selectionBar(captioning);
        setBottom(new VBox(importing, captioning, selectionBar));
        connect(importing);
    }

    /// The least width of a thumbnail in pixels.
    DoubleProperty thumbnailSize() {
        return size.valueProperty();
    }

    /// Puts the keyboard into the search field.
    void focusSearch() {
        search.requestFocus();
        search.selectAll();
    }

    private HBox toolbar(Node importButton) {
        Label title = new Label(MESSAGES.text("references.title"));
        title.getStyleClass().add("section-title");
        title.setMinWidth(Region.USE_PREF_SIZE);
        search.setId("reference-search");
        search.setPromptText(MESSAGES.text("references.search"));
        search.setAccessibleText(MESSAGES.text("references.search.help"));
        search.setTooltip(new Tooltip(MESSAGES.text("references.search.help")));
        search.setLeft(Icons.SEARCH.node("icon-small"));
        search.getStyleClass().add("reference-search");
        HBox.setHgrow(search, Priority.ALWAYS);
        size.setId("thumbnail-size");
        size.setAccessibleText(MESSAGES.text("references.size"));
        size.setTooltip(new Tooltip(MESSAGES.text("references.size")));
        size.getStyleClass().addAll(Styles.SMALL, "size-slider");
        HBox bar = new HBox(title, search, size, importButton);
        bar.getStyleClass().add("references-toolbar");
        bar.setAlignment(Pos.CENTER_LEFT);
        return bar;
    }

    /// Few categories take the rows they need, many scroll in two.
    private StackPane categories() {
        chips.setId("categories");
        chips.getStyleClass().add("category-chips");
        manyChips.getStyleClass().addAll("edge-to-edge", "chips-scroll");
        manyChips.setFitToWidth(true);
        manyChips.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        return chipsPlace;
    }

    private void placeChips(boolean many) {
        manyChips.setContent(many ? chips : null);
        chipsPlace.getChildren().setAll(many ? manyChips : chips);
    }

    private HBox selectionBar(CaptionView captioning) {
        Label count = new Label();
        count.setId("selected-count");
        count.getStyleClass().add("selected-count");
        count.setMinWidth(Region.USE_PREF_SIZE);
        Hyperlink clear = new Hyperlink(MESSAGES.text("references.clear"));
        clear.setId("clear-selection");
        clear.setOnAction(_ -> viewModel.selection().clear());
        Hyperlink all = new Hyperlink(MESSAGES.text("references.select-all"));
        all.setId("select-all");
        all.setOnAction(_ -> viewModel.selectShown());
        viewModel
                .selection()
                .sizeProperty()
                .subscribe(
                        size -> {
                            count.setText(MESSAGES.text("references.selected", size.intValue()));
                            clear.setDisable(size.intValue() == 0);
                        });
        Hyperlink caption = new Hyperlink(MESSAGES.text("references.caption"));
        caption.setId("caption-references");
        caption.setTooltip(new Tooltip(MESSAGES.text("references.caption.help")));
        caption.setOnAction(
                _ -> {
                    // It leads to the same place each time, so it never looks used.
                    caption.setVisited(false);
                    // The keyboard comes back to the pictures: the link rests while captions are
                    // written.
                    grid.requestFocus();
                    captioning.ask(viewModel.selected().get());
                });
        caption.disableProperty().bind(captioning.running());
        Region spring = new Region();
        HBox.setHgrow(spring, Priority.ALWAYS);
        HBox bar = new HBox(count, clear, all, spring, caption);
        bar.getStyleClass().add("selection-bar");
        bar.setAlignment(Pos.CENTER_LEFT);
        return bar;
    }

    private void connect(ImportView importing) {
        grid.selection().onChange(() -> viewModel.selection().set(grid.selection().keys()));
        viewModel.selection().onChange(() -> grid.selection().set(viewModel.selection().keys()));
        viewModel.shown().subscribe(shown -> grid.setItems(GridItems.of(shown)));
        viewModel.categories().subscribe(this::showCategories);
        viewModel.state().subscribe(state -> showState(state, importing));
        chips.choiceProperty().subscribe(chosen -> viewModel.category().set(chosen.orElse("")));
        viewModel
                .category()
                .subscribe(
                        name ->
                                chips.choiceProperty()
                                        .set(Optional.of(name).filter(n -> !n.isEmpty())));
        PauseTransition pause = new PauseTransition(TYPING_PAUSE);
        pause.setOnFinished(_ -> viewModel.search().set(search.getText()));
        search.textProperty()
                .subscribe(
                        (_, text) -> {
                            search.setRight(text.isEmpty() ? null : clearButton());
                            pause.playFromStart();
                        });
        search.setOnKeyPressed(
                event -> {
                    if (event.getCode() == KeyCode.ESCAPE && !search.getText().isEmpty()) {
                        search.clear();
                        event.consume();
                    }
                });
        viewModel
                .search()
                .subscribe(
                        text -> {
                            if (!text.equals(search.getText())) {
                                search.setText(text);
                            }
                        });
    }

    private Button clearButton() {
        Button clear = new Button("", Icons.CLOSE.node("icon-small"));
        clear.getStyleClass().addAll(Styles.BUTTON_ICON, Styles.FLAT, "search-clear");
        clear.setAccessibleText(MESSAGES.text("references.search.clear"));
        clear.setTooltip(new Tooltip(MESSAGES.text("references.search.clear")));
        clear.setFocusTraversable(false);
        clear.setOnAction(
                _ -> {
                    search.clear();
                    search.requestFocus();
                });
        return clear;
    }

    private void showCategories(List<CategoryCount> categories) {
        placeChips(categories.size() > MANY_CATEGORIES);
        chips.show(
                categories.stream()
                        .map(
                                each ->
                                        new Chips.Chip<>(
                                                Optional.of(each.name()).filter(n -> !n.isEmpty()),
                                                each.name().isEmpty()
                                                        ? MESSAGES.text("references.all")
                                                        : each.name(),
                                                each.count()))
                        .toList());
    }

    private void showState(ReferencesViewModel.State state, ImportView importing) {
        switch (state) {
            case ReferencesViewModel.State.Loading() ->
                    instead(new Label(MESSAGES.text("references.loading")));
            case ReferencesViewModel.State.Empty() ->
                    instead(
                            new EmptyState(
                                            Icons.PICTURE,
                                            MESSAGES.text("references.empty.title"),
                                            MESSAGES.text("references.empty.text"))
                                    .withAction(
                                            MESSAGES.text("references.import"),
                                            importing::chooseFolder));
            case ReferencesViewModel.State.NothingMatches() ->
                    instead(
                            new EmptyState(
                                            Icons.SEARCH,
                                            MESSAGES.text("references.no-match.title"),
                                            MESSAGES.text("references.no-match.text"))
                                    .withAction(
                                            MESSAGES.text("references.no-match.clear"),
                                            viewModel::clearFilters));
            case ReferencesViewModel.State.Failed(var problem) ->
                    instead(
                            new EmptyState(
                                            Icons.ERROR,
                                            MESSAGES.text("references.failed.title"),
                                            problem.sentence() + " " + problem.action())
                                    .withAction(
                                            MESSAGES.text("references.retry"), viewModel::reload)
                                    .withDetails(problem));
            case ReferencesViewModel.State.Showing() -> instead.getChildren().clear();
        }
        boolean showing = state instanceof ReferencesViewModel.State.Showing;
        boolean keyboard = showing && !grid.isVisible() && isKeyboardFree();
        grid.setVisible(showing);
        if (keyboard) {
            grid.requestFocus();
        }
        instead.setVisible(!showing);
        chips.setVisible(!(state instanceof ReferencesViewModel.State.Empty));
        chips.setManaged(chips.isVisible());
        selectionBar.setVisible(chips.isVisible());
        selectionBar.setManaged(chips.isVisible());
    }

    /// True until somebody types: what had the keyboard first, or goes away now, gives it to the pictures.
    private boolean isKeyboardFree() {
        return getScene() == null
                || !(getScene().getFocusOwner() instanceof TextInputControl typing)
                || typing.getText().isEmpty();
    }

    private void instead(Node node) {
        instead.getChildren().setAll(node);
    }
}
