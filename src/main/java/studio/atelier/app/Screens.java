package studio.atelier.app;

import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.stage.Window;

import org.jspecify.annotations.Nullable;

import studio.atelier.gallery.GalleryDetail;
import studio.atelier.queue.Queue;
import studio.atelier.queue.audit.Depth;
import studio.atelier.ui.AuditViewModel;
import studio.atelier.ui.MainView;
import studio.atelier.ui.MainView.Tabs;
import studio.atelier.ui.OnClose;
import studio.atelier.ui.ShellViewModel;
import studio.atelier.ui.ShellViewModel.Tab;
import studio.atelier.ui.gallery.GalleryHost;
import studio.atelier.ui.gallery.GalleryView;
import studio.atelier.ui.gallery.GalleryViewModel;
import studio.atelier.ui.gallery.SystemClipboard;
import studio.atelier.ui.gallery.WindowFileDialogs;
import studio.atelier.ui.generate.GenerateView;
import studio.atelier.ui.generate.GenerateViewModel;
import studio.atelier.ui.generate.queue.QueueToasts;
import studio.atelier.ui.generate.queue.QueueViewModel;
import studio.atelier.ui.kit.ActivityList;
import studio.atelier.ui.kit.Dialogs;
import studio.atelier.ui.kit.Money;
import studio.atelier.ui.kit.PictureLoader;
import studio.atelier.ui.kit.Theme;
import studio.atelier.ui.kit.Toast;
import studio.atelier.ui.kit.Toasts;
import studio.atelier.ui.kit.UiThread;
import studio.atelier.ui.kit.VirtualBackground;

import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/// Every long-lived object of the screen, made by hand and let go of in reverse. JavaFX thread only.
final class Screens implements AutoCloseable {

    /// Setting: light, dark, or as the system.
    static final String LOOK = "look.theme";

    /// Setting: ask, keep running, or stop.
    static final String ON_CLOSE = "window.on-close";

    private static final String REFERENCE_SIZE = "look.reference-size";
    private static final String PICTURE_SIZE = "look.picture-size";

    private final Means means;
    private final ShellViewModel shell;
    private final GenerateViewModel generate;
    private final GalleryViewModel gallery;
    private final QueueViewModel queue;
    private final GenerateView generateView;
    private final GalleryView galleryView;
    private final MainView root;

    /// Before amounts of money.
    static final String MONEY_SIGN = "money.sign";

    private final ObjectProperty<OnClose> onClose = new SimpleObjectProperty<>(OnClose.ASK);
    private final OpenParts running = new OpenParts();

    /// What the screens share.
    record Means(
            UiThread ui,
            VirtualBackground background,
            Theme theme,
            Settings settings,
            Supplier<@Nullable Window> window) {}

    Screens(Core core, Means means) {
        this.means = means;
        var clock = InstantSource.system();
        var ui = means.ui();
        var background = means.background();
        var activity = new ActivityList(clock);
        var toasts = new Toasts(ui, activity);
        var dialogs = new Dialogs(means.theme(), means.window());
        var pictures = new PictureLoader(core.pictures()::open, ui);
        running.add(pictures, PictureLoader::close);
        shell = new ShellViewModel(core.queue(), background, ui, clock);
        shell.engines().onRefused(toasts::error);
        shell.engines().onDone(done -> toasts.show(Toast.neutral(done)));
        generate =
                new GenerateViewModel(
                        core.library(),
                        core.repertoire(),
                        core.queue(),
                        background,
                        ui,
                        new RememberedSettings(means.settings(), background),
                        clock);
        queue = new QueueViewModel(core.queue(), background, ui, clock);
        var money = new Money(means.settings().get(MONEY_SIGN).orElse(Money.USUAL.sign()));
        queue.totals().money(money);
        generate.batch().money(money);
        shell.engines().money(money);
        queue.onEvent(new QueueToasts(toasts::show)::accept);
        queue.verbs().onToast(toasts::show);
        generate.references().verbs().onToast(toasts::show);
        generate.shelf().verbs().onToast(toasts::show);
        gallery =
                new GalleryViewModel(
                        core.gallery(), core.library(), core.queue(), background, ui, toasts::show);
        queue.onOthersChanged(gallery::othersChanged);
        core.problems().forEach(toasts::error);
        galleryView = new GalleryView(gallery, pictures, host(means));
        generateView = new GenerateView(generate, queue, pictures);
        rememberOnClose();
        var tabs = new Tabs(generateView, galleryView);
        root =
                new MainView(
                        shell,
                        tabs,
                        new MainView.Furniture(
                                toasts,
                                dialogs,
                                means.theme(),
                                onClose,
                                new AuditViewModel(() -> core.audit().run(Depth.FULL), background),
                                core.places()));
    }

    private GalleryHost host(Means means) {
        return new GalleryHost(
                this::useSettings,
                () -> shell.tabProperty().set(Tab.GENERATE),
                new WindowFileDialogs(means.window()),
                new SystemClipboard());
    }

    private void useSettings(GalleryDetail detail) {
        generate.applySettings(
                detail.job().model(),
                detail.job().workflow(),
                detail.job().parameters(),
                detail.job().seed(),
                detail.job().reference().map(List::of).orElse(List.of()));
        shell.tabProperty().set(Tab.GENERATE);
    }

    private void rememberOnClose() {
        var settings = means.settings();
        settings.get(ON_CLOSE)
                .flatMap(
                        name ->
                                Arrays.stream(OnClose.values())
                                        .filter(choice -> choice.name().equals(name))
                                        .findFirst())
                .ifPresent(onClose::set);
        onClose.subscribe(
                (_, now) ->
                        means.background()
                                .run(
                                        () -> {
                                            settings.put(ON_CLOSE, now.name());
                                            return now;
                                        },
                                        _ -> {},
                                        _ -> {}));
    }

    /// What closing the window does while there is work.
    ObjectProperty<OnClose> onClose() {
        return onClose;
    }

    MainView root() {
        return root;
    }

    ShellViewModel shell() {
        return shell;
    }

    GenerateViewModel generate() {
        return generate;
    }

    GalleryViewModel gallery() {
        return gallery;
    }

    QueueViewModel queue() {
        return queue;
    }

    /// Keeps the look and the sizes of thumbnails that the person chooses from now on.
    void rememberLook() {
        var sizes = new RememberedSizes(means.settings(), means.background());
        sizes.keep(REFERENCE_SIZE, generateView.thumbnailSize());
        sizes.keep(PICTURE_SIZE, galleryView.pictureSize());
        means.theme()
                .choiceProperty()
                .subscribe(
                        (_, now) -> means.background().run(() -> remember(now), _ -> {}, _ -> {}));
    }

    private Theme.Choice remember(Theme.Choice look) {
        means.settings().put(LOOK, look.name());
        return look;
    }

    /// Begins to listen and to load.
    void start() {
        generate.open();
        running.add(generate, GenerateViewModel::close);
        queue.open();
        running.add(queue, QueueViewModel::close);
        gallery.open();
        running.add(gallery, GalleryViewModel::close);
        running.add(shell.start(), Queue.Subscription::close);
        shell.tabProperty()
                .subscribe(
                        tab -> {
                            if (tab == Tab.GALLERY) {
                                galleryView.arrive();
                            }
                        });
    }

    @Override
    public void close() {
        running.close();
    }
}
