package studio.atelier.ui.settings;

import atlantafx.base.theme.Styles;

import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ListView;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

import studio.atelier.checks.CheckWords;
import studio.atelier.model.Messages;
import studio.atelier.ui.kit.Banner;
import studio.atelier.ui.kit.EmptyState;
import studio.atelier.ui.kit.Icons;
import studio.atelier.ui.settings.EngineListViewModel.Row;
import studio.atelier.ui.settings.EngineListViewModel.Saving;
import studio.atelier.ui.settings.EngineSettings.Protocol;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// The engines in a list, and beside it the one that is chosen.
final class EnginesPage extends VBox {
    private final Messages messages = Messages.of("settings");
    private final EngineListViewModel model;
    private final ListView<Row> list = new ListView<>();
    private final StackPane place = new StackPane();
    private final Map<EngineDraft, EngineEditor> editors = new HashMap<>();
    private final Node variables;
    private final Node demo;

    /// @param restart opens everything anew with what is saved
    EnginesPage(EngineListViewModel model, Runnable restart) {
        this.model = model;
        variables = new ConnectionPage(model.variables(), restart);
        demo =
                new EmptyState(
                                Icons.ENGINE,
                                messages.text("engine.demo"),
                                messages.text("engine.none"))
                        .withAction(
                                messages.text("engine.add.comfyui"), () -> add(Protocol.COMFYUI));
        getStyleClass().add("settings-frame");
        setId("settings-engines");
        var side = new VBox(list(), tools());
        side.getStyleClass().add("engine-side");
        var detail = new VBox(place, saved(restart));
        detail.getStyleClass().add("settings-frame");
        VBox.setVgrow(place, Priority.ALWAYS);
        HBox.setHgrow(detail, Priority.ALWAYS);
        var both = new HBox(side, detail);
        both.getStyleClass().add("engine-both");
        VBox.setVgrow(both, Priority.ALWAYS);
        getChildren().addAll(problem(), both);
        model.chosen().subscribe(this::show);
        model.engines()
                .addListener(
                        (ListChangeListener<EngineDraft>)
                                _ -> editors.keySet().retainAll(model.engines()));
    }

    private ListView<Row> list() {
        list.setId("engine-list");
        list.getStyleClass().add("settings-pages");
        list.setAccessibleText(messages.text("page.engines"));
        list.setItems(model.rows());
        list.setCellFactory(_ -> new EngineCell(model));
        list.getSelectionModel()
                .selectedItemProperty()
                .subscribe(chosen -> Optional.ofNullable(chosen).ifPresent(model.chosen()::set));
        list.setOnKeyPressed(
                event -> {
                    if (event.getCode() == KeyCode.DELETE) {
                        withChosen(model::remove);
                    }
                });
        VBox.setVgrow(list, Priority.ALWAYS);
        return list;
    }

    private Node tools() {
        var add = new MenuButton(messages.text("engine.add"), Icons.ADD.node());
        add.setId("engine-add");
        add.getItems().addAll(item(Protocol.COMFYUI), item(Protocol.RUNPOD));
        var space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        var duplicate = tool("engine.duplicate", Icons.COPY, model::duplicate);
        duplicate.setId("engine-duplicate");
        var remove = tool("engine.remove", Icons.DELETE, model::remove);
        remove.setId("engine-remove");
        model.chosen()
                .subscribe(
                        row -> {
                            duplicate.setDisable(!(row instanceof Row.Own));
                            remove.setDisable(!(row instanceof Row.Own));
                        });
        var tools = new HBox(add, space, duplicate, remove);
        tools.getStyleClass().add("engine-tools");
        return tools;
    }

    private MenuItem item(Protocol protocol) {
        String name = CheckWords.nameOf(protocol);
        var item = new MenuItem(messages.text("engine.protocol." + name));
        item.setId("engine-add-" + name);
        item.setOnAction(_ -> add(protocol));
        return item;
    }

    private Button tool(String key, Icons icon, Consumer<EngineDraft> verb) {
        String words = messages.text(key);
        var button = new Button("", icon.node());
        button.getStyleClass().addAll(Styles.BUTTON_ICON, Styles.FLAT);
        button.setAccessibleText(words);
        button.setTooltip(new Tooltip(words));
        button.setOnAction(_ -> withChosen(verb));
        return button;
    }

    private void withChosen(Consumer<EngineDraft> verb) {
        if (model.chosen().get() instanceof Row.Own(var draft)) {
            verb.accept(draft);
        }
    }

    private void add(Protocol protocol) {
        model.add(protocol);
        withChosen(draft -> editor(draft).arrive());
    }

    private void show(Row row) {
        place.getChildren()
                .setAll(
                        switch (row) {
                            case Row.Own(var draft) -> editor(draft);
                            case Row.Variables() -> variables;
                            case Row.Demo() -> demo;
                        });
        list.getSelectionModel().select(row);
        list.scrollTo(row);
    }

    /// One for each engine, so that what is scrolled and shown stays.
    private EngineEditor editor(EngineDraft draft) {
        return editors.computeIfAbsent(draft, one -> new EngineEditor(model, one));
    }

    private Node problem() {
        var banner = new Banner(Banner.Tone.DANGER, "");
        banner.setId("engine-problem");
        // The looks of a banner give it the height of one line at least, which would be all it gets
        // here.
        var whole = new VBox(banner);
        whole.getStyleClass().add("settings-frame");
        whole.setMinHeight(USE_PREF_SIZE);
        model.problem()
                .subscribe(
                        found -> {
                            banner.say(found.map(p -> p.sentence() + " " + p.action()).orElse(""));
                            reveal(banner, found.isPresent());
                            reveal(whole, found.isPresent());
                        });
        return whole;
    }

    private Node saved(Runnable restart) {
        var later =
                new Banner(Banner.Tone.INFO, messages.text("saved"))
                        .withAction(messages.text("restart"), restart);
        later.setId("engine-saved");
        var now = new Banner(Banner.Tone.INFO, messages.text("saved.now"));
        now.setId("engine-saved-now");
        model.saving()
                .subscribe(
                        saving -> {
                            reveal(later, saving == Saving.SAVED_FOR_NEXT_START);
                            reveal(now, saving == Saving.SAVED_AT_ONCE);
                        });
        var both = new VBox(later, now);
        both.getStyleClass().add("settings-frame");
        both.setMinHeight(USE_PREF_SIZE);
        // That page tells of its own saving.
        model.chosen().subscribe(row -> reveal(both, !(row instanceof Row.Variables)));
        return both;
    }

    private static void reveal(Node node, boolean shown) {
        node.setVisible(shown);
        node.setManaged(shown);
    }
}
