package studio.atelier.ui;

import atlantafx.base.theme.Styles;

import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;

import org.jspecify.annotations.Nullable;

import studio.atelier.model.Messages;
import studio.atelier.model.Problem;
import studio.atelier.ui.EnginesViewModel.EngineItem;
import studio.atelier.ui.EnginesViewModel.Standing;
import studio.atelier.ui.kit.DetailsButton;
import studio.atelier.ui.kit.Icons;
import studio.atelier.ui.kit.Ticker;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/// All engines, each with how it stands and what can be done about it.
final class EnginePanel extends VBox {
    private final Messages messages = Messages.of("main");
    private final EngineWords words = new EngineWords();
    private final EnginesViewModel model;
    private final Node asker;
    private final List<Row> rows = new ArrayList<>();

    /// @param asker in the main window: where requests for details start
    EnginePanel(EnginesViewModel model, Node asker) {
        this.model = model;
        this.asker = asker;
        setId("engine-panel");
        getStyleClass().add("engine-panel");
        model.engines().subscribe(_ -> fill());
        // what is inside the engines moves on
        Ticker.whileShown(this, model::refresh);
    }

    /// Rows stay as long as the engines do, so that the keyboard stays where it is.
    private void fill() {
        List<EngineItem> engines = model.engines().get();
        if (rows.size() != engines.size()) {
            rows.forEach(Row::release);
            rows.clear();
            engines.forEach(_ -> rows.add(new Row()));
            getChildren().setAll(rows);
        }
        for (int i = 0; i < engines.size(); i++) {
            rows.get(i).show(engines.get(i));
        }
    }

    /// Makes a dot look as an engine stands.
    static void colour(Region dot, Standing standing, boolean demo) {
        for (Standing each : Standing.values()) {
            String name = each.name().toLowerCase(Locale.ROOT).replace('_', '-');
            dot.pseudoClassStateChanged(PseudoClass.getPseudoClass(name), each == standing);
        }
        dot.pseudoClassStateChanged(
                PseudoClass.getPseudoClass("demo"), demo && standing == Standing.ANSWERS);
    }

    private final class Row extends VBox {
        private final Region dot = new Region();
        private final Label name = label("engine-row-name");
        private final Label version = label("engine-row-version");
        private final Label standing = label("engine-row-standing");
        private final Label load = label("engine-row-about");
        private final Label idle = label("engine-row-idle");
        private final Label about = label("engine-row-about");
        private final Button pause = new Button();
        private final Button use = new Button();
        private final Button tryNow =
                new Button(messages.text("engine.try-now"), Icons.REFRESH.node());
        private final MenuItem cancel = new MenuItem("", Icons.CANCEL.node());
        private final DetailsButton details = new DetailsButton(this::problems);
        private final Subscription time;
        private @Nullable EngineItem engine;

        Row() {
            getStyleClass().add("engine-row");
            dot.getStyleClass().add("engine-dot");
            Region space = new Region();
            HBox.setHgrow(space, Priority.ALWAYS);
            version.setMinWidth(USE_PREF_SIZE);
            HBox head = new HBox(dot, name, space, version);
            head.getStyleClass().add("engine-row-head");
            pause.setId("engine-pause");
            pause.getStyleClass().add(Styles.SMALL);
            pause.setOnAction(_ -> with(model::pauseOrResume));
            tryNow.setId("engine-try-now");
            tryNow.getStyleClass().add(Styles.SMALL);
            tryNow.setOnAction(_ -> with(model::tryNow));
            use.setId("engine-use");
            use.getStyleClass().add(Styles.SMALL);
            use.setOnAction(_ -> with(model::useOrNot));
            HBox buttons =
                    new HBox(pause, use, tryNow, details.asking(asker, this::problems), more());
            buttons.getStyleClass().add("engine-row-buttons");
            getChildren().addAll(head, standing, load, idle, about, buttons);
            time = model.now().subscribe(_ -> showTime());
        }

        /// What can be done with all of its jobs at once.
        private MenuButton more() {
            cancel.setId("engine-cancel-inside");
            cancel.setOnAction(_ -> with(model::cancelInside));
            MenuItem retry = new MenuItem(messages.text("engine.retry"), Icons.RETRY.node());
            retry.setId("engine-retry-failed");
            retry.setOnAction(_ -> with(model::retryFailed));
            MenuButton more = new MenuButton("", Icons.MORE.node(), cancel, retry);
            more.setId("engine-more");
            more.getStyleClass().addAll(Styles.BUTTON_ICON, Styles.FLAT, "no-arrow", "row-button");
            more.setAccessibleText(messages.text("engine.more"));
            more.setTooltip(new Tooltip(messages.text("engine.more")));
            return more;
        }

        void release() {
            time.unsubscribe();
        }

        void show(EngineItem shown) {
            engine = shown;
            name.setText(words.name(shown));
            version.setText(words.version(shown));
            String text =
                    shown.state()
                            .problem()
                            .map(problem -> problem.sentence() + " " + problem.action())
                            .orElse(shown.state().demo() ? messages.text("engine.demo.tip") : "");
            about.setText(text);
            reveal(about, !text.isEmpty());
            idle.setText(shown.state().idle().orElse(""));
            reveal(idle, !idle.getText().isEmpty());
            load.setText(words.load(shown, model.money()));
            int inside = shown.state().load().inside();
            cancel.setText(messages.text("engine.cancel", inside));
            cancel.setDisable(inside == 0);
            boolean inUse = shown.state().load().enabled();
            use.setText(messages.text(inUse ? "engine.disable" : "engine.enable"));
            pseudoClassStateChanged(PseudoClass.getPseudoClass("out-of-use"), !inUse);
            reveal(pause, inUse);
            boolean paused = shown.state().paused();
            pause.setText(messages.text(paused ? "engine.resume" : "engine.pause"));
            pause.setGraphic((paused ? Icons.PLAY : Icons.PAUSE).node());
            pause.getStyleClass().remove(Styles.ACCENT);
            if (paused) {
                pause.getStyleClass().add(Styles.ACCENT);
            }
            boolean troubled = inUse && shown.state().problem().isPresent();
            reveal(tryNow, troubled);
            details.offer(troubled);
            showTime();
            fit();
        }

        /// An open pop-over does not grow by itself.
        private void fit() {
            if (getScene() != null && getScene().getWindow() != null) {
                getScene().getWindow().sizeToScene();
            }
        }

        private void showTime() {
            EngineItem shown = engine;
            if (shown != null) {
                Instant now = model.now().get();
                standing.setText(words.standing(shown, now));
                colour(dot, shown.standing(now), shown.state().demo());
            }
        }

        private List<Problem> problems() {
            return Optional.ofNullable(engine).flatMap(e -> e.state().problem()).stream().toList();
        }

        private void with(Consumer<EngineItem> verb) {
            Optional.ofNullable(engine).ifPresent(verb);
        }

        private static Label label(String style) {
            Label label = new Label();
            label.setWrapText(true);
            label.setMinHeight(USE_PREF_SIZE);
            label.getStyleClass().add(style);
            return label;
        }

        private static void reveal(Node node, boolean shown) {
            node.setVisible(shown);
            node.setManaged(shown);
        }
    }
}
