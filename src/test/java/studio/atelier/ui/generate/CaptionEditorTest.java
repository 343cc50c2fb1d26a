package studio.atelier.ui.generate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import javafx.geometry.BoundingBox;
import javafx.scene.Scene;
import javafx.scene.control.TextArea;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

import studio.atelier.model.ReferenceId;
import studio.atelier.model.ReferenceImage;
import studio.atelier.ui.generate.edit.CaptionEditor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A caption that another program wrote, in lines or longer than ours, stays as it is while nobody changes it.
// The editor is made on the JavaFX thread, which the check cannot follow.
@SuppressWarnings("NullAway.Init")
@ExtendWith(ApplicationExtension.class)
class CaptionEditorTest {
    private static final String LONG = "red hat,\r\nat night\n" + "and so on, ".repeat(500);

    private final List<String> saved = new ArrayList<>();
    private CaptionEditor editor;

    @Start
    void start(Stage stage) {
        editor = new CaptionEditor((_, text) -> saved.add(text), _ -> {}, () -> {});
        stage.setScene(new Scene(editor, 600, 400));
        stage.show();
    }

    @Test
    void onlyWhatIsTypedIsWritten(FxRobot robot) {
        edit(robot);
        robot.push(KeyCode.TAB);
        edit(robot);
        robot.push(KeyCode.ENTER);
        assertEquals(List.of(), saved);
        edit(robot);
        robot.interact(() -> text(robot).appendText("on"));
        robot.push(KeyCode.ENTER);
        assertEquals(List.of(LONG.replaceFirst("\r\n", " ").replaceFirst("\n", " ") + "on"), saved);
    }

    private void edit(FxRobot robot) {
        var reference =
                new ReferenceImage(
                        new ReferenceId(1),
                        "dune.jpg",
                        "beach",
                        "beach/dune.jpg",
                        LONG,
                        Optional.empty(),
                        Optional.empty(),
                        0,
                        0,
                        0);
        robot.interact(() -> editor.edit(reference, new BoundingBox(100, 200, 100, 40)));
    }

    private static TextArea text(FxRobot robot) {
        return robot.lookup("#caption-editor").queryAs(TextArea.class);
    }
}
