package studio.atelier.ui;

import atlantafx.base.theme.Styles;

import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import studio.atelier.model.Messages;
import studio.atelier.model.Problem;
import studio.atelier.ui.ShellViewModel.EngineStatus;
import studio.atelier.ui.kit.DetailsButton;
import studio.atelier.ui.kit.Icons;
import studio.atelier.ui.settings.SettingsViewModel.Page;

import java.util.Optional;
import java.util.function.Consumer;

/// Slim lines under the header: that pictures are placeholders, and what is out of reach.
final class Banners extends VBox {
    private final Messages messages = Messages.of("main");
    private final Label outage = new Label();

    /// @param settings shows that page of the settings
    Banners(ShellViewModel model, Consumer<Page> settings) {
        getStyleClass().add("banners");
        HBox demo =
                banner("banner-demo", Icons.INFO.node(), new Label(messages.text("banner.demo")));
        demo.setId("demo-banner");
        demo.getChildren()
                .addAll(
                        link("demo-connect", "banner.connect", () -> settings.accept(Page.ENGINES)),
                        link(
                                "demo-env-file",
                                "banner.env-file",
                                () -> settings.accept(Page.ENV_FILE)),
                        dismiss(model));
        showWhen(
                demo,
                Bindings.createBooleanBinding(
                        () ->
                                model.engineProperty().get().filter(EngineStatus::demo).isPresent()
                                        && !model.demoBannerDismissedProperty().get(),
                        model.engineProperty(),
                        model.demoBannerDismissedProperty()));
        HBox problem = banner("banner-outage", Icons.WARNING.node(), outage);
        problem.setId("outage-banner");
        problem.getChildren().add(DetailsButton.forSome(() -> trouble(model)));
        showWhen(
                problem,
                Bindings.createBooleanBinding(
                        () -> trouble(model).isPresent(),
                        model.outageProperty(),
                        model.engineProperty()));
        model.outageProperty().subscribe(_ -> say(model));
        model.engineProperty().subscribe(_ -> say(model));
        getChildren().addAll(demo, problem);
    }

    private static Optional<Problem> trouble(ShellViewModel model) {
        return model.outageProperty()
                .get()
                .or(() -> model.engineProperty().get().flatMap(EngineStatus::problem));
    }

    private void say(ShellViewModel model) {
        outage.setText(
                trouble(model)
                        .map(problem -> problem.sentence() + " " + problem.action())
                        .orElse(""));
    }

    private static HBox banner(String style, Node icon, Label text) {
        text.setWrapText(true);
        text.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(text, Priority.ALWAYS);
        var banner = new HBox(icon, text);
        banner.getStyleClass().addAll("banner", style);
        banner.setAlignment(Pos.CENTER_LEFT);
        return banner;
    }

    private Hyperlink link(String id, String key, Runnable run) {
        var link = new Hyperlink(messages.text(key));
        link.setId(id);
        link.getStyleClass().add("banner-action");
        link.setMinWidth(USE_PREF_SIZE);
        link.setOnAction(_ -> run.run());
        return link;
    }

    private Button dismiss(ShellViewModel model) {
        var button = new Button("", Icons.CLOSE.node());
        button.getStyleClass().addAll(Styles.BUTTON_ICON, Styles.FLAT, Styles.SMALL);
        button.setTooltip(new Tooltip(messages.text("banner.dismiss")));
        button.setAccessibleText(messages.text("banner.dismiss"));
        button.setOnAction(_ -> model.demoBannerDismissedProperty().set(true));
        return button;
    }

    private static void showWhen(Node node, javafx.beans.value.ObservableValue<Boolean> condition) {
        node.visibleProperty().bind(condition);
        node.managedProperty().bind(condition);
    }
}
