package studio.atelier.ui;

import javafx.beans.property.ObjectProperty;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;

import studio.atelier.model.Messages;
import studio.atelier.ui.ShellViewModel.Tab;
import studio.atelier.ui.kit.Dialogs;
import studio.atelier.ui.kit.ProblemRequest;
import studio.atelier.ui.kit.ShortcutSheet;
import studio.atelier.ui.kit.Shortcuts;
import studio.atelier.ui.kit.Theme;
import studio.atelier.ui.kit.Toasts;
import studio.atelier.ui.settings.SettingsView;
import studio.atelier.ui.settings.SettingsViewModel.Page;

import java.util.Optional;

/// The frame of the studio: header, banners, and the tab that is shown. Both tabs stay in the scene, so that
/// scroll positions and selections survive a change of tab.
public final class MainView extends StackPane {
    private final Messages messages = Messages.of("main");
    private final ShellViewModel model;
    private final Tabs tabs;
    private final Dialogs dialogs;
    private final AuditViewModel audit;
    private final AuditPane auditPane;
    private final Shortcuts shortcuts = new Shortcuts();
    private @Nullable SettingsView settings;

    /// The contents of the two tabs.
    public record Tabs(Region generate, Region gallery) {}

    /// What the frame is furnished with.
    ///
    /// @param onClose what closing the window does while there is work
    /// @param places where this studio keeps its data, in words
    public record Furniture(
            Toasts toasts,
            Dialogs dialogs,
            Theme theme,
            ObjectProperty<OnClose> onClose,
            AuditViewModel audit,
            String places) {}

    /// Furnishes the settings, which open with their own page.
    public void offer(SettingsView view) {
        settings = view;
    }

    public MainView(ShellViewModel model, Tabs tabs, Furniture furniture) {
        this.model = model;
        this.tabs = tabs;
        this.dialogs = furniture.dialogs();
        this.audit = furniture.audit();
        this.auditPane = new AuditPane(audit);
        getStyleClass().add("main-view");
        var header =
                new HeaderBar(
                        model,
                        new ActivityButton(furniture.toasts().activity(), dialogs),
                        new SettingsMenu(
                                this::showSettings,
                                furniture.theme(),
                                furniture.onClose(),
                                this::showShortcuts,
                                this::checkEverything,
                                furniture.places()));
        var frame = new BorderPane(new StackPane(tabs.gallery(), tabs.generate()));
        frame.setTop(new VBox(header, new Banners(model, this::showSettings)));
        getChildren().addAll(frame, furniture.toasts().node());
        ProblemRequest.answer(this, dialogs);
        addShortcuts();
        model.tabProperty().subscribe(this::show);
        sceneProperty().subscribe(this::listen);
    }

    private void addShortcuts() {
        var everywhere = new Shortcuts.Scope(messages.text("shortcuts.everywhere"), () -> true);
        shortcuts.add(
                everywhere,
                "tab-generate",
                messages.text("shortcuts.generate"),
                () -> model.tabProperty().set(Tab.GENERATE),
                "Shortcut+1");
        shortcuts.add(
                everywhere,
                "tab-gallery",
                messages.text("shortcuts.gallery"),
                () -> model.tabProperty().set(Tab.GALLERY),
                "Shortcut+2");
        shortcuts.add(
                everywhere,
                "settings",
                messages.text("shortcuts.settings"),
                this::showSettings,
                "Shortcut+COMMA");
        shortcuts.add(
                everywhere,
                "shortcuts",
                messages.text("shortcuts.sheet"),
                this::showShortcuts,
                "F1",
                "Shift+SLASH");
        listTabShortcuts();
    }

