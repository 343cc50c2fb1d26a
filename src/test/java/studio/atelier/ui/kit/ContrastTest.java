package studio.atelier.ui.kit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import javafx.scene.Scene;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.paint.Color;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/// Every pair of text and ground that the style sheets use reaches 4.5:1 (WCAG AA) in light and in dark.
class ContrastTest {
    private static final double AA = 4.5;

    /// Text first, then what it lies on.
    private static final List<List<String>> PAIRS =
            List.of(
                    List.of("-color-fg-default", "-color-bg-default"),
                    List.of("-color-fg-default", "-color-bg-subtle"),
                    List.of("-color-fg-default", "-color-bg-inset"),
                    List.of("-color-fg-default", "-kit-surface"),
                    List.of("-color-fg-default", "-color-accent-subtle"),
                    List.of("-color-fg-default", "-color-warning-subtle"),
                    List.of("-color-fg-default", "-color-danger-subtle"),
                    List.of("-color-fg-muted", "-color-bg-default"),
                    List.of("-color-fg-muted", "-color-bg-subtle"),
                    List.of("-color-fg-muted", "-kit-surface"),
                    List.of("-color-accent-fg", "-color-bg-default"),
                    List.of("-color-accent-fg", "-kit-surface"),
                    List.of("-color-accent-fg", "-color-accent-subtle"),
                    List.of("-color-accent-fg", "-color-warning-subtle"),
                    List.of("-color-accent-fg", "-color-danger-subtle"),
                    List.of("-color-danger-fg", "-color-bg-default"),
                    List.of("-color-danger-fg", "-kit-surface"),
                    List.of("-color-success-fg", "-color-bg-default"),
                    List.of("-color-warning-fg", "-color-bg-default"),
                    List.of("-color-fg-emphasis", "-color-accent-emphasis"),
                    List.of("-color-fg-emphasis", "-color-danger-emphasis"),
                    List.of("-kit-on-picture", "-color-accent-emphasis"),
                    List.of("-kit-status-queued-fg", "-kit-status-queued-bg"),
                    List.of("-kit-status-processing-fg", "-kit-status-processing-bg"),
                    List.of("-kit-status-completed-fg", "-kit-status-completed-bg"),
                    List.of("-kit-status-failed-fg", "-kit-status-failed-bg"),
                    List.of("-kit-status-cancelled-fg", "-kit-status-cancelled-bg"));

    @ParameterizedTest
    @EnumSource(names = {"LIGHT", "DARK"})
    void allTextCanBeRead(Theme.Choice choice) throws Exception {
        List<String> weak = FxTest.on(() -> weak(choice));
        assertEquals(List.of(), weak);
    }

    private static List<String> weak(Theme.Choice choice) {
        Theme theme = new Theme();
        theme.choose(choice);
        StackPane root = new StackPane();
        Scene scene = new Scene(root, 10, 10);
        theme.dress(scene);
        List<String> weak = new ArrayList<>();
        for (List<String> pair : PAIRS) {
            Color page = colour(root, "-color-bg-default");
            Color ground = over(colour(root, pair.get(1)), page);
            Color text = over(colour(root, pair.get(0)), ground);
            double ratio = ratio(text, ground);
            if (ratio < AA) {
                weak.add(String.format(Locale.ROOT, "%s %.2f", pair, ratio));
            }
        }
        return weak;
    }

    /// What a token comes to, asked of a region that is painted with it.
    private static Color colour(StackPane root, String token) {
        Region probe = new Region();
        probe.getStyleClass().add("probe");
        String sheet = ".probe { -fx-background-color: " + token + "; }";
        probe.getStylesheets()
                .add(
                        "data:text/css;base64,"
                                + Base64.getEncoder()
                                        .encodeToString(sheet.getBytes(StandardCharsets.UTF_8)));
        root.getChildren().setAll(probe);
        root.applyCss();
        return (Color) probe.getBackground().getFills().getFirst().getFill();
    }

    private static Color over(Color upper, Color lower) {
        double share = upper.getOpacity();
        return Color.color(
                upper.getRed() * share + lower.getRed() * (1 - share),
                upper.getGreen() * share + lower.getGreen() * (1 - share),
                upper.getBlue() * share + lower.getBlue() * (1 - share));
    }

    private static double ratio(Color a, Color b) {
        double lighter = Math.max(luminance(a), luminance(b));
        double darker = Math.min(luminance(a), luminance(b));
        return (lighter + 0.05) / (darker + 0.05);
    }

    private static double luminance(Color colour) {
        return 0.2126 * linear(colour.getRed())
                + 0.7152 * linear(colour.getGreen())
                + 0.0722 * linear(colour.getBlue());
    }

    private static double linear(double channel) {
        return channel <= 0.04045 ? channel / 12.92 : Math.pow((channel + 0.055) / 1.055, 2.4);
    }
}
