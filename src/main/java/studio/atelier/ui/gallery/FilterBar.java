package studio.atelier.ui.gallery;

import atlantafx.base.controls.CustomTextField;

import javafx.animation.PauseTransition;
import javafx.beans.property.DoubleProperty;
import javafx.geometry.Pos;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.Slider;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Duration;

import studio.atelier.gallery.GalleryQuery;
import studio.atelier.model.JobStatus;
import studio.atelier.model.LoraModel;
import studio.atelier.model.Messages;
import studio.atelier.model.ModelId;
import studio.atelier.ui.kit.Icons;
import studio.atelier.ui.kit.StatusBadge;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Search, filters, order and picture size above the grid, and how much they leave.
final class FilterBar extends VBox {
    static final double SMALLEST = 120;
    static final double LARGEST = 360;
    static final double USUAL = 184;

    private static final Duration PAUSE = Duration.millis(180);

    private final GalleryViewModel model;
    private final GalleryFilters filters;
    private final Messages messages = Messages.of("gallery");
    private final CustomTextField search = new CustomTextField();
    private final PauseTransition typing = new PauseTransition(PAUSE);
    private final FilterChoice<ModelId> models = new FilterChoice<>();
    private final FilterChoice<JobStatus> statuses = new FilterChoice<>();
    private final FilterChoice<String> categories = new FilterChoice<>();
    private final FilterChoice<GalleryQuery.Order> orders = new FilterChoice<>();
    private final Label count = new Label();
    private final Hyperlink clear = new Hyperlink();
    private final Slider size = new Slider(SMALLEST, LARGEST, USUAL);

    FilterBar(GalleryViewModel model) {
        this.model = model;
        this.filters = model.filters();
        getStyleClass().add("filter-bar");
        buildSearch();
        buildChoices();
        count.getStyleClass().addAll("muted", "filter-count");
        clear.setText(messages.text("filter.clear"));
        clear.setId("clear-filters");
        clear.setOnAction(_ -> filters.clear());
        size.setId("picture-size");
        size.getStyleClass().add("small");
        size.setAccessibleText(messages.text("size"));
        size.setTooltip(new Tooltip(messages.text("size")));
        getChildren().addAll(upperRow(), lowerRow());
        model.snapshot().subscribe(_ -> showCount());
        model.state().subscribe(_ -> showCount());
    }

    DoubleProperty size() {
        return size.valueProperty();
    }

    void focusSearch() {
        search.requestFocus();
        search.selectAll();
    }

    private HBox upperRow() {
        HBox.setHgrow(search, Priority.ALWAYS);
        HBox row = new HBox(search, models, statuses, categories);
        row.getStyleClass().add("filter-row");
        return row;
    }

    private HBox lowerRow() {
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox sizes =
                new HBox(Icons.PICTURE.node("icon-small"), size, Icons.PICTURE.node("icon-large"));
        sizes.getStyleClass().add("filter-sizes");
        sizes.setAlignment(Pos.CENTER);
        HBox row = new HBox(count, clear, space, orders, sizes);
        row.getStyleClass().addAll("filter-row", "filter-row-lower");
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }

    /// The search starts when the person pauses; Enter starts it at once and Esc empties it.
    private void buildSearch() {
        search.setId("gallery-search");
        search.setPromptText(messages.text("filter.search"));
        search.setAccessibleText(messages.text("filter.search"));
        search.setLeft(Icons.SEARCH.node("icon-small"));
        search.getStyleClass().add("filter-search");
        typing.setOnFinished(_ -> filters.text().set(search.getText()));
        search.textProperty().subscribe((_, _) -> typing.playFromStart());
        search.setOnAction(_ -> searchNow());
        search.setOnKeyPressed(
                event -> {
                    if (event.getCode() == KeyCode.ESCAPE && !search.getText().isEmpty()) {
                        search.clear();
                        searchNow();
                        event.consume();
                    }
                });
        filters.text()
                .subscribe(
                        text -> {
                            if (!text.equals(search.getText())) {
                                search.setText(text);
                                typing.stop();
                            }
                        });
    }

    private void searchNow() {
        typing.stop();
        filters.text().set(search.getText());
    }

    private void buildChoices() {
        models.setId("filter-model");
        models.setAccessibleText(messages.text("filter.model"));
        statuses.setId("filter-status");
        statuses.setAccessibleText(messages.text("filter.status"));
        categories.setId("filter-category");
        categories.setAccessibleText(messages.text("filter.category"));
        orders.setId("filter-order");
        orders.setAccessibleText(messages.text("filter.order"));
        orders.getStyleClass().add("filter-order");
        showModels();
        model.models().subscribe(this::showModels);
        showCategories();
        model.categories().subscribe(this::showCategories);
        List<FilterChoice.Choice<JobStatus>> words = new ArrayList<>();
        words.add(all("filter.status.all"));
        for (JobStatus status :
                List.of(
                        JobStatus.COMPLETED,
                        JobStatus.PROCESSING,
                        JobStatus.QUEUED,
                        JobStatus.FAILED,
                        JobStatus.CANCELLED)) {
            words.add(FilterChoice.Choice.of(status, StatusBadge.text(status)));
        }
        statuses.show(words);
        List<FilterChoice.Choice<GalleryQuery.Order>> sortings = new ArrayList<>();
        for (GalleryQuery.Order order : GalleryQuery.Order.values()) {
            String name = order.name().toLowerCase(Locale.ROOT).replace('_', '-');
            sortings.add(FilterChoice.Choice.of(order, messages.text("order." + name)));
        }
        orders.show(sortings);
        models.follow(filters.model());
        statuses.follow(filters.status());
        categories.follow(filters.category());
        orders.followValue(filters.order());
    }

    private void showModels() {
        List<FilterChoice.Choice<ModelId>> choices = new ArrayList<>();
        choices.add(all("filter.model.all"));
        for (LoraModel each : model.models()) {
            choices.add(FilterChoice.Choice.of(each.id(), each.name()));
        }
        models.show(choices);
    }

    private void showCategories() {
        List<FilterChoice.Choice<String>> choices = new ArrayList<>();
        choices.add(all("filter.category.all"));
        model.categories().forEach(each -> choices.add(FilterChoice.Choice.of(each, each)));
        categories.show(choices);
    }

    private <V> FilterChoice.Choice<V> all(String key) {
        return new FilterChoice.Choice<>(Optional.empty(), messages.text(key));
    }

    private void showCount() {
        GallerySnapshot snapshot = model.snapshot().get();
        int jobs = snapshot.size() - snapshot.pictures();
        String words = messages.text("count", snapshot.pictures());
        boolean known = model.state().get() instanceof GalleryViewModel.State.Showing;
        count.setText(
                !known
                        ? ""
                        : jobs == 0 ? words : words + " · " + messages.text("count.jobs", jobs));
        clear.setVisible(filters.isActive());
        clear.setManaged(filters.isActive());
    }
}
