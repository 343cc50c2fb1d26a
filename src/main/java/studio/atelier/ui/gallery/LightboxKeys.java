package studio.atelier.ui.gallery;

import javafx.scene.control.ButtonBase;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

import studio.atelier.gallery.GalleryKey;

import java.util.List;

/// The keyboard of the lightbox. In a text only Esc and the clipboard's own keys work, so that text can be
/// selected.
final class LightboxKeys {
    private final LightboxView view;
    private final LightboxViewModel model;
    private final GalleryCommands commands;

    LightboxKeys(LightboxView view, LightboxViewModel model, GalleryCommands commands) {
        this.view = view;
        this.model = model;
        this.commands = commands;
        view.addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
        view.addEventFilter(
                KeyEvent.KEY_RELEASED,
                event -> {
                    if (event.getCode() == KeyCode.R) {
                        view.peek(false);
                    }
                });
    }

    private void pressed(KeyEvent event) {
        if (!model.isOpen() || event.isAltDown()) {
            return;
        }
        boolean text = GalleryKeys.isText(event.getTarget());
        boolean button = event.getTarget() instanceof ButtonBase;
        boolean done =
                event.getCode() == KeyCode.ESCAPE
                        ? close()
                        : !text
                                && (event.isShortcutDown()
                                        ? shortcut(event)
                                        : plain(event.getCode(), button));
        if (done) {
            event.consume();
        }
    }

    private boolean close() {
        model.close();
        return true;
    }

    private boolean plain(KeyCode code, boolean onButton) {
        switch (code) {
            case LEFT, KP_LEFT -> model.previous();
            case RIGHT, KP_RIGHT -> model.next();
            case HOME -> model.first();
            case END -> model.last();
            case I -> model.panel().set(!model.panel().get());
            case C -> model.toggle(LightboxViewModel.Compare.SIDE_BY_SIDE);
            case S -> model.toggle(LightboxViewModel.Compare.SLIDER);
            case R -> view.peek(true);
            case Z -> view.zoom().toggleFit();
            case G -> model.close();
            case DELETE, BACK_SPACE -> commands.delete(meant());
            case SPACE -> {
                if (onButton) {
                    return false;
                }
                model.close();
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean shortcut(KeyEvent event) {
        List<GalleryKey> meant = meant();
        if (meant.isEmpty()) {
            return false;
        }
        switch (event.getCode()) {
            case C -> {
                if (event.isShiftDown()) {
                    commands.copyPrompt(meant.getFirst());
                } else {
                    commands.copyPicture(meant.getFirst());
                }
            }
            case E -> commands.download(meant);
            case M -> commands.useSettings(meant.getFirst());
            case Z -> commands.undo();
            default -> {
                return false;
            }
        }
        return true;
    }

    private List<GalleryKey> meant() {
        return model.key().get().map(List::of).orElse(List.of());
    }
}
