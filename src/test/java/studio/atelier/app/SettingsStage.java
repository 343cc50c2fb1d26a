package studio.atelier.app;

import javafx.scene.Scene;
import javafx.scene.layout.Region;
import javafx.stage.Stage;

import studio.atelier.ui.kit.Theme;

/// A window of the smallest size that the settings must fit, dressed as the studio's is.
final class SettingsStage {
    private SettingsStage() {}

    /// Shows it, still empty. JavaFX thread only.
    static Theme show(Stage stage) {
        var theme = new Theme();
        theme.addSheet("shell");
        theme.addSheet("settings");
        stage.setScene(new Scene(new Region(), 1000, 700));
        theme.dress(stage.getScene());
        stage.show();
        return theme;
    }
}
