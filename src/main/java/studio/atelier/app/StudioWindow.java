package studio.atelier.app;

import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.image.Image;
import javafx.stage.Stage;
import javafx.stage.Window;
import javafx.stage.WindowEvent;
import javafx.util.Duration;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import studio.atelier.captions.CaptionsAddress;
import studio.atelier.model.Allowed;
import studio.atelier.model.Messages;
import studio.atelier.model.Problem;
import studio.atelier.model.StudioException;
import studio.atelier.ui.MainView;
import studio.atelier.ui.OnClose;
import studio.atelier.ui.StartView;
import studio.atelier.ui.gallery.GalleryViewModel;
import studio.atelier.ui.generate.caption.CaptionHost;
import studio.atelier.ui.kit.Dialogs;
import studio.atelier.ui.kit.ProblemRequest;
import studio.atelier.ui.kit.Theme;
import studio.atelier.ui.kit.UiThread;
import studio.atelier.ui.kit.VirtualBackground;
import studio.atelier.ui.settings.SettingsView;
import studio.atelier.ui.settings.SettingsViewModel;
import studio.atelier.ui.settings.SettingsViewModel.Page;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/// The window from the first frame to the last: it shows at once, the core opens behind it, and closing it
/// closes the core. What is not said to block runs on the JavaFX thread.
@Allowed("Platform: starts and ends the toolkit")
final class StudioWindow {
    private static final Logger LOG = LoggerFactory.getLogger(StudioWindow.class);

    /// The style sheets of the screens, after those of the kit.
    static final List<String> SHEETS =
            List.of("shell", "generate", "shelf", "queue", "gallery", "lightbox", "settings");

    private static final double WIDTH = 1440;
    private static final double HEIGHT = 900;
    private static final double MIN_WIDTH = 1000;
    private static final double MIN_HEIGHT = 640;
    private static final Duration LISTEN = Duration.seconds(1);
    private static final int[] ICON_SIZES = {16, 32, 64, 128, 256};

    private final Home home;
    private final Map<String, String> environment;
    private final Watcher watcher;
    private final Settings settings;
    private final UiThread ui = new UiThread();
    private final VirtualBackground background = new VirtualBackground(ui);
    private final WindowCall call;
    private final Timeline calls = new Timeline(new KeyFrame(LISTEN, _ -> answerCall()));
    private final CoreDoor door = new CoreDoor();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Messages messages = Messages.of("main");
    private @Nullable SettingsViewModel settingsModel;
    private @Nullable Stage stage;
    private @Nullable Theme theme;
    private volatile @Nullable Core core;
    private @Nullable Screens screens;
    private @Nullable Closing closing;
    private boolean opening;
    private boolean unseen;

    /// Told on the JavaFX thread how the start went, besides the person who sees it.
    ///
    /// @param ready the tabs are there
    /// @param failed what keeps the studio from starting
    record Watcher(Consumer<Screens> ready, Consumer<Problem> failed) {}

    StudioWindow(Home home, Map<String, String> environment, Watcher watcher) {
        this.home = home;
        this.environment = environment;
        this.watcher = watcher;
        this.settings = Settings.load(home.settings());
        this.call = new WindowCall(home);
    }

    /// Starts the toolkit and shows the window. From any thread.
    ///
    /// @throws StudioException `NO_WINDOW_SYSTEM` when the toolkit finds no way to draw
    void start() {
        try {
            // It may go on without a window.
            Platform.setImplicitExit(false);
            Platform.startup(this::show);
        } catch (UnsupportedOperationException e) {
            throw new StudioException(
                    Problem.detailed(Problem.Kind.NO_WINDOW_SYSTEM, String.valueOf(e.getMessage())),
                    e);
        }
    }

    /// Ends the window. From any thread.
    void close() {
        ui.run(this::end);
    }

    /// Whether the studio is to end.
    boolean isClosed() {
        return closed.getCount() == 0;
    }

    /// Blocks until the window is closed, then closes the core and the toolkit.
    void awaitClosed() throws InterruptedException {
        closed.await();
        try {
            letGo();
        } finally {
            Platform.exit();
        }
    }

    /// Closes the core and leaves the toolkit. Blocks.
    void letGo() {
        // In reverse: the screens let go of the core before it closes.
        try (door;
                Screens _ = screens) {
            calls.stop();
            background.close();
        }
    }

    Stage stage() {
        return Objects.requireNonNull(stage);
    }

    Theme theme() {
        return Objects.requireNonNull(theme);
    }

    Core core() {
        return Objects.requireNonNull(core);
    }

    /// Shows the window, once the toolkit runs.
    void show() {
        var looks = dressing();
        theme = looks;
        var start = new StartView(this::showSettings);
        settingsModel =
                new SettingsViewModel(
                        new HomeConnections(home, environment),
                        new HomeEngines(
                                home,
                                environment,
                                () -> Optional.ofNullable(core).map(Core::queue),
                                () ->
                                        Optional.ofNullable(core)
                                                .filter(open -> open.engines().settle())
                                                .isPresent()),
                        background,
                        ui::run);
        var scene = new Scene(start, WIDTH, HEIGHT);
        looks.dress(scene);
        ProblemRequest.answer(start, dialogs());
        var window = new Stage();
        stage = window;
        window.setTitle(messages.text("title"));
        window.setMinWidth(MIN_WIDTH);
        window.setMinHeight(MIN_HEIGHT);
        addIcons(window);
        window.setScene(scene);
        window.setOnCloseRequest(this::closeRequested);
        window.setOnHidden(_ -> hidden());
        window.show();
        calls.setCycleCount(Animation.INDEFINITE);
        calls.play();
        LOG.info("window shown");
        open(start);
    }

