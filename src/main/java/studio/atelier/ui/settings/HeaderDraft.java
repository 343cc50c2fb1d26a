package studio.atelier.ui.settings;

import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

import studio.atelier.ui.settings.EngineSettings.Header;

/// A header as it is being entered. JavaFX thread only.
public final class HeaderDraft {
    private final StringProperty name = new SimpleStringProperty("");
    private final EngineSecretField value = new EngineSecretField("ENGINE_HEADER_VALUE");
    private final ReadOnlyStringWrapper complaint = new ReadOnlyStringWrapper("");

    /// @param edited told of each change from now on
    HeaderDraft(Header known, Runnable edited) {
        name.set(known.name());
        value.load(known.value());
        name.subscribe((_, _) -> edited.run());
        value.field().text().subscribe((_, _) -> edited.run());
    }

    public StringProperty name() {
        return name;
    }

    public SettingField value() {
        return value.field();
    }

    /// What is wrong with it, empty while nothing is.
    public ReadOnlyStringProperty complaint() {
        return complaint.getReadOnlyProperty();
    }

    void complain(String words) {
        complaint.set(words);
    }

    /// A row in which nothing stands is none.
    boolean isBlank() {
        return name.get().isBlank() && value.secret() instanceof EngineSettings.Secret.None;
    }

    Header header() {
        return new Header(name.get().strip(), value.secret());
    }
}