    /// The tabs handle these themselves; here they are for the sheet.
    private void listTabShortcuts() {
        var generate =
                new Shortcuts.Scope(
                        messages.text("tab.generate"),
                        () -> model.tabProperty().get() == Tab.GENERATE);
        list(generate, "shortcuts.run", "Shortcut+ENTER");
        list(generate, "shortcuts.run-first", "Shortcut+Shift+ENTER");
        list(generate, "shortcuts.all", "Shortcut+A");
        list(generate, "shortcuts.none", "ESCAPE", "Shortcut+D");
        list(generate, "shortcuts.search", "Shortcut+F", "SLASH");
        list(generate, "shortcuts.paste", "Shortcut+V");
        list(generate, "shortcuts.caption", "F2");
        list(generate, "shortcuts.category", "Shortcut+G");
        list(generate, "shortcuts.rename", "Shift+F2");
        list(generate, "shortcuts.replace", "Shortcut+H");
        list(generate, "shortcuts.describe", "Shortcut+T");
        list(generate, "shortcuts.delete-references", "DELETE");
        list(generate, "shortcuts.import-workflow", "Shortcut+Shift+O");
        list(generate, "shortcuts.new-model", "INSERT");
        list(generate, "shortcuts.edit-model", "F2");
        list(generate, "shortcuts.duplicate-model", "Shortcut+D");
        list(generate, "shortcuts.archive-model", "DELETE");
        list(generate, "shortcuts.pause", "Shortcut+P");
        list(generate, "shortcuts.cancel", "DELETE");
        list(generate, "shortcuts.retry", "Shortcut+R");
        list(generate, "shortcuts.front", "Alt+HOME");
        list(generate, "shortcuts.undo-cancel", "Shortcut+Z");
        list(generate, "shortcuts.sides", "F7", "F8");
        var gallery =
                new Shortcuts.Scope(
                        messages.text("tab.gallery"),
                        () -> model.tabProperty().get() == Tab.GALLERY);
        list(gallery, "shortcuts.open", "ENTER", "SPACE");
        list(gallery, "shortcuts.step", "LEFT", "RIGHT");
        list(gallery, "shortcuts.zoom", "Z");
        list(gallery, "shortcuts.reference", "R");
        list(gallery, "shortcuts.compare", "C", "S");
        list(gallery, "shortcuts.panel", "I");
        list(gallery, "shortcuts.delete", "DELETE");
        list(gallery, "shortcuts.undo", "Shortcut+Z");
        list(gallery, "shortcuts.use", "Shortcut+M");
        list(gallery, "shortcuts.download", "Shortcut+E");
        list(gallery, "shortcuts.copy", "Shortcut+C");
        list(gallery, "shortcuts.news", "F5");
        list(gallery, "shortcuts.search", "Shortcut+F", "SLASH");
    }

    private void list(Shortcuts.Scope tab, String key, String... keys) {
        // Never active: the tab that owns the keys has already had its turn when this list is
        // asked.
        shortcuts.add(
                new Shortcuts.Scope(tab.label(), () -> false),
                key,
                messages.text(key),
                () -> {},
                keys);
    }

    /// From the menu, by key, or from a line that says what could be connected.
    public void showSettings() {
        SettingsView view = settings;
        if (view != null && !isOpen(view)) {
            dialogs.show(messages.text("settings.title"), view);
            view.arrive();
        }
    }

    private void showSettings(Page page) {
        Optional.ofNullable(settings).ifPresent(view -> view.turnTo(page));
        showSettings();
    }

    /// It stays in its dialog until the next one takes it.
    private static boolean isOpen(Node view) {
        return view.getScene() != null
                && view.getScene().getWindow() != null
                && view.getScene().getWindow().isShowing();
    }

    private void showShortcuts() {
        dialogs.show(messages.text("shortcuts.title"), new ShortcutSheet(shortcuts));
    }

    private void checkEverything() {
        audit.check();
        dialogs.show(messages.text("audit.title"), auditPane);
    }

    private void listen(Scene scene) {
        if (scene != null) {
            shortcuts.attach(scene);
            show(model.tabProperty().get());
        }
    }

    private void show(Tab tab) {
        reveal(tabs.generate(), tab == Tab.GENERATE);
        reveal(tabs.gallery(), tab == Tab.GALLERY);
        Node pictures = lookup(tab == Tab.GENERATE ? "#reference-grid" : "#gallery-grid");
        if (pictures != null) {
            // The keyboard belongs to the pictures, not to whatever control happens to be first.
            pictures.requestFocus();
        }
    }

    private static void reveal(Node node, boolean shown) {
        node.setVisible(shown);
        node.setManaged(shown);
    }
}
