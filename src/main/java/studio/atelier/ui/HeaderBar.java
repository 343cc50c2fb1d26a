package studio.atelier.ui;

import atlantafx.base.theme.Styles;

import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;

import studio.atelier.model.Messages;
import studio.atelier.ui.ShellViewModel.EngineStatus;
import studio.atelier.ui.ShellViewModel.Tab;
import studio.atelier.ui.kit.Icons;

import java.util.Optional;

/// The bar on top: name, tabs, the engine and its state, activity, settings.
final class HeaderBar extends HBox {
    private static final PseudoClass DOWN = PseudoClass.getPseudoClass("down");
    private static final PseudoClass DEMO = PseudoClass.getPseudoClass("demo");

    private final Messages messages = Messages.of("main");
    private final ShellViewModel model;
    private final Button engine = new Button();
    private final Region dot = new Region();

    HeaderBar(ShellViewModel model, ActivityButton activity, SettingsMenu settings) {
        this.model = model;
        getStyleClass().add("header-bar");
        setAlignment(Pos.CENTER_LEFT);
        getChildren().addAll(name(), tabs(), spring(), engineStatus(), activity, settings);
        model.engineProperty().subscribe(this::showEngine);
    }

    private Label name() {
        var name = new Label(messages.text("name"), Icons.PICTURE.node());
        name.getStyleClass().add("header-name");
        return name;
    }

    private HBox tabs() {
        var group = new ToggleGroup();
        var tabs = new HBox();
        tabs.getStyleClass().add("header-tabs");
        for (Tab tab : Tab.values()) {
            tabs.getChildren().add(tab(tab, group));
        }
        return tabs;
    }

    private ToggleButton tab(Tab tab, ToggleGroup group) {
        boolean generate = tab == Tab.GENERATE;
        var button =
                new ToggleButton(
                        messages.text(generate ? "tab.generate" : "tab.gallery"),
                        (generate ? Icons.GENERATE : Icons.GALLERY).node());
        button.setId(generate ? "tab-generate" : "tab-gallery");
        button.getStyleClass().add("header-tab");
        button.setToggleGroup(group);
        button.setTooltip(
                new Tooltip(messages.text(generate ? "tab.generate.tip" : "tab.gallery.tip")));
        button.setOnAction(
                _ -> {
                    model.tabProperty().set(tab);
                    button.setSelected(true);
                });
        model.tabProperty().subscribe(shown -> button.setSelected(shown == tab));
        return button;
    }

    private static Region spring() {
        var spring = new Region();
        HBox.setHgrow(spring, Priority.ALWAYS);
        return spring;
    }

    private Button engineStatus() {
        dot.getStyleClass().add("engine-dot");
        engine.setId("engine-status");
        engine.getStyleClass().addAll("engine-status", Styles.FLAT);
        engine.setGraphic(new StackPane(dot));
        engine.setOnAction(_ -> model.refresh());
        return engine;
    }

    private void showEngine(Optional<EngineStatus> status) {
        boolean down = status.flatMap(EngineStatus::problem).isPresent();
        dot.pseudoClassStateChanged(DOWN, down);
        dot.pseudoClassStateChanged(DEMO, status.isPresent() && !down && status.get().demo());
        engine.setText(
                status.map(s -> s.demo() ? messages.text("engine.demo") : s.name())
                        .orElseGet(() -> messages.text("engine.asking")));
        engine.setTooltip(new Tooltip(status.map(this::describe).orElse(engine.getText())));
        engine.setAccessibleText(engine.getTooltip().getText());
    }

    private String describe(EngineStatus status) {
        return status.problem()
                .map(problem -> problem.sentence() + "\n" + problem.action())
                .orElseGet(
                        () ->
                                status.demo()
                                        ? messages.text("engine.demo.tip")
                                        : messages.text(
                                                "engine.tip", status.name(), status.version()));
    }
}
