package studio.atelier.ui.generate;

import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import studio.atelier.model.ParameterDefinition;
import studio.atelier.model.ParameterType;
import studio.atelier.model.ParameterValue;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One editable parameter of the chosen workflow with its current value. JavaFX thread only.
public final class ParameterField {
    private final ParameterDefinition definition;
    private final ObjectProperty<ParameterValue> value;
    private final ObservableList<String> choices = FXCollections.observableArrayList();
    private final ReadOnlyBooleanWrapper unknownToEngine =
            new ReadOnlyBooleanWrapper(this, "unknownToEngine", false);
    private List<String> engineList = List.of();

    ParameterField(ParameterDefinition definition) {
        this.definition = definition;
        this.value = new SimpleObjectProperty<>(this, definition.name(), definition.defaultValue());
        value.subscribe((_, _) -> compare());
        offer(List.of());
    }

    public ParameterDefinition definition() {
        return definition;
    }

    public ObjectProperty<ParameterValue> value() {
        return value;
    }

    /// What a `CHOICE` can be set to: the engine's list where it has one, always including the current value.
    public ObservableList<String> choices() {
        return choices;
    }

    /// True when the engine listed its files and the current one is not among them.
    public ReadOnlyBooleanProperty unknownToEngine() {
        return unknownToEngine.getReadOnlyProperty();
    }

    void reset() {
        value.set(definition.defaultValue());
    }

    /// Offers what the engine has, or what the workflow declares while the engine has not answered.
    void offer(List<String> listed) {
        engineList = listed;
        List<String> offered =
                new ArrayList<>(engineList.isEmpty() ? definition.choices() : engineList);
        String current = value.get().text();
        if (!current.isEmpty() && !offered.contains(current)) {
            offered.addFirst(current);
        }
        if (!choices.equals(offered)) {
            choices.setAll(offered);
        }
        compare();
    }

    private void compare() {
        unknownToEngine.set(!engineList.isEmpty() && !engineList.contains(value.get().text()));
    }

    /// Takes over a value kept as text; one of the wrong kind is ignored.
    void restore(String text) {
        parse(definition.type(), text).ifPresent(value::set);
    }

    void apply(ParameterValue applied) {
        boolean sameKind = applied.getClass() == definition.defaultValue().getClass();
        if (sameKind) {
            value.set(applied);
        } else {
            restore(applied.text());
        }
    }

    private static Optional<ParameterValue> parse(ParameterType type, String text) {
        try {
            return Optional.of(
                    switch (type) {
                        case INTEGER ->
                                new ParameterValue.Decimal(
                                        new BigDecimal(new BigDecimal(text).toBigIntegerExact()));
                        case DECIMAL -> new ParameterValue.Decimal(new BigDecimal(text));
                        case TEXT, CHOICE -> new ParameterValue.Text(text);
                        case FLAG -> new ParameterValue.Flag(Boolean.parseBoolean(text));
                    });
        } catch (ArithmeticException | NumberFormatException e) {
            return Optional.empty(); // a settings file that was edited by hand
        }
    }
}
