package studio.atelier.ui.settings;

import atlantafx.base.theme.Styles;

import javafx.beans.binding.Bindings;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import studio.atelier.checks.CheckWords;
import studio.atelier.model.Messages;
import studio.atelier.model.Problem;
import studio.atelier.ui.kit.Banner;
import studio.atelier.ui.settings.EngineListViewModel.Saving;
import studio.atelier.ui.settings.EngineSettings.Access;
import studio.atelier.ui.settings.EngineSettings.Protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One engine: its fields, its test, and saving.
final class EngineEditor extends VBox {
    private final Messages messages = Messages.of("settings");
    private final EngineListViewModel model;
    private final EngineDraft engine;
    private final VBox fields = new VBox();

    EngineEditor(EngineListViewModel model, EngineDraft engine) {
        this.model = model;
        this.engine = engine;
        getStyleClass().add("settings-frame");
        fields.getStyleClass().add("settings-page");
        fields.getChildren().addAll(removed(), head(), enabled());
        add(row(engine.address()), Protocol.COMFYUI);
        add(row(engine.endpoint()), Protocol.RUNPOD);
        add(row(engine.key()), Protocol.RUNPOD);
        add(access(), Protocol.COMFYUI);
        fields.getChildren().add(numbers());
        add(new HeaderRows(engine), Protocol.COMFYUI);
        add(row(engine.certificate()), Protocol.COMFYUI);
        var test = new TestPane(engine.test(), this::offer);
        fields.getChildren().add(test);
        var scroll = new ScrollPane(fields);
        scroll.setId("engine-scroll");
        scroll.getStyleClass().add("settings-place");
        scroll.setFitToWidth(true);
        VBox.setVgrow(scroll, Priority.ALWAYS);
        new TestScroll(scroll, test).follow();
        getChildren().addAll(scroll, incomplete(), buttons());
        engine.removed().subscribe(this::dim);
    }

    /// Gives the keyboard to what has to be entered first.
    void arrive() {
        String wanted =
                engine.protocol().get() == Protocol.RUNPOD
                        ? "#setting-engine-endpoint"
                        : "#setting-engine-address";
        // What scrolls is not part of the window before it has its looks.
        applyCss();
        Optional.ofNullable(lookup(wanted)).ifPresent(Node::requestFocus);
    }

    private Node removed() {
        var banner =
                new Banner(Banner.Tone.WARNING, messages.text("engine.goes"))
                        .withAction(messages.text("engine.keep"), () -> model.keep(engine));
        banner.setId("engine-goes");
        engine.removed().subscribe(gone -> reveal(banner, gone));
        return banner;
    }

    private Node head() {
        var name = row(engine.name());
        HBox.setHgrow(name, Priority.ALWAYS);
        List<Protocol> protocols = new ArrayList<>(List.of(Protocol.COMFYUI, Protocol.RUNPOD));
        if (engine.protocol().get() == Protocol.DEMO) {
            protocols.add(Protocol.DEMO);
        }
        var protocol =
                new ChoiceRow<>(
                        "engine-protocol",
                        protocols,
                        engine.protocol(),
                        each -> messages.text("engine.protocol." + CheckWords.nameOf(each)));
        protocol.getStyleClass().add("engine-protocol");
        var head = new HBox(name, protocol);
        head.getStyleClass().add("engine-pair");
        return head;
    }

    private Node enabled() {
        var box = new CheckBox(messages.text("field.engine-enabled"));
        box.setId("setting-engine-enabled");
        box.selectedProperty().bindBidirectional(engine.enabled());
        return box;
    }

    private Node access() {
        var choice =
                new ChoiceRow<>(
                        "engine-access",
                        List.of(Access.values()),
                        engine.access(),
                        each -> messages.text("engine.access." + CheckWords.nameOf(each)));
        var pair = new HBox(grown(row(engine.user())), grown(row(engine.password())));
        pair.getStyleClass().add("engine-pair");
        var token = row(engine.token());
        engine.access()
                .subscribe(
                        access -> {
                            reveal(pair, access == Access.PASSWORD);
                            reveal(token, access == Access.TOKEN);
                        });
        var box = new VBox(choice, pair, token);
        box.getStyleClass().add("engine-group");
        return box;
    }

    private Node numbers() {
        var pair = new HBox(grown(row(engine.window())), grown(row(engine.price())));
        pair.getStyleClass().add("engine-pair");
        return pair;
    }

    /// Half of a pair, as wide as the other.
    private static FieldRow grown(FieldRow row) {
        HBox.setHgrow(row, Priority.ALWAYS);
        row.getStyleClass().add("engine-half");
        return row;
    }

    private FieldRow row(SettingField field) {
        return new FieldRow(field, engine.removed());
    }

    /// For one kind of engine alone.
    private void add(Node node, Protocol only) {
        engine.protocol().subscribe(protocol -> reveal(node, protocol == only));
        fields.getChildren().add(node);
    }

    /// What goes is still there to be read.
    private void dim(boolean gone) {
        fields.getChildren().stream()
                .filter(node -> !"engine-goes".equals(node.getId()))
                .forEach(node -> node.setDisable(gone));
    }

    private Optional<Node> offer(Problem problem) {
        if (engine.protocol().get() != Protocol.COMFYUI) {
            return Optional.empty();
        }
        return CertificateOffer.fingerprint(problem)
                .map(
                        fingerprint -> {
                            var trust = new Button(messages.text("engine.trust"));
                            trust.setId("engine-trust");
                            trust.getStyleClass().add(Styles.SMALL);
                            trust.setOnAction(_ -> model.trust(engine, fingerprint));
                            return trust;
                        });
    }

    private Node incomplete() {
        var label = new Label();
        label.setId("engine-incomplete");
        label.getStyleClass().add("setting-help");
        label.setWrapText(true);
        model.incomplete()
                .subscribe(
                        first -> {
                            // Beside an engine's own fields its complaints say it.
                            Optional<EngineDraft> other = first.filter(one -> !one.equals(engine));
                            label.setText(
                                    other.map(
                                                    one ->
                                                            messages.text(
                                                                    "engine.incomplete",
                                                                    one.name().text().get()))
                                            .orElse(""));
                            reveal(label, other.isPresent());
                        });
        return label;
    }

    private Node buttons() {
        var buttons =
                new SettingsButtons(
                        engine.test(),
                        new SettingsButtons.Verbs(
                                () -> model.tryIt(engine), model::save, model::revert),
                        model.changed(),
                        Bindings.createBooleanBinding(
                                () ->
                                        !model.changed().get()
                                                || model.incomplete().get().isPresent()
                                                || model.saving().get() == Saving.SAVING,
                                model.changed(),
                                model.incomplete(),
                                model.saving()));
        Runnable offer =
                () ->
                        buttons.offerTest(
                                !engine.removed().get()
                                        && engine.protocol().get() != Protocol.DEMO);
        engine.removed().subscribe(offer);
        engine.protocol().subscribe(offer);
        offer.run();
        return buttons;
    }

    private static void reveal(Node node, boolean shown) {
        node.setVisible(shown);
        node.setManaged(shown);
    }
}
