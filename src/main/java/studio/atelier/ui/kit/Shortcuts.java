package studio.atelier.ui.kit;

import javafx.event.EventHandler;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.ComboBoxBase;
import javafx.scene.control.Spinner;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// Every action that has a key, in one list: what the keys do and what the sheet of shortcuts shows. A key
/// without Ctrl or Alt never fires while a text control has the keyboard. JavaFX thread only.
public final class Shortcuts {
    /// Actions that belong together and apply together.
    ///
    /// @param label heading in the sheet
    /// @param active whether they apply now, for example because their tab is shown
    public record Scope(String label, BooleanSupplier active) {}

    /// @param id stable name, for tests and settings
    /// @param keys the first is the one shown on buttons and menus
    public record Action(
            String id, String label, List<KeyCombination> keys, Scope scope, Runnable handler) {
        public Action {
            keys = List.copyOf(keys);
        }

        /// The keys as a person reads them: "Ctrl+Enter".
        public String keyText() {
            return keys.isEmpty() ? "" : keys.getFirst().getDisplayText();
        }
    }

    private final List<Action> actions = new ArrayList<>();

    /// Adds an action. Keys are written as in `KeyCombination.valueOf`, with `Shortcut` for Ctrl or Cmd; a
    /// single sign such as `?` is what is typed, wherever the keyboard has it. A key that a
    /// control takes itself (Enter in a grid) is listed, and fires only when no control took it.
    public Action add(Scope scope, String id, String label, Runnable handler, String... keys) {
        List<KeyCombination> combinations = new ArrayList<>();
        for (String key : keys) {
            combinations.add(TypedKey.isOne(key) ? new TypedKey(key) : KeyCombination.valueOf(key));
        }
        Action action = new Action(id, label, combinations, scope, handler);
        actions.add(action);
        return action;
    }

    public List<Action> actions() {
        return Collections.unmodifiableList(actions);
    }

    /// Scopes that apply now come first in the sheet, each in the order of adding.
    public List<Scope> scopes() {
        return actions.stream()
                .map(Action::scope)
                .distinct()
                .sorted(
                        (a, b) ->
                                Boolean.compare(
                                        b.active().getAsBoolean(), a.active().getAsBoolean()))
                .toList();
    }

    /// Listens in a scene, after its controls.
    public void attach(Scene scene) {
        EventHandler<KeyEvent> handler =
                event -> {
                    Optional<Action> hit = find(event, scene.getFocusOwner());
                    if (hit.isPresent()) {
                        event.consume();
                        hit.get().handler().run();
                    }
                };
        scene.addEventHandler(KeyEvent.KEY_PRESSED, handler);
        scene.addEventHandler(KeyEvent.KEY_TYPED, handler);
    }

    private Optional<Action> find(KeyEvent event, @Nullable Node focus) {
        return actions.stream()
                .filter(action -> action.scope().active().getAsBoolean())
                .filter(action -> action.keys().stream().anyMatch(key -> fires(key, event, focus)))
                .findFirst();
    }

    private static boolean fires(KeyCombination key, KeyEvent event, @Nullable Node focus) {
        boolean typing = takesText(focus) && wouldType(event);
        return !typing && key.match(event);
    }

    /// Editable combo boxes and spinners keep the keyboard themselves and hand it to a field inside.
    private static boolean takesText(@Nullable Node focus) {
        return switch (focus) {
            case TextInputControl _ -> true;
            case ComboBoxBase<?> box -> box.isEditable();
            case Spinner<?> spinner -> spinner.isEditable();
            case null, default -> false;
        };
    }

    private static boolean wouldType(KeyEvent event) {
        KeyCode code = event.getCode();
        boolean withModifier = event.isControlDown() || event.isMetaDown() || event.isAltDown();
        return !withModifier && !code.isFunctionKey() && code != KeyCode.ESCAPE;
    }
}
