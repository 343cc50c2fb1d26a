package studio.atelier.ui.gallery;

import javafx.event.EventTarget;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

import studio.atelier.gallery.GalleryKey;

import java.util.List;

/// The keyboard of the Gallery tab, beyond what the grid itself does. Single keys are for the grid only: in
/// a text field they are text.
final class GalleryKeys {
    private final GalleryView view;
    private final GalleryGrid grid;
    private final FilterBar filters;
    private final GalleryCommands commands;

    GalleryKeys(GalleryView view, GalleryGrid grid, FilterBar filters, GalleryCommands commands) {
        this.view = view;
        this.grid = grid;
        this.filters = filters;
        this.commands = commands;
        view.addEventHandler(KeyEvent.KEY_PRESSED, this::pressed);
        view.addEventHandler(KeyEvent.KEY_TYPED, this::typed);
    }

    private void pressed(KeyEvent event) {
        if (view.isLightboxOpen() || event.isAltDown()) {
            return;
        }
        boolean done =
                event.isShortcutDown()
                        ? shortcut(event)
                        : event.getCode() == KeyCode.F5
                                ? show()
                                : !isText(event.getTarget()) && plain(event.getCode());
        if (done) {
            event.consume();
        }
    }

    /// A slash is another key on every keyboard, so the character decides.
    private void typed(KeyEvent event) {
        boolean slash = event.getCharacter().equals("/") && !event.isShortcutDown();
        if (slash && !view.isLightboxOpen() && !isText(event.getTarget())) {
            filters.focusSearch();
            event.consume();
        }
    }

    private boolean show() {
        grid.showNews();
        return true;
    }

    private boolean shortcut(KeyEvent event) {
        if (event.getCode() == KeyCode.F) {
            filters.focusSearch();
            return true;
        }
        if (isText(event.getTarget())) {
            return false;
        }
        List<GalleryKey> meant = grid.meant();
        switch (event.getCode()) {
            case Z -> commands.undo();
            case C -> copy(meant, event.isShiftDown());
            case E -> commands.download(meant);
            case M -> meant.stream().findFirst().ifPresent(commands::useSettings);
            case PLUS, ADD, EQUALS -> view.resize(1);
            case MINUS, SUBTRACT -> view.resize(-1);
            case DIGIT0, NUMPAD0 -> view.resize(0);
            default -> {
                return false;
            }
        }
        return true;
    }

    private void copy(List<GalleryKey> meant, boolean prompt) {
        GalleryKey key = grid.focused().filter(meant::contains).orElse(null);
        if (key == null && !meant.isEmpty()) {
            key = meant.getFirst();
        }
        if (key != null && prompt) {
            commands.copyPrompt(key);
        } else if (key != null) {
            commands.copyPicture(key);
        }
    }

    private boolean plain(KeyCode code) {
        switch (code) {
            case DELETE, BACK_SPACE -> commands.delete(grid.meant());
            case E -> grid.focused().ifPresent(view::open);
            default -> {
                return false;
            }
        }
        return true;
    }

    static boolean isText(EventTarget target) {
        return target instanceof TextInputControl;
    }
}
