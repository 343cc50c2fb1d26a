package studio.atelier.ui.generate;

import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import studio.atelier.model.ParameterDefinition;
import studio.atelier.model.ParameterType;
import studio.atelier.model.ParameterValue;
import studio.atelier.queue.EngineLists;

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
    private final ReadOnlyObjectWrapper<List<String>> notOn =
            new ReadOnlyObjectWrapper<>(this, "notOn", List.of());
    private EngineLists lists = EngineLists.NONE;

    ParameterField(ParameterDefinition definition) {
        this.definition = definition;
        this.value = new SimpleObjectProperty<>(this, definition.name(), definition.defaultValue());
        value.subscribe((_, _) -> compare());
        offer(lists);
    }

    public ParameterDefinition definition() {
        return definition;
    }

    public ObjectProperty<ParameterValue> value() {
        return value;
    }

    /// What a `CHOICE` can be set to: the engines' lists where they have one, always including the current value.
    public ObservableList<String> choices() {
        return choices;
    }

    /// True when the engines listed their files and the current one is on none of them.
    public ReadOnlyBooleanProperty unknownToEngine() {
        return unknownToEngine.getReadOnlyProperty();
    }

    /// The engines that do not have the current value while others do.
    public ReadOnlyObjectProperty<List<String>> notOn() {
        return notOn.getReadOnlyProperty();
    }

    /// The engines that do not have one of the choices while others do.
    public List<String> notOn(String choice) {
        return definition.engineList().map(list -> lists.notOn(list, choice)).orElse(List.of());
    }

    void reset() {
        value.set(definition.defaultValue());
    }

    /// Offers what the engines have, or what the workflow declares while none has answered.
    void offer(EngineLists told) {
        lists = told;
        List<String> listed = listed();
        List<String> offered = new ArrayList<>(listed.isEmpty() ? definition.choices() : listed);
        String current = value.get().text();
        if (!current.isEmpty() && !offered.contains(current)) {
            offered.addFirst(current);
        }
        if (!choices.equals(offered)) {
            choices.setAll(offered);
        }
        compare();
    }

    private List<String> listed() {
        return definition.engineList().map(lists::values).orElse(List.of());
    }

    private void compare() {
        String current = value.get().text();
        unknownToEngine.set(!listed().isEmpty() && !listed().contains(current));
        notOn.set(notOn(current));
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
