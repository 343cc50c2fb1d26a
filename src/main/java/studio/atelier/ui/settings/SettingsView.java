package studio.atelier.ui.settings;

import javafx.beans.property.ObjectProperty;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.stage.Window;

import studio.atelier.checks.CheckWords;
import studio.atelier.checks.Connection;
import studio.atelier.model.Messages;
import studio.atelier.ui.kit.Icons;
import studio.atelier.ui.kit.Theme;
import studio.atelier.ui.settings.SettingsViewModel.Page;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/// The pages of the settings beside their list. It moves into each dialog that shows it.
public final class SettingsView extends HBox {
    private final Messages messages = Messages.of("settings");
    private final SettingsViewModel model;
    private final Map<Page, Node> pages = new EnumMap<>(Page.class);
    private final StackPane place = new StackPane();
    private final ListView<Page> list = new ListView<>();
    private final Appearance appearance;

    /// What the pages can ask for.
    ///
    /// @param envFile lets the person choose a `.env` file
    /// @param restart opens everything anew with what is saved
    public record Means(Supplier<Optional<Path>> envFile, Runnable restart) {}

    public SettingsView(SettingsViewModel model, Theme theme, Means means) {
        this.model = model;
        this.appearance = new Appearance(theme);
        getStyleClass().add("settings-view");
        setId("settings-view");
        pages.put(Page.DATABASE, page(Connection.DATABASE, means));
        pages.put(Page.ENGINES, new EnginesPage(model.engines(), means.restart()));
        pages.put(Page.STORAGE, page(Connection.STORE, means));
        pages.put(Page.CAPTIONS, page(Connection.CAPTIONS, means));
        pages.put(Page.APPEARANCE, scrolled(appearance));
        pages.put(
                Page.ENV_FILE,
                scrolled(new EnvFilePage(model.envFile(), means.envFile(), means.restart())));
        list.setId("settings-pages");
        list.getStyleClass().add("settings-pages");
        list.getItems().setAll(Page.values());
        list.setCellFactory(_ -> new PageCell());
        list.getSelectionModel()
                .selectedItemProperty()
                .subscribe(chosen -> Optional.ofNullable(chosen).ifPresent(model.page()::set));
        model.page().subscribe(this::show);
        HBox.setHgrow(place, Priority.ALWAYS);
        getChildren().addAll(list, place);
        // Somebody may have been elsewhere to change something: a verb, another window.
        sceneProperty()
                .flatMap(Scene::windowProperty)
                .flatMap(Window::focusedProperty)
                .subscribe(
                        focused -> {
                            if (Boolean.TRUE.equals(focused)) {
                                model.load();
                            }
                        });
    }

    /// One more choice on the page of the looks.
    public <E extends Enum<E>> SettingsView with(String key, E[] values, ObjectProperty<E> chosen) {
        appearance.with(key, values, chosen);
        return this;
    }

    /// Shows one page instead of the one that was shown last.
    public void turnTo(Page page) {
        model.page().set(page);
    }

    /// Gives the keyboard to the list of pages.
    public void arrive() {
        model.load();
        list.requestFocus();
    }

    private ConnectionPage page(Connection connection, Means means) {
        return new ConnectionPage(model.connection(connection), means.restart());
    }

    private static Node scrolled(Node page) {
        var scroll = new ScrollPane(page);
        scroll.getStyleClass().add("settings-place");
        scroll.setFitToWidth(true);
        return scroll;
    }

    private void show(Page page) {
        place.getChildren().setAll(Objects.requireNonNull(pages.get(page)));
        list.getSelectionModel().select(page);
    }

    private final class PageCell extends ListCell<Page> {
        @Override
        protected void updateItem(Page page, boolean empty) {
            super.updateItem(page, empty);
            textProperty().unbind();
            setText("");
            setGraphic(null);
            if (page != null && !empty) {
                setGraphic(icon(page).node());
                String words = messages.text("page." + CheckWords.nameOf(page));
                textProperty()
                        .bind(
                                changed(page)
                                        .map(
                                                is ->
                                                        is
                                                                ? messages.text(
                                                                        "page.changed", words)
                                                                : words));
            }
        }

        private ObservableValue<Boolean> changed(Page page) {
            return switch (page) {
                case DATABASE -> model.connection(Connection.DATABASE).changed();
                case ENGINES -> model.engines().changed().or(model.engines().variables().changed());
                case STORAGE -> model.connection(Connection.STORE).changed();
                case CAPTIONS -> model.connection(Connection.CAPTIONS).changed();
                case APPEARANCE, ENV_FILE -> new javafx.beans.property.SimpleBooleanProperty(false);
            };
        }

        private Icons icon(Page page) {
            return switch (page) {
                case DATABASE -> Icons.DATABASE;
                case ENGINES -> Icons.ENGINE;
                case STORAGE -> Icons.FOLDER;
                case CAPTIONS -> Icons.EDIT;
                case APPEARANCE -> Icons.THEME;
                case ENV_FILE -> Icons.DOWNLOAD;
            };
        }
    }
}
