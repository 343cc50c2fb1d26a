package studio.atelier.ui;

import atlantafx.base.theme.Styles;

import javafx.beans.property.ObjectProperty;
import javafx.scene.control.CustomMenuItem;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;

import studio.atelier.model.Messages;
import studio.atelier.ui.kit.Icons;
import studio.atelier.ui.kit.Theme;

/// The gear: light, dark or as the system, what closing does, the shortcuts, the check of everything, and where this
/// studio keeps its data.
final class SettingsMenu extends MenuButton {
    private final Messages messages = Messages.of("main");

    /// @param all opens the settings
    /// @param places a sentence for each place that data is in
    SettingsMenu(
            Runnable all,
            Theme theme,
            ObjectProperty<OnClose> onClose,
            Runnable shortcuts,
            Runnable audit,
            String places) {
        super("", Icons.SETTINGS.node());
        setId("settings");
        getStyleClass().addAll(Styles.BUTTON_ICON, Styles.FLAT, "no-arrow");
        setTooltip(new Tooltip(messages.text("settings.tip")));
        setAccessibleText(messages.text("settings.tip"));
        var settings = new MenuItem(messages.text("settings.all"), Icons.SLIDER.node());
        settings.setId("all-settings");
        settings.setOnAction(_ -> all.run());
        getItems().addAll(settings, new SeparatorMenuItem());
        getItems().add(heading(messages.text("settings.appearance")));
        var group = new ToggleGroup();
        for (Theme.Choice choice : Theme.Choice.values()) {
            getItems().add(choice(theme, choice, group));
        }
        getItems().addAll(new SeparatorMenuItem(), heading(messages.text("settings.on-close")));
        var ways = new ToggleGroup();
        for (OnClose way : OnClose.values()) {
            getItems().add(way(onClose, way, ways));
        }
        var keys = new MenuItem(messages.text("settings.shortcuts"), Icons.KEYBOARD.node());
        keys.setOnAction(_ -> shortcuts.run());
        var check = new MenuItem(messages.text("settings.audit"), Icons.SUCCESS.node());
        check.setId("check-everything");
        check.setOnAction(_ -> audit.run());
        getItems()
                .addAll(
                        new SeparatorMenuItem(),
                        keys,
                        check,
                        new SeparatorMenuItem(),
                        heading(messages.text("settings.places")),
                        text(places));
    }

    private RadioMenuItem choice(Theme theme, Theme.Choice choice, ToggleGroup group) {
        var item =
                new RadioMenuItem(
                        messages.text(
                                switch (choice) {
                                    case SYSTEM -> "settings.appearance.system";
                                    case LIGHT -> "settings.appearance.light";
                                    case DARK -> "settings.appearance.dark";
                                }));
        item.setToggleGroup(group);
        item.setOnAction(_ -> theme.choose(choice));
        theme.choiceProperty().subscribe(chosen -> item.setSelected(chosen == choice));
        return item;
    }

    private RadioMenuItem way(ObjectProperty<OnClose> onClose, OnClose way, ToggleGroup group) {
        var item =
                new RadioMenuItem(
                        messages.text(
                                switch (way) {
                                    case ASK -> "settings.on-close.ask";
                                    case KEEP_RUNNING -> "settings.on-close.keep";
                                    case STOP -> "settings.on-close.stop";
                                }));
        item.setToggleGroup(group);
        item.setOnAction(_ -> onClose.set(way));
        onClose.subscribe(chosen -> item.setSelected(chosen == way));
        return item;
    }

    private static CustomMenuItem heading(String words) {
        var label = new Label(words);
        label.getStyleClass().add("menu-heading");
        return new CustomMenuItem(label, false);
    }

    private static CustomMenuItem text(String words) {
        var label = new Label(words);
        label.getStyleClass().add("menu-text");
        label.setWrapText(true);
        return new CustomMenuItem(label, false);
    }
}
