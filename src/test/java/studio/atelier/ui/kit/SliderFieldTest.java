package studio.atelier.ui.kit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import javafx.scene.control.Label;
import javafx.scene.control.Slider;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.VBox;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;

import java.math.BigDecimal;
import java.util.concurrent.TimeoutException;

class SliderFieldTest {
    private final FxRobot robot = new FxRobot();
    private SliderField field;
    private TextField text;
    private TextField elsewhere;
    private Slider slider;
    private Label complaint;

    @BeforeEach
    void open() throws TimeoutException {
        field =
                FxTest.on(
                        () ->
                                new SliderField(
                                        "CFG",
                                        SliderField.Range.of(
                                                new BigDecimal("1.0"),
                                                new BigDecimal("15.0"),
                                                new BigDecimal("0.1")),
                                        new BigDecimal("3.8")));
        elsewhere = FxTest.on(TextField::new);
        FxTest.show(FxTest.on(Theme::new), FxTest.on(() -> new VBox(elsewhere, field)), 400, 200);
        text = (TextField) FxTest.on(() -> field.lookup(".slider-field-text"));
        slider = (Slider) FxTest.on(() -> field.lookup(".slider"));
        complaint = (Label) FxTest.on(() -> field.lookup(".field-complaint"));
    }

    private void type(String words) throws TimeoutException {
        FxTest.run(
                () -> {
                    text.requestFocus();
                    text.selectAll();
                    for (int i = 0; i < words.length(); i++) {
                        char sign = words.charAt(i);
                        text.replaceSelection(String.valueOf(sign));
                    }
                });
    }

    private String value() throws TimeoutException {
        return FxTest.on(() -> field.value().toPlainString());
    }

    private String shown() throws TimeoutException {
        return FxTest.on(text::getText);
    }

    private boolean complains() throws TimeoutException {
        return FxTest.on(complaint::isVisible);
    }

    @Test
    void aTypedNumberCountsExactlyAndMovesTheSlider() throws Exception {
        type("12.3");
        assertEquals("12.3", value());
        assertEquals(12.3, FxTest.on(slider::getValue), 1e-9);
        type("4,5");
        assertEquals("4.5", value());
        robot.push(KeyCode.ENTER);
        assertEquals("4.5", shown());
    }

    @Test
    void moreDigitsThanAreKeptDoNotDisturbTyping() throws Exception {
        type("4.567");
        assertEquals("4.567", shown());
        assertEquals("4.6", value());
        robot.push(KeyCode.ENTER);
        assertEquals("4.6", shown());
    }

    @Test
    void whatIsOutOfRangeIsSaidAndDoesNotCount() throws Exception {
        type("15.1");
        assertTrue(complains());
        assertEquals("Between 1.0 and 15.0", FxTest.on(complaint::getText));
        assertEquals("15.0", value(), "the last good number on the way there");
        robot.push(KeyCode.ENTER);
        assertEquals("15.1", shown(), "Enter does not sweep a mistake away");
        FxTest.run(elsewhere::requestFocus);
        assertEquals("15.0", shown());
        assertFalse(complains());
    }

    @Test
    void whatIsNoNumberIsSaid() throws Exception {
        for (String wrong : new String[] {"abc", "", "1e-999999999", "--3"}) {
            type("3.8");
            FxTest.run(() -> text.setText(wrong));
            assertTrue(complains(), wrong);
            assertEquals("3.8", value());
        }
    }

    @Test
    void arrowsStepInTheFieldAndInTheSlider() throws Exception {
        type("3.8");
        robot.push(KeyCode.UP);
        robot.push(KeyCode.UP);
        robot.push(KeyCode.DOWN);
        assertEquals("3.9", value());
        FxTest.run(slider::requestFocus);
        robot.push(KeyCode.RIGHT);
        assertEquals("4.0", value());
        assertEquals("4.0", shown());
        FxTest.run(() -> field.set(new BigDecimal("15")));
        type("15.0");
        robot.push(KeyCode.UP);
        assertEquals("15.0", value());
    }

    @Test
    void theSliderLandsOnSteps() throws Exception {
        FxTest.run(() -> slider.setValue(7.777));
        assertEquals("7.8", value());
        assertEquals("7.8", shown());
        assertEquals(7.8, FxTest.on(slider::getValue), 1e-9);
    }
}
