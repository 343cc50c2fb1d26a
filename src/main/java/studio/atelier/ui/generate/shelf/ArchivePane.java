package studio.atelier.ui.generate.shelf;

import atlantafx.base.theme.Styles;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import studio.atelier.model.Messages;

import java.util.ArrayList;
import java.util.List;

/// Models and workflows that were put away, each to be brought back.
public final class ArchivePane extends VBox {
    private static final Messages MESSAGES = Messages.of("shelf");

    private final ShelfVerbs verbs;
    private final Runnable close;

    public ArchivePane(ShelfViewModel.Archive archive, ShelfVerbs verbs, Runnable close) {
        this.verbs = verbs;
        this.close = close;
        getStyleClass().addAll("preview", "edit-pane");
        setMaxSize(USE_PREF_SIZE, USE_PREF_SIZE);
        Label title = new Label(MESSAGES.text("archive.title"));
        title.getStyleClass().add("preview-title");
        Label text = new Label(MESSAGES.text("archive.text"));
        text.setWrapText(true);
        text.getStyleClass().add("hint");
        Button done = new Button(MESSAGES.text("close"));
        done.setOnAction(_ -> close.run());
        HBox foot = new HBox(done);
        foot.setAlignment(Pos.CENTER_RIGHT);
        getChildren().addAll(new VBox(title, text), list(archive), foot);
    }

    private Node list(ShelfViewModel.Archive archive) {
        List<Node> rows = new ArrayList<>();
        archive.models()
                .forEach(
                        model ->
                                rows.add(
                                        row(
                                                model.name(),
                                                MESSAGES.text("archive.model", model.loraFile()),
                                                "back-" + model.slug(),
                                                () -> verbs.bringBack(model))));
        archive.workflows()
                .forEach(
                        workflow ->
                                rows.add(
                                        row(
                                                workflow.name(),
                                                MESSAGES.text("archive.workflow", workflow.slug()),
                                                "back-" + workflow.slug(),
                                                () -> verbs.bringBack(workflow))));
        if (rows.isEmpty()) {
            Label nothing = new Label(MESSAGES.text("archive.empty"));
            nothing.getStyleClass().add("hint");
            return nothing;
        }
        VBox list = new VBox();
        list.getStyleClass().add("archive-rows");
        list.getChildren().setAll(rows);
        ScrollPane scroll = new ScrollPane(list);
        scroll.getStyleClass().addAll(Styles.DENSE, "edge-to-edge", "archive-list");
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        return scroll;
    }

    private HBox row(String name, String kind, String id, Runnable back) {
        Label title = new Label(name);
        title.getStyleClass().add("model-name");
        Label hint = new Label(kind);
        hint.getStyleClass().add("hint");
        VBox words = new VBox(title, hint);
        words.setMinWidth(0);
        HBox.setHgrow(words, Priority.ALWAYS);
        Button button = new Button(MESSAGES.text("archive.back"));
        button.setId(id);
        button.getStyleClass().add(Styles.SMALL);
        button.setMinWidth(USE_PREF_SIZE);
        button.setOnAction(
                _ -> {
                    close.run();
                    back.run();
                });
        HBox row = new HBox(words, button);
        row.setAlignment(Pos.CENTER_LEFT);
        row.getStyleClass().add("archive-row");
        return row;
    }
}
