package studio.atelier.ui;

import atlantafx.base.theme.Styles;

import javafx.scene.control.Button;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;

import org.controlsfx.control.PopOver;
import org.controlsfx.control.PopOver.ArrowLocation;

import studio.atelier.model.Messages;
import studio.atelier.ui.EnginesViewModel.EngineItem;
import studio.atelier.ui.EnginesViewModel.Standing;
import studio.atelier.ui.kit.Ticker;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/// The engines in the header: how the worst off of them stands, and all of them on a press.
final class EngineButton extends Button {
    private final Messages messages = Messages.of("main");
    private final EngineWords words = new EngineWords();
    private final ShellViewModel shell;
    private final EnginesViewModel model;
    private final Region dot = new Region();
    private final PopOver popOver = new PopOver();

    EngineButton(ShellViewModel shell) {
        this.shell = shell;
        this.model = shell.engines();
        setId("engine-status");
        dot.getStyleClass().add("engine-dot");
        getStyleClass().addAll("engine-status", Styles.FLAT);
        setGraphic(new StackPane(dot));
        setMinWidth(USE_PREF_SIZE);
        setOnAction(_ -> open());
        popOver.setArrowLocation(ArrowLocation.TOP_CENTER);
        popOver.setDetachable(false);
        popOver.getStyleClass().add("kit-popover");
        popOver.setContentNode(new EnginePanel(model, this));
        model.engines().subscribe(_ -> show());
        model.now().subscribe(_ -> show());
        Ticker.whileShown(this, model::tick);
    }

    private void open() {
        shell.refresh();
        if (popOver.isShowing()) {
            popOver.hide();
        } else {
            popOver.show(this);
        }
    }

    /// One that is out of use says nothing of the others.
    private static List<EngineItem> used(List<EngineItem> engines) {
        List<EngineItem> used =
                engines.stream().filter(engine -> engine.state().load().enabled()).toList();
        return used.isEmpty() ? engines : used;
    }

    private void show() {
        Instant now = model.now().get();
        List<EngineItem> engines = model.engines().get();
        if (engines.isEmpty()) {
            EnginePanel.colour(dot, Standing.ASKING, false);
            setText(messages.text("engine.asking"));
            setTooltip(new Tooltip(getText()));
            return;
        }
        EngineItem worst =
                used(engines).stream()
                        .max(Comparator.comparing(engine -> engine.standing(now)))
                        .orElseThrow();
        EnginePanel.colour(dot, worst.standing(now), worst.state().demo());
        String name =
                engines.size() == 1
                        ? words.name(worst)
                        : messages.text("engine.several", engines.size());
        String suffix =
                switch (worst.standing(now)) {
                    case PAUSED -> messages.text("engine.chip.paused");
                    case RESTING -> messages.text("engine.chip.resting");
                    case DOWN -> messages.text("engine.chip.down");
                    case ANSWERS, ASKING, OUT_OF_USE -> "";
                };
        setText(name + suffix);
        String whole = words.name(worst) + ": " + words.standing(worst, now);
        if (getTooltip() == null || !getTooltip().getText().equals(whole)) {
            setTooltip(new Tooltip(whole));
            setAccessibleText(whole);
        }
    }
}
