package studio.atelier.ui.settings;

import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import studio.atelier.checks.CheckWords;
import studio.atelier.checks.Connection;
import studio.atelier.model.Messages;
import studio.atelier.ui.kit.Banner;
import studio.atelier.ui.settings.ConnectionViewModel.Saving;

/// One connection: its fields, its test, and saving.
final class ConnectionPage extends VBox {
    private final Messages messages = Messages.of("settings");
    private final ConnectionViewModel model;

    /// @param restart opens everything anew with what is saved
    ConnectionPage(ConnectionViewModel model, Runnable restart) {
        this.model = model;
        String key = CheckWords.nameOf(model.connection());
        getStyleClass().add("settings-frame");
        setId("settings-" + key);
        var isFixed =
                Bindings.createBooleanBinding(() -> !model.fixed().get().isEmpty(), model.fixed());
        var about = new Label(messages.text("about." + key));
        about.getStyleClass().add("settings-about");
        about.setWrapText(true);
        var fields = new VBox(about, fixed());
        fields.getStyleClass().add("settings-page");
        model.fields().forEach(field -> fields.getChildren().add(new FieldRow(field, isFixed)));
        var test = new TestPane(model.test());
        fields.getChildren().addAll(problem(), test);
        var scroll = new ScrollPane(fields);
        scroll.getStyleClass().add("settings-place");
        scroll.setFitToWidth(true);
        VBox.setVgrow(scroll, Priority.ALWAYS);
        // The steps of a test come below the fields, and are what is looked for.
        new TestScroll(scroll, test).follow();
        getChildren().addAll(scroll, saved(restart), buttons(isFixed));
    }

    private Node fixed() {
        var banner = new Banner(Banner.Tone.INFO, "");
        model.fixed()
                .subscribe(
                        names -> {
                            reveal(banner, !names.isEmpty());
                            banner.say(messages.text("fixed", String.join(", ", names)));
                        });
        return banner;
    }

    private Node problem() {
        var label = new Label();
        label.getStyleClass().add("field-complaint");
        label.setWrapText(true);
        model.problem()
                .subscribe(
                        found -> {
                            label.setText(
                                    found.map(p -> p.sentence() + " " + p.action()).orElse(""));
                            reveal(label, found.isPresent());
                        });
        return label;
    }

    private Node buttons(ObservableValue<Boolean> isFixed) {
        return new SettingsButtons(
                model.test(),
                new SettingsButtons.Verbs(model::tryIt, model::save, model::revert),
                model.changed(),
                Bindings.createBooleanBinding(
                        () ->
                                !model.changed().get()
                                        || !model.valid().get()
                                        || isFixed.getValue()
                                        || model.saving().get() == Saving.SAVING,
                        model.changed(),
                        model.valid(),
                        isFixed,
                        model.saving()));
    }

    private Node saved(Runnable restart) {
        // Captioning asks for its service each time it begins.
        var banner =
                model.connection() == Connection.CAPTIONS
                        ? new Banner(Banner.Tone.INFO, messages.text("saved.now"))
                        : new Banner(Banner.Tone.INFO, messages.text("saved"))
                                .withAction(messages.text("restart"), restart);
        banner.setId("settings-saved");
        model.saving().subscribe(saving -> reveal(banner, saving == Saving.SAVED));
        return banner;
    }

    private static void reveal(Node node, boolean shown) {
        node.setVisible(shown);
        node.setManaged(shown);
    }
}
