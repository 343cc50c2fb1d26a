package studio.atelier.ui.settings;

import atlantafx.base.theme.Styles;

import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.layout.HBox;

import studio.atelier.model.Messages;
import studio.atelier.ui.kit.Icons;
import studio.atelier.ui.settings.TestViewModel.State;

/// Below what is entered: test it, save it, or give it up.
final class SettingsButtons extends HBox {
    private final Button test;
    private final Messages messages = Messages.of("settings");

    /// What the buttons do.
    record Verbs(Runnable tryIt, Runnable save, Runnable revert) {}

    /// @param stuck nothing can be saved now
    SettingsButtons(
            TestViewModel tested,
            Verbs verbs,
            ObservableValue<Boolean> changed,
            ObservableValue<Boolean> stuck) {
        test = new Button(messages.text("test"), Icons.SUCCESS.node());
        test.setId("settings-test");
        test.setMinWidth(USE_PREF_SIZE);
        test.setOnAction(
                _ -> {
                    if (tested.state().get() == State.RUNNING) {
                        tested.stop();
                    } else {
                        verbs.tryIt().run();
                    }
                });
        tested.state()
                .subscribe(
                        state ->
                                test.setText(
                                        messages.text(
                                                state == State.RUNNING ? "test.stop" : "test")));
        var save = new Button(messages.text("save"));
        save.setId("settings-save");
        save.setMinWidth(USE_PREF_SIZE);
        save.getStyleClass().add(Styles.ACCENT);
        save.setOnAction(_ -> verbs.save().run());
        save.disableProperty().bind(stuck);
        var revert = new Hyperlink(messages.text("revert"));
        revert.setId("settings-revert");
        revert.setMinWidth(USE_PREF_SIZE);
        revert.setOnAction(_ -> verbs.revert().run());
        changed.subscribe(revert::setVisible);
        getChildren().addAll(test, save, revert);
        getStyleClass().add("settings-buttons");
        setAlignment(Pos.CENTER_LEFT);
    }

    /// For what cannot be tested.
    void offerTest(boolean offered) {
        test.setDisable(!offered);
    }
}
