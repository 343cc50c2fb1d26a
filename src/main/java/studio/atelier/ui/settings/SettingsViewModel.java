package studio.atelier.ui.settings;

import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;

import studio.atelier.checks.Connection;
import studio.atelier.ui.kit.Background;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;

/// All pages of the settings. One for the life of the window, so that closing the dialog loses no input. JavaFX
/// thread only.
public final class SettingsViewModel {
    public enum Page {
        DATABASE,
        ENGINES,
        STORAGE,
        CAPTIONS,
        APPEARANCE,
        ENV_FILE
    }

    private final Map<Connection, ConnectionViewModel> connections =
            new EnumMap<>(Connection.class);
    private final EnvFileViewModel envFile;
    private final EngineListViewModel engines;
    private final ObjectProperty<Page> page = new SimpleObjectProperty<>(Page.DATABASE);

    public SettingsViewModel(
            ConnectionSettings settings,
            EngineSettings engineSettings,
            Background background,
            Executor ui) {
        for (Connection one : Connection.values()) {
            connections.put(one, new ConnectionViewModel(one, settings, background, ui));
        }
        engines =
                new EngineListViewModel(
                        engineSettings, connection(Connection.ENGINE), background, ui);
        envFile = new EnvFileViewModel(settings, background, this::load);
    }

    public ObjectProperty<Page> page() {
        return page;
    }

    public ConnectionViewModel connection(Connection connection) {
        return Objects.requireNonNull(connections.get(connection));
    }

    public EngineListViewModel engines() {
        return engines;
    }

    public EnvFileViewModel envFile() {
        return envFile;
    }

    /// Reads what is remembered, where nothing is being entered.
    public void load() {
        connections.values().forEach(ConnectionViewModel::load);
        engines.load();
    }

    /// Everything was opened anew with what is saved: nothing waits for the next start any more.
    public void startedAnew() {
        connections.values().forEach(ConnectionViewModel::startedAnew);
        engines.startedAnew();
        envFile.startedAnew();
    }
}
