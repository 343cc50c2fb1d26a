package studio.atelier.ui.gallery;

import javafx.beans.property.ObjectProperty;
import javafx.scene.control.ComboBox;
import javafx.util.StringConverter;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;

/// A drop-down of things to filter by. A choice that is taken stays taken when the list is filled anew.
final class FilterChoice<V> extends ComboBox<FilterChoice.Choice<V>> {
    /// @param value empty for "all"
    record Choice<V>(Optional<V> value, String label) {
        static <V> Choice<V> of(V value, String label) {
            return new Choice<>(Optional.of(value), label);
        }
    }

    private boolean filling;

    FilterChoice() {
        getStyleClass().add("filter-choice");
        setMinWidth(USE_PREF_SIZE);
        setVisibleRowCount(12);
        setConverter(
                new StringConverter<>() {
                    @Override
                    public String toString(@Nullable Choice<V> choice) {
                        return choice == null ? "" : choice.label();
                    }

                    @Override
                    public @Nullable Choice<V> fromString(String text) {
                        return null;
                    }
                });
    }

    void show(List<Choice<V>> choices) {
        Optional<V> taken = Optional.ofNullable(getValue()).flatMap(Choice::value);
        filling = true;
        getItems().setAll(choices);
        take(taken);
        filling = false;
    }

    void follow(ObjectProperty<Optional<V>> target) {
        target.subscribe(this::take);
        valueProperty()
                .subscribe(
                        choice -> {
                            if (choice != null && !filling) {
                                target.set(choice.value());
                            }
                        });
    }

    void followValue(ObjectProperty<V> target) {
        target.subscribe(value -> take(Optional.of(value)));
        valueProperty()
                .subscribe(
                        choice -> {
                            if (choice != null && !filling) {
                                choice.value().ifPresent(target::set);
                            }
                        });
    }

    /// The first choice stands for what the list does not know (yet).
    private void take(Optional<V> wanted) {
        getItems().stream()
                .filter(choice -> choice.value().equals(wanted))
                .findFirst()
                .or(() -> getItems().stream().findFirst())
                .ifPresent(this::setValue);
    }
}
