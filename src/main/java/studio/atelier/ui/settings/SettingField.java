package studio.atelier.ui.settings;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/// One value of a connection as it is being entered. JavaFX thread only.
public final class SettingField {
    private final FieldKind kind;
    private final Optional<NameListViewModel> names;
    private final StringProperty text = new SimpleStringProperty("");
    private final ReadOnlyStringWrapper complaint = new ReadOnlyStringWrapper("");
    private final ReadOnlyBooleanWrapper kept = new ReadOnlyBooleanWrapper();

    SettingField(FieldKind kind) {
        this(kind, Optional.empty());
    }

    /// @param names that can be chosen
    SettingField(FieldKind kind, Optional<NameListViewModel> names) {
        this.kind = kind;
        this.names = names;
    }

    FieldKind kind() {
        return kind;
    }

    Optional<NameListViewModel> names() {
        return names;
    }

    public String name() {
        return kind.name();
    }

    public StringProperty text() {
        return text;
    }

    /// What is wrong with the value, empty while nothing is.
    public ReadOnlyStringProperty complaint() {
        return complaint.getReadOnlyProperty();
    }

    /// Whether a secret is kept that is not shown here, and stays as it is while nothing is typed.
    public ReadOnlyBooleanProperty kept() {
        return kept.getReadOnlyProperty();
    }

    void keep(boolean known) {
        kept.set(known);
    }

    void complain(String words) {
        complaint.set(words);
    }

    void load(Map<String, String> values) {
        text.set(
                Stream.concat(Stream.of(kind.name()), kind.aliases().stream())
                        .map(values::get)
                        .filter(Objects::nonNull)
                        .filter(value -> !value.isBlank())
                        .findFirst()
                        .orElse(""));
    }

    /// Puts the value in the place of all that the names stand for.
    void addTo(Map<String, String> values) {
        kind.aliases().forEach(values::remove);
        values.remove(kind.name());
        if (!text.get().isBlank()) {
            values.put(kind.name(), text.get().strip());
        }
    }
}
