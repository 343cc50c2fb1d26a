package studio.atelier.ui.generate;

import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Control;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;

import studio.atelier.model.Messages;
import studio.atelier.model.ParameterDefinition;
import studio.atelier.model.ParameterType;
import studio.atelier.model.ParameterValue;
import studio.atelier.ui.kit.SliderField;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;

/// Makes the control that suits a parameter: slider and exact field, list, text, or check box.
final class ParameterControls {
    private static final Messages MESSAGES = Messages.of("generate");

    private static final double GAP = 12;

    private ParameterControls() {}

    static Node of(ParameterField field) {
        return switch (field.definition().type()) {
            case INTEGER, DECIMAL -> isRanged(field.definition()) ? slider(field) : typed(field);
            case TEXT -> typed(field);
            case CHOICE -> choice(field);
            case FLAG -> flag(field);
        };
    }

    private static boolean isRanged(ParameterDefinition definition) {
        return definition.minimum().isPresent() && definition.maximum().isPresent();
    }

    private static Node slider(ParameterField field) {
        ParameterDefinition definition = field.definition();
        SliderField control =
                new SliderField(
                                definition.label(),
                                SliderField.Range.of(
                                        definition.minimum().orElseThrow(),
                                        definition.maximum().orElseThrow(),
                                        definition.step().orElse(defaultStep(definition))),
                                number(field.value().get()))
                        .withHelp(definition.help());
        control.valueProperty()
                .subscribe(
                        number -> {
                            if (number.compareTo(number(field.value().get())) != 0) {
                                field.value().set(new ParameterValue.Decimal(number));
                            }
                        });
        field.value().subscribe(value -> control.set(number(value)));
        return control;
    }

    private static BigDecimal defaultStep(ParameterDefinition definition) {
        return definition.type() == ParameterType.INTEGER ? BigDecimal.ONE : new BigDecimal("0.01");
    }

    private static BigDecimal number(ParameterValue value) {
        return value instanceof ParameterValue.Decimal(var number) ? number : BigDecimal.ZERO;
    }

    private static Node typed(ParameterField field) {
        TextField text = new TextField();
        field.value().subscribe(value -> text.setText(value.text()));
        text.textProperty().subscribe((_, typed) -> field.restore(typed));
        text.focusedProperty()
                .subscribe(
                        focused -> {
                            if (!focused) {
                                text.setText(field.value().get().text());
                            }
                        });
        return labelled(field.definition(), text);
    }

    private static Node choice(ParameterField field) {
        ComboBox<String> box = new ComboBox<>(field.choices());
        box.setMaxWidth(Double.MAX_VALUE);
        box.setCellFactory(_ -> new ChoiceCell(field));
        field.value().subscribe(value -> box.setValue(value.text()));
        box.valueProperty()
                .subscribe(
                        chosen -> {
                            // the list being replaced clears the box for a moment
                            if (chosen != null && !chosen.equals(field.value().get().text())) {
                                field.value().set(ParameterValue.of(chosen));
                            }
                        });
        field.choices()
                .subscribe(
                        () -> {
                            String current = field.value().get().text();
                            if (!Objects.equals(box.getValue(), current)) {
                                box.setValue(current);
                            }
                        });
        Label unknown = new Label(MESSAGES.text("parameters.unknown-to-engine"));
        unknown.getStyleClass().add("field-warning");
        unknown.setWrapText(true);
        unknown.visibleProperty().bind(field.unknownToEngine());
        unknown.managedProperty().bind(field.unknownToEngine());
        Label notOn = new Label();
        notOn.getStyleClass().add("hint");
        notOn.setWrapText(true);
        notOn.textProperty().bind(field.notOn().map(ParameterControls::notOn));
        notOn.visibleProperty().bind(notOn.textProperty().isNotEmpty());
        notOn.managedProperty().bind(notOn.visibleProperty());
        VBox labelled = labelled(field.definition(), box);
        labelled.getChildren().addAll(unknown, notOn);
        return labelled;
    }

    /// For example `Not on Attic`, empty where every engine has it.
    private static String notOn(List<String> engines) {
        return engines.isEmpty() ? "" : MESSAGES.text("engines.not-on", String.join(", ", engines));
    }

    /// A choice, and beside it which engines do not have it.
    private static final class ChoiceCell extends ListCell<String> {
        private final ParameterField field;
        private final Label without = new Label();

        ChoiceCell(ParameterField field) {
            this.field = field;
            without.getStyleClass().add("hint");
            setContentDisplay(ContentDisplay.RIGHT);
            setGraphicTextGap(GAP);
        }

        @Override
        protected void updateItem(@Nullable String choice, boolean empty) {
            super.updateItem(choice, empty);
            String shown = empty || choice == null ? "" : choice;
            setText(shown);
            without.setText(notOn(field.notOn(shown)));
            setGraphic(without.getText().isEmpty() ? null : without);
        }
    }

    private static Node flag(ParameterField field) {
        CheckBox box = new CheckBox(field.definition().label());
        field.value()
                .subscribe(
                        value ->
                                box.setSelected(
                                        value instanceof ParameterValue.Flag(boolean set) && set));
        box.selectedProperty()
                .subscribe((_, set) -> field.value().set(new ParameterValue.Flag(set)));
        if (!field.definition().help().isEmpty()) {
            box.setTooltip(new Tooltip(field.definition().help()));
        }
        return box;
    }

    private static VBox labelled(ParameterDefinition definition, Control control) {
        Label label = ParametersView.fieldLabel(definition.label());
        label.setLabelFor(control);
        if (!definition.help().isEmpty()) {
            label.setTooltip(new Tooltip(definition.help()));
            control.setAccessibleHelp(definition.help());
        }
        VBox box = new VBox(label, control);
        box.getStyleClass().add("field");
        return box;
    }
}
