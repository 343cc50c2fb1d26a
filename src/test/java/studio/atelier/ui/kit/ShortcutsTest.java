package studio.atelier.ui.kit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.ListView;
import javafx.scene.control.Spinner;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.VBox;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;

// The controls are made on the JavaFX thread, which the check cannot follow.
@SuppressWarnings("NullAway.Init")
class ShortcutsTest {
    private final FxRobot robot = new FxRobot();
    private final List<String> fired = new ArrayList<>();
    private boolean galleryShown = true;
    private TextField text;
    private ListView<String> list;
    private ComboBox<String> combo;
    private Spinner<Integer> spinner;

    @BeforeEach
    void open() throws TimeoutException {
        Shortcuts shortcuts = new Shortcuts();
        Shortcuts.Scope everywhere = new Shortcuts.Scope("Everywhere", () -> true);
        Shortcuts.Scope gallery = new Shortcuts.Scope("Gallery", () -> galleryShown);
        shortcuts.add(everywhere, "keys", "This sheet", () -> fired.add("?"), "?", "F1");
        shortcuts.add(everywhere, "search", "Search", () -> fired.add("/"), "/");
        shortcuts.add(everywhere, "run", "Generate", () -> fired.add("run"), "Shortcut+Enter");
        shortcuts.add(gallery, "star", "Favourite", () -> fired.add("f"), "F");
        shortcuts.add(gallery, "delete", "Move to trash", () -> fired.add("delete"), "Delete");
        text = FxTest.on(TextField::new);
        list = FxTest.on(() -> new ListView<>());
        combo = FxTest.on(() -> new ComboBox<>());
        spinner = FxTest.on(() -> new Spinner<>(0, 9, 3));
        FxTest.run(
                () -> {
                    combo.setEditable(true);
                    spinner.setEditable(true);
                });
        VBox root = FxTest.on(() -> new VBox(text, list, combo, spinner));
        var scene = FxTest.show(FxTest.on(Theme::new), root, 400, 400);
        FxTest.run(() -> shortcuts.attach(scene));
    }

    private void in(Node node) throws TimeoutException {
        FxTest.run(node::requestFocus);
    }

    @Test
    void keysFireWhereNothingIsTyped() throws Exception {
        in(list);
        robot.push(KeyCode.F);
        robot.push(KeyCode.DELETE);
        robot.push(KeyCode.F1);
        robot.push(KeyCode.CONTROL, KeyCode.ENTER);
        assertEquals(List.of("f", "delete", "?", "run"), fired);
    }

    @Test
    void aSignFiresByWhatArrivesWhicheverKeyItIsOn() throws Exception {
        in(list);
        type("?");
        type("/");
        type("x");
        assertEquals(List.of("?", "/"), fired);
    }

    @Test
    void noPlainKeyFiresWhileTyping() throws Exception {
        for (Node node : List.of(text, combo, spinner)) {
            in(node);
            robot.push(KeyCode.F);
            robot.push(KeyCode.DELETE);
            type("?");
            assertEquals(List.of(), fired, node.toString());
        }
        in(text);
        robot.push(KeyCode.F1);
        robot.push(KeyCode.CONTROL, KeyCode.ENTER);
        assertEquals(List.of("?", "run"), fired);
    }

    @Test
    void aScopeThatIsNotActiveIsSilent() throws Exception {
        in(list);
        galleryShown = false;
        robot.push(KeyCode.F);
        assertEquals(List.of(), fired);
    }

    /// What a key press makes arrive; a robot knows no keyboard layout.
    private void type(String sign) throws TimeoutException {
        FxTest.run(
                () -> {
                    var owner = text.getScene().getFocusOwner();
                    owner.fireEvent(
                            new KeyEvent(
                                    KeyEvent.KEY_TYPED,
                                    sign,
                                    "",
                                    KeyCode.UNDEFINED,
                                    false,
                                    false,
                                    false,
                                    false));
                });
    }
}
