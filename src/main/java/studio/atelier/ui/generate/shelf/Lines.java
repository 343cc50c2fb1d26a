package studio.atelier.ui.generate.shelf;

import javafx.scene.Node;
import javafx.scene.control.Label;

import studio.atelier.ui.kit.Icons;

/// Sentences with a sign before them, as they stand in panes.
final class Lines {
    private Lines() {}

    static Label warning(String text) {
        return line(text, Icons.WARNING, "line-warning");
    }

    static Label information(String text) {
        return line(text, Icons.INFO, "line-information");
    }

    static Label success(String text) {
        return line(text, Icons.SUCCESS, "line-success");
    }

    static Label error(String text) {
        return line(text, Icons.ERROR, "line-error");
    }

    static void reveal(Node node, boolean shown) {
        node.setVisible(shown);
        node.setManaged(shown);
    }

    private static Label line(String text, Icons icon, String style) {
        Label label = new Label(text, icon.node("icon-small"));
        label.setWrapText(true);
        label.setMinHeight(Label.USE_PREF_SIZE);
        label.getStyleClass().addAll("pane-line", style);
        return label;
    }
}
