package studio.atelier.ui.generate;

import atlantafx.base.theme.Styles;

import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import studio.atelier.model.Messages;
import studio.atelier.ui.kit.Icons;

import java.util.List;

/// Random or fixed, and the number when it is fixed.
final class SeedField extends VBox {
    private static final Messages MESSAGES = Messages.of("generate");
    private static final PseudoClass INVALID = PseudoClass.getPseudoClass("invalid");

    SeedField(ParametersViewModel viewModel) {
        getStyleClass().add("field");
        ToggleGroup group = new ToggleGroup();
        ToggleButton random = Segments.button(MESSAGES.text("seed.random"), group);
        ToggleButton fixed = Segments.button(MESSAGES.text("seed.fixed"), group);
        random.setId("seed-random");
        fixed.setId("seed-fixed");
        random.setOnAction(
                _ -> {
                    random.setSelected(true);
                    viewModel.randomSeed().set(true);
                });
        fixed.setOnAction(
                _ -> {
                    fixed.setSelected(true);
                    viewModel.randomSeed().set(false);
                });
        HBox choice = new HBox();
        choice.getStyleClass().add("segments");
        choice.getChildren().addAll(Segments.joined(List.of(random, fixed)));

        TextField number = new TextField();
        number.setId("seed");
        number.setPromptText(MESSAGES.text("seed.prompt"));
        number.setAccessibleText(MESSAGES.text("seed.title"));
        number.textProperty().bindBidirectional(viewModel.seedText());
        Button draw = new Button("", Icons.SHUFFLE.node());
        draw.getStyleClass().addAll(Styles.BUTTON_ICON, Styles.FLAT);
        draw.setTooltip(new Tooltip(MESSAGES.text("seed.draw")));
        draw.setAccessibleText(MESSAGES.text("seed.draw"));
        draw.setOnAction(_ -> viewModel.drawSeed());
        HBox.setHgrow(number, Priority.ALWAYS);
        HBox row = new HBox(number, draw);
        row.getStyleClass().add("seed-row");
        row.setAlignment(Pos.CENTER_LEFT);

        Label help = new Label();
        help.getStyleClass().add("hint");
        help.setWrapText(true);
        getChildren()
                .addAll(ParametersView.fieldLabel(MESSAGES.text("seed.title")), choice, row, help);
        viewModel
                .randomSeed()
                .subscribe(
                        isRandom -> {
                            random.setSelected(isRandom);
                            fixed.setSelected(!isRandom);
                            row.setVisible(!isRandom);
                            row.setManaged(!isRandom);
                            help.setText(
                                    MESSAGES.text(
                                            isRandom ? "seed.help.random" : "seed.help.fixed"));
                        });
        viewModel
                .revision()
                .subscribe(
                        _ -> number.pseudoClassStateChanged(INVALID, viewModel.seed().isEmpty()));
    }
}
