package studio.atelier.ui.kit;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;

import javafx.application.Application;
import javafx.application.ColorScheme;
import javafx.application.Platform;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.Scene;
import javafx.scene.text.Font;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import studio.atelier.model.Allowed;

import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.WeakHashMap;

/// The looks: AtlantaFX Primer with our tokens and parts on top, light or dark, following the system or as
/// the person chose. Changes reach every dressed scene at once. JavaFX thread only.
@Allowed("Platform: follows whether the system is light or dark")
public final class Theme {
    public enum Choice {
        SYSTEM,
        LIGHT,
        DARK
    }

    private static final Logger LOG = LoggerFactory.getLogger(Theme.class);

    private static final List<String> PARTS =
            List.of("tokens", "controls", "grid", "toasts", "parts", "zoom");

    private static final List<String> FONTS =
            List.of("Inter-Regular", "Inter-SemiBold", "Inter-Bold");

    private final ObjectProperty<Choice> choice = new SimpleObjectProperty<>(Choice.SYSTEM);
    private final ReadOnlyBooleanWrapper dark = new ReadOnlyBooleanWrapper();
    private final Set<Scene> scenes = Collections.newSetFromMap(new WeakHashMap<>());
    private final List<String> extras = new ArrayList<>();

    /// Loads the studio's own font, so that it looks alike on every system, and begins to follow the system.
    public Theme() {
        FONTS.forEach(Theme::loadFont);
        choice.subscribe(_ -> show());
        Platform.getPreferences().colorSchemeProperty().subscribe(_ -> show());
    }

    public ObjectProperty<Choice> choiceProperty() {
        return choice;
    }

    public void choose(Choice wanted) {
        choice.set(wanted);
    }

    public ReadOnlyBooleanProperty darkProperty() {
        return dark.getReadOnlyProperty();
    }

    /// Gives a scene the looks, now and whenever they change. Popups and tooltips take them over from it.
    public void dress(Scene scene) {
        scenes.add(scene);
        scene.getStylesheets().setAll(sheets());
    }

    /// Adds a screen's own style sheet, `studio/atelier/ui/css/NAME.css`, after those of the kit.
    public void addSheet(String name) {
        String address = address(name);
        if (!extras.contains(address)) {
            extras.add(address);
            scenes.forEach(this::dress);
        }
    }

    private void show() {
        boolean wanted =
                switch (choice.get()) {
                    case LIGHT -> false;
                    case DARK -> true;
                    case SYSTEM -> Platform.getPreferences().getColorScheme() == ColorScheme.DARK;
                };
        dark.set(wanted);
        String sheet =
                wanted
                        ? new PrimerDark().getUserAgentStylesheet()
                        : new PrimerLight().getUserAgentStylesheet();
        if (!sheet.equals(Application.getUserAgentStylesheet())) {
            Application.setUserAgentStylesheet(sheet);
        }
        List.copyOf(scenes).forEach(this::dress);
        // At once: open pop-ups take their colours from the scene under them. Where their turn came
        // first they would find
        // none, and stay without.
        List.copyOf(scenes).forEach(scene -> scene.getRoot().applyCss());
    }

    private List<String> sheets() {
        List<String> sheets = new ArrayList<>();
        sheets.add(address(dark.get() ? "tokens-dark" : "tokens-light"));
        PARTS.forEach(part -> sheets.add(address(part)));
        sheets.addAll(extras);
        return sheets;
    }

    /// A font that cannot be loaded is no reason not to start: the system's own takes its place.
    private static void loadFont(String name) {
        URL file = Theme.class.getResource("/studio/atelier/ui/fonts/" + name + ".woff");
        if (file == null || Font.loadFont(file.toExternalForm(), 0) == null) {
            LOG.warn("Font {} cannot be loaded", name);
        }
    }

    private static String address(String name) {
        URL sheet = Theme.class.getResource("/studio/atelier/ui/css/" + name + ".css");
        return Objects.requireNonNull(sheet, name).toExternalForm();
    }
}