    /// As soon as there is a queue, closing waits for an answer.
    private void closeRequested(WindowEvent event) {
        Closing known = closing;
        if (known != null) {
            event.consume();
            known.requested();
        }
    }

    private void hidden() {
        if (!unseen) {
            closed.countDown();
        }
    }

    private void hide() {
        LOG.info("going on without a window until nothing is left to do");
        unseen = true;
        stage().hide();
    }

    private void end() {
        unseen = false;
        stage().hide();
        closed.countDown();
    }

    /// A second start on this home wants this window.
    private void answerCall() {
        background.run(
                call::take,
                called -> {
                    if (called && !isClosed()) {
                        comeForward();
                    }
                },
                _ -> {});
    }

    private void comeForward() {
        unseen = false;
        Optional.ofNullable(closing).ifPresent(Closing::returned);
        stage().show();
        stage().setIconified(false);
        stage().toFront();
    }

    private Theme dressing() {
        var looks = new Theme();
        SHEETS.forEach(looks::addSheet);
        settings.get(Screens.LOOK).flatMap(StudioWindow::choice).ifPresent(looks::choose);
        return looks;
    }

    private static Optional<Theme.Choice> choice(String name) {
        return Arrays.stream(Theme.Choice.values())
                .filter(choice -> choice.name().equals(name))
                .findFirst();
    }

    private static void addIcons(Stage window) {
        for (int size : ICON_SIZES) {
            var icon =
                    StudioWindow.class.getResourceAsStream(
                            "/studio/atelier/icons/atelier-" + size + ".png");
            if (icon != null) {
                window.getIcons().add(new Image(icon));
            }
        }
    }

    private void open(StartView start) {
        if (opening) {
            return;
        }
        opening = true;
        background.run(
                () ->
                        door.open(
                                () ->
                                        Core.open(
                                                home,
                                                home.environment(environment),
                                                new FxJpegDecoder())),
                this::opened,
                problem -> failed(start, problem));
    }

    /// Closes everything and opens it anew, with the connections that are saved now. What runs inside an engine
    /// stays there and is collected afterwards.
    void reopen() {
        if (opening) {
            return;
        }
        LOG.info("everything is closed and opened anew");
        List.copyOf(Window.getWindows()).stream()
                .filter(other -> !other.equals(stage))
                .forEach(Window::hide);
        closing = null;
        core = null;
        Optional.ofNullable(screens).ifPresent(Screens::close);
        screens = null;
        var start = new StartView(this::showSettings);
        ProblemRequest.answer(start, dialogs());
        stage().getScene().setRoot(start);
        opening = true;
        background.run(
                () -> {
                    door.empty();
                    return start;
                },
                _ -> {
                    opening = false;
                    open(start);
                },
                problem -> failed(start, problem));
    }

    /// Also while nothing is open: what keeps the studio from starting can be mended there.
    private void showSettings() {
        var view = settingsView(this::reopen);
        dialogs().show(messages.text("settings.title"), view);
        view.arrive();
    }

    private SettingsView settingsView(Runnable restart) {
        return new SettingsView(
                Objects.requireNonNull(settingsModel),
                theme(),
                new SettingsView.Means(new EnvFileDialog(() -> stage)::choose, restart));
    }

    private CaptionHost captionHost(MainView root) {
        return new CaptionHost() {
            @Override
            public Optional<CaptionsAddress> service() {
                return home.captions(environment);
            }

            @Override
            public void showSettings() {
                Objects.requireNonNull(settingsModel).page().set(Page.CAPTIONS);
                root.showSettings();
            }
        };
    }

    private Dialogs dialogs() {
        return new Dialogs(theme(), () -> stage);
    }

    private void failed(StartView start, Problem problem) {
        opening = false;
        start.failed(problem, () -> open(start), this::end);
        watcher.failed().accept(problem);
    }

    private void opened(Core opened) {
        opening = false;
        core = opened;
        Objects.requireNonNull(settingsModel).startedAnew();
        var made =
                new Screens(
                        opened, new Screens.Means(ui, background, theme(), settings, () -> stage));
        screens = made;
        closing =
                new Closing(
                        opened.queue(),
                        background,
                        dialogs(),
                        made.onClose(),
                        new Closing.Ways(this::hide, this::end));
        made.root()
                .offer(
                        settingsView(this::reopen)
                                .with("on-close", OnClose.values(), made.onClose()));
        made.generate().captions().connect(opened.captioner(), captionHost(made.root()));
        stage().getScene().setRoot(made.root());
        noteFirstReading(made.gallery());
        made.start();
        opened.startWorking();
        watcher.ready().accept(made);
        background.run(
                () -> {
                    home.connections().settle();
                    new EngineKeeping(home).settle();
                    return home;
                },
                _ -> {},
                problem -> LOG.warn("secrets stay in the file: {}", problem.sentence()));
    }

    /// With the line before it, the log tells how long a start takes.
    private static void noteFirstReading(GalleryViewModel gallery) {
        gallery.state()
                .subscribe(
                        (before, _) -> {
                            if (before instanceof GalleryViewModel.State.Loading) {
                                LOG.info("gallery read");
                            }
                        });
    }
}
