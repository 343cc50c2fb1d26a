package studio.atelier.ui.settings;

import atlantafx.base.theme.Styles;

import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

import studio.atelier.model.Messages;
import studio.atelier.ui.kit.Banner;
import studio.atelier.ui.kit.Icons;
import studio.atelier.ui.kit.ProblemDetails;
import studio.atelier.ui.settings.EnvFileViewModel.State;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Takes the connections of another program's `.env` file over: which names it has, and never their values.
final class EnvFilePage extends VBox {
    private final Messages messages = Messages.of("settings");
    private final EnvFileViewModel model;
    private final Runnable restart;
    private final VBox below = new VBox();

    EnvFilePage(EnvFileViewModel model, Supplier<Optional<Path>> chooser, Runnable restart) {
        this.model = model;
        this.restart = restart;
        getStyleClass().add("settings-page");
        setId("settings-env-file");
        var about = label(messages.text("env.about"), "settings-about");
        var choose = new Button(messages.text("env.choose"), Icons.FOLDER.node());
        choose.setId("env-choose");
        choose.setOnAction(_ -> chooser.get().ifPresent(model::look));
        below.getStyleClass().add("settings-page");
        getChildren().addAll(about, choose, below);
        model.state().subscribe(this::show);
    }

    private void show(State state) {
        below.getChildren()
                .setAll(
                        switch (state) {
                            case State.None() -> List.of();
                            case State.Looking() ->
                                    List.of(label(messages.text("env.looking"), "setting-help"));
                            case State.Seen(var file, var found) -> seen(file, found);
                            case State.Taken(var taken) -> taken(taken);
                            case State.Failed(var problem) -> List.of(new ProblemDetails(problem));
                        });
    }

    private List<Node> seen(Path file, ConnectionSettings.EnvFile found) {
        var take = new Button(messages.text("env.take", found.taken().size()));
        take.setId("env-take");
        take.getStyleClass().add(Styles.ACCENT);
        take.setDisable(found.taken().isEmpty());
        take.setOnAction(_ -> model.take());
        var leave = new Button(messages.text("env.leave"));
        leave.setOnAction(_ -> model.forget());
        var buttons = new HBox(take, leave);
        buttons.getStyleClass().add("settings-buttons");
        return List.of(
                label(file.toString(), "setting-help"),
                names("env.known", "env.known.none", found.taken(), true),
                names("env.unknown", "env.unknown.none", found.left(), false),
                buttons);
    }

    private List<Node> taken(ConnectionSettings.EnvFile taken) {
        return List.of(
                new Banner(Banner.Tone.INFO, messages.text("env.taken", taken.taken().size()))
                        .withAction(messages.text("restart"), restart));
    }

    private Node names(String key, String none, List<String> names, boolean known) {
        var box = new VBox(label(messages.text(names.isEmpty() ? none : key), "setting-label"));
        box.getStyleClass().add("env-names");
        for (String name : names) {
            var line =
                    new HBox(
                            known
                                    ? Icons.CHECK.node("icon-small", "test-ok")
                                    : Icons.REMOVE.node("icon-small", "test-waits"),
                            new Label(known ? messages.text("env.value", name) : name));
            line.getStyleClass().add("test-step");
            box.getChildren().add(line);
        }
        return box;
    }

    private static Label label(String words, String style) {
        var label = new Label(words);
        label.getStyleClass().add(style);
        label.setWrapText(true);
        return label;
    }
}
