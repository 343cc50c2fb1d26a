package studio.atelier.ui.kit;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import javafx.scene.Scene;
import javafx.scene.layout.HBox;
import javafx.stage.Stage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.kordamp.ikonli.javafx.FontIcon;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

import studio.atelier.model.JobId;
import studio.atelier.model.PictureRef;
import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;
import studio.atelier.model.StudioException;

// The views are made on the JavaFX thread, which the check cannot follow.
@SuppressWarnings("NullAway.Init")
@ExtendWith(ApplicationExtension.class)
class PictureViewTest {
    private PictureView trashed;
    private PictureView gone;

    @Start
    void start(Stage stage) {
        var loader =
                new PictureLoader(
                        (picture, _) -> {
                            boolean first = picture.equals(result(1));
                            throw new StudioException(
                                    first
                                            ? Problem.of(Kind.IN_TRASH)
                                            : Problem.of(Kind.NOT_FOUND, "picture 2"));
                        },
                        new UiThread());
        trashed = new PictureView(loader);
        gone = new PictureView(loader);
        trashed.setPrefSize(60, 60);
        gone.setPrefSize(60, 60);
        stage.setScene(new Scene(new HBox(trashed, gone)));
        stage.show();
    }

    @Test
    void whatIsInTheTrashIsToldFromWhatIsBroken(FxRobot robot) {
        robot.interact(
                () -> {
                    trashed.show(result(1));
                    gone.show(result(2));
                });
        await().until(() -> sign(trashed) != null && sign(gone) != null);
        assertEquals(code(Icons.PICTURE_TRASHED), code(sign(trashed)));
        assertEquals(code(Icons.PICTURE_BROKEN), code(sign(gone)));
        assertEquals("This picture is in the trash.", trashed.getAccessibleText());
    }

    private static PictureRef result(int job) {
        return new PictureRef.Result(new JobId(job));
    }

    private static FontIcon sign(PictureView view) {
        return (FontIcon) view.lookup(".picture-sign-icon");
    }

    private static int code(Icons icon) {
        return code(icon.node());
    }

    private static int code(FontIcon icon) {
        return icon.getIconCode().getCode();
    }
}
