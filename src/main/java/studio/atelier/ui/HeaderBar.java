package studio.atelier.ui;

import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

import studio.atelier.model.Messages;
import studio.atelier.ui.ShellViewModel.Tab;
import studio.atelier.ui.kit.Icons;

/// The bar on top: name, tabs, the engine and its state, activity, settings.
final class HeaderBar extends HBox {
    private final Messages messages = Messages.of("main");
    private final ShellViewModel model;

    HeaderBar(ShellViewModel model, ActivityButton activity, SettingsMenu settings) {
        this.model = model;
        getStyleClass().add("header-bar");
        setAlignment(Pos.CENTER_LEFT);
        getChildren().addAll(name(), tabs(), spring(), new EngineButton(model), activity, settings);
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
}
