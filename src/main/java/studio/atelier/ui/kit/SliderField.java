package studio.atelier.ui.kit;

import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.Slider;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import studio.atelier.model.Messages;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/// A number by slider and by exact field together. Arrow keys step in both; what the field cannot take is said
/// in words below it, and the last good number comes back when the keyboard leaves.
public final class SliderField extends VBox {
    private static final PseudoClass INVALID = PseudoClass.getPseudoClass("invalid");

    private static final int MOST_DECIMALS = 30;

    /// @param step above 0; values lie on minimum plus a multiple of it when slid, anywhere in range when typed
    /// @param decimals digits after the point that are shown and kept
    public record Range(BigDecimal minimum, BigDecimal maximum, BigDecimal step, int decimals) {
        /// As many decimals as the bounds and the step are written with.
        public static Range of(BigDecimal minimum, BigDecimal maximum, BigDecimal step) {
            int decimals = Math.max(step.scale(), Math.max(minimum.scale(), maximum.scale()));
            return new Range(minimum, maximum, step, Math.max(0, decimals));
        }

        boolean holds(BigDecimal number) {
            return number.compareTo(minimum) >= 0 && number.compareTo(maximum) <= 0;
        }

        BigDecimal nearest(BigDecimal number) {
            BigDecimal steps = number.subtract(minimum).divide(step, 0, RoundingMode.HALF_UP);
            return clamp(minimum.add(steps.multiply(step)));
        }

        BigDecimal clamp(BigDecimal number) {
            return number.max(minimum).min(maximum).setScale(decimals, RoundingMode.HALF_UP);
        }
    }

    private final Range range;
    private final ObjectProperty<BigDecimal> value;
    private final Slider slider = new Slider();
    private final TextField field = new TextField();
    private final Label name = new Label();
    private final Label complaint = new Label();
    private boolean following;

    public SliderField(String label, Range range, BigDecimal initial) {
        this.range = range;
        value = new SimpleObjectProperty<>(this, "value", range.clamp(initial));
        getStyleClass().add("slider-field");
        name.setText(label);
        name.getStyleClass().add("field-label");
        name.setLabelFor(field);
        field.getStyleClass().add("slider-field-text");
        field.setAccessibleText(label);
        slider.setAccessibleText(label);
        complaint.getStyleClass().add("field-complaint");
        complaint.setWrapText(true);
        HBox.setHgrow(slider, Priority.ALWAYS);
        HBox row = new HBox(slider, field);
        row.getStyleClass().add("slider-field-row");
        row.setAlignment(Pos.CENTER_LEFT);
        getChildren().addAll(name, row, complaint);
        complain("");
        connect();
    }

    /// What the parameter does, shown when the pointer rests on it.
    public SliderField withHelp(String help) {
        if (!help.isEmpty()) {
            Tooltip.install(name, new Tooltip(help));
            slider.setAccessibleHelp(help);
        }
        return this;
    }

    /// Always in range. Set it for "reset to defaults".
    public ObjectProperty<BigDecimal> valueProperty() {
        return value;
    }

    public BigDecimal value() {
        return value.get();
    }

    public void set(BigDecimal number) {
        value.set(range.clamp(number));
    }

    private void connect() {
        slider.setMin(range.minimum().doubleValue());
        slider.setMax(range.maximum().doubleValue());
        slider.setBlockIncrement(range.step().doubleValue());
        value.subscribe(this::follow);
        slider.valueProperty()
                .subscribe(
                        position -> {
                            if (!following) {
                                value.set(range.nearest(new BigDecimal(position.toString())));
                                follow(value.get());
                            }
                        });
        field.textProperty().subscribe(_ -> typed());
        field.setOnAction(
                _ -> {
                    if (parsed().filter(range::holds).isPresent()) {
                        putBack();
                    }
                });
        field.focusedProperty()
                .subscribe(
                        focused -> {
                            if (!focused) {
                                putBack();
                            }
                        });
        field.addEventFilter(KeyEvent.KEY_PRESSED, this::step);
    }

    /// Both parts show the value; neither answers that as if a person had moved it.
    private void follow(BigDecimal number) {
        following = true;
        slider.setValue(number.doubleValue());
        // What is being typed stays as it is while it means this number.
        boolean typed =
                parsed().filter(range::holds).map(range::clamp).filter(number::equals).isPresent();
        if (!typed) {
            field.setText(number.toPlainString());
        }
        complain("");
        following = false;
    }

    private void typed() {
        if (following) {
            return;
        }
        Optional<BigDecimal> number = parsed();
        Messages messages = Messages.of("kit");
        if (number.isEmpty()) {
            complain(messages.text("number.not-a-number", field.getText()));
        } else if (!range.holds(number.get())) {
            complain(
                    messages.text(
                            "number.out-of-range",
                            range.minimum().toPlainString(),
                            range.maximum().toPlainString()));
        } else {
            complain("");
            value.set(range.clamp(number.get()));
        }
    }

    /// Empty for what is no number, also for one with an exponent beyond reason; a comma counts as a point.
    private Optional<BigDecimal> parsed() {
        try {
            return Optional.of(new BigDecimal(field.getText().strip().replace(',', '.')))
                    .filter(number -> Math.abs(number.scale()) <= MOST_DECIMALS);
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    private void putBack() {
        following = true;
        field.setText(value.get().toPlainString());
        complain("");
        following = false;
    }

    private void step(KeyEvent event) {
        int direction =
                event.getCode() == KeyCode.UP ? 1 : event.getCode() == KeyCode.DOWN ? -1 : 0;
        if (direction != 0) {
            set(value.get().add(range.step().multiply(BigDecimal.valueOf(direction))));
            putBack();
            event.consume();
        }
    }

    private void complain(String words) {
        complaint.setText(words);
        complaint.setVisible(!words.isEmpty());
        complaint.setManaged(!words.isEmpty());
        field.pseudoClassStateChanged(INVALID, !words.isEmpty());
    }
}
