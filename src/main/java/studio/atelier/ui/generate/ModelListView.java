package studio.atelier.ui.generate;

import atlantafx.base.theme.Styles;

import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

import org.kordamp.ikonli.javafx.FontIcon;

import studio.atelier.model.Messages;
import studio.atelier.model.Problem;
import studio.atelier.ui.kit.Icons;

import java.util.List;
import java.util.Optional;

/// The models as cards of which one is chosen, each with its looks and, where the engine lacks its LoRA, a warning
/// that says which name the engine does have.
final class ModelListView extends VBox {
    private static final Messages MESSAGES = Messages.of("generate");

    /// More than these scroll on their own, so that the parameters stay near.
    private static final int SHOWN_AT_ONCE = 5;

    private static final int ACCENTS = 6;

    private final GenerateViewModel viewModel;
    private final ShelfActions actions;
    private final VBox cards = new VBox();
    private final ScrollPane scroll = new ScrollPane(cards);
    private final Label empty = new Label(MESSAGES.text("models.empty.help"));

    ModelListView(GenerateViewModel viewModel, ShelfActions actions) {
        this.viewModel = viewModel;
        this.actions = actions;
        getStyleClass().add("model-list");
        cards.getStyleClass().add("model-cards");
        scroll.getStyleClass().addAll(Styles.DENSE, "model-scroll", "edge-to-edge");
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        empty.getStyleClass().add("hint");
        empty.setWrapText(true);
        viewModel
                .models()
                .addListener((ListChangeListener<ModelChoice>) _ -> show(viewModel.models()));
        viewModel.model().subscribe(this::mark);
        show(viewModel.models());
    }

    private void show(List<ModelChoice> models) {
        ToggleGroup group = new ToggleGroup();
        cards.getChildren().setAll(models.stream().map(choice -> card(choice, group)).toList());
        boolean many = models.size() > SHOWN_AT_ONCE;
        if (models.isEmpty()) {
            getChildren().setAll(empty);
        } else if (many) {
            scroll.setContent(cards);
            getChildren().setAll(scroll);
            bringIntoView(models);
        } else {
            scroll.setContent(null);
            getChildren().setAll(cards);
        }
        mark(viewModel.model().get());
    }

    private void bringIntoView(List<ModelChoice> models) {
        viewModel
                .model()
                .get()
                .map(models::indexOf)
                .filter(index -> index >= 0)
                .ifPresent(index -> scroll.setVvalue(index / (models.size() - 1.0)));
    }

    private void mark(Optional<ModelChoice> chosen) {
        for (var node : cards.getChildren()) {
            if (node instanceof ToggleButton card
                    && card.getUserData() instanceof ModelChoice choice) {
                card.setSelected(
                        chosen.filter(c -> c.model().id().equals(choice.model().id())).isPresent());
            }
        }
    }

    private ToggleButton card(ModelChoice choice, ToggleGroup group) {
        ToggleButton card = new ToggleButton();
        card.getStyleClass().add("model-card");
        card.setId("model-" + choice.model().slug());
        card.setUserData(choice);
        card.setToggleGroup(group);
        card.setMaxWidth(Double.MAX_VALUE);
        card.setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
        card.setAlignment(Pos.CENTER_LEFT);
        card.setGraphic(content(choice));
        card.setAccessibleRole(AccessibleRole.RADIO_BUTTON);
        card.setAccessibleText(
                choice.model().name()
                        + ", "
                        + choice.looks()
                        + choice.missing().map(p -> ". " + p.sentence()).orElse("")
                        + notOn(choice).map(words -> ". " + words).orElse(""));
        card.setOnAction(
                _ -> {
                    card.setSelected(true); // a second click does not unchoose
                    viewModel.choose(choice);
                });
        card.addEventFilter(KeyEvent.KEY_PRESSED, event -> step(card, event));
        actions.offer(card, choice.model());
        String more =
                choice.looks()
                        + choice.missing()
                                .map(p -> "\n" + p.sentence() + "\n" + p.action())
                                .orElse("")
                        + notOn(choice).map(words -> "\n" + words).orElse("");
        if (!more.isBlank()) {
            card.setTooltip(new Tooltip(more.strip()));
        }
        return card;
    }

    private static HBox content(ModelChoice choice) {
        Label name = new Label(choice.model().name());
        name.getStyleClass().add("model-name");
        Label looks = new Label(choice.looks());
        looks.getStyleClass().add("model-looks");
        FontIcon check = Icons.CHECK.node("model-check");
        name.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(name, Priority.ALWAYS);
        VBox words = new VBox(new HBox(name, check));
        if (!choice.looks().isBlank()) {
            words.getChildren().add(looks);
        }
        words.setAlignment(Pos.CENTER_LEFT);
        choice.missing().ifPresent(problem -> words.getChildren().add(warning(problem)));
        notOn(choice).ifPresent(partly -> words.getChildren().add(remark(partly)));
        HBox.setHgrow(words, Priority.ALWAYS);
        HBox content = new HBox(avatar(choice), words);
        content.getStyleClass().add("model-content");
        content.setAlignment(Pos.CENTER_LEFT);
        return content;
    }

    private static StackPane avatar(ModelChoice choice) {
        Label initial = new Label(choice.initial());
        StackPane avatar = new StackPane(initial);
        avatar.getStyleClass()
                .addAll(
                        "avatar",
                        "avatar-" + Math.floorMod(choice.model().slug().hashCode(), ACCENTS));
        return avatar;
    }

    /// Two short lines; the whole sentence and what to do are in the tooltip, and below the references once the
    /// model is chosen.
    private static VBox warning(Problem problem) {
        List<String> arguments = problem.arguments();
        Label lacks = new Label(inShort(problem), Icons.WARNING.node("icon-small"));
        VBox warning = new VBox(lacks);
        if (arguments.size() > 2) {
            warning.getChildren()
                    .add(new Label(MESSAGES.text("models.lora-named", arguments.get(2))));
        }
        warning.getStyleClass().add("model-warning");
        return warning;
    }

    private static String inShort(Problem problem) {
        if (problem.code().equals(Problem.Kind.LORA_UNSET.code())) {
            return MESSAGES.text("models.lora-unset");
        }
        List<String> arguments = problem.arguments();
        return arguments.size() < 2
                ? MESSAGES.text("models.lora-nowhere")
                : MESSAGES.text("models.lora-missing", arguments.get(1));
    }

    /// For example `Not on Attic`, empty where every engine has it, or none.
    private static Optional<String> notOn(ModelChoice choice) {
        return choice.notOn().isEmpty()
                ? Optional.empty()
                : Optional.of(MESSAGES.text("engines.not-on", String.join(", ", choice.notOn())));
    }

    private static Label remark(String words) {
        Label remark = new Label(words);
        remark.getStyleClass().add("model-looks");
        return remark;
    }

    private void step(ToggleButton card, KeyEvent event) {
        int by =
                switch (event.getCode()) {
                    case DOWN -> 1;
                    case UP -> -1;
                    default -> 0;
                };
        int target = cards.getChildren().indexOf(card) + by;
        if (by != 0 && target >= 0 && target < cards.getChildren().size()) {
            if (cards.getChildren().get(target) instanceof ToggleButton next) {
                next.requestFocus();
                next.fire();
            }
            event.consume();
        } else if (event.getCode() == KeyCode.ENTER && !event.isShortcutDown()) {
            card.fire();
            event.consume();
        }
    }
}
