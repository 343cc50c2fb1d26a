package studio.atelier.ui.generate;

import studio.atelier.model.ReferenceImage;
import studio.atelier.ui.generate.queue.QueueToasts;
import studio.atelier.ui.generate.queue.QueueViewModel;
import studio.atelier.ui.kit.PictureLoader;
import studio.atelier.ui.kit.Toasts;
import studio.atelier.ui.kit.UiThread;
import studio.atelier.ui.kit.VirtualBackground;

import java.util.List;

/// The Generate tab over things in memory, with toasts, for tests of the frame around it. JavaFX thread only.
public final class GenerateScreen {
    private static final int REFERENCES = 24;

    private final PictureLoader pictures;
    private final GenerateViewModel viewModel;
    private final QueueViewModel queueViewModel;
    private final GenerateView view;

    public GenerateScreen(
            MemoryQueue queue,
            VirtualBackground background,
            UiThread ui,
            TestClock clock,
            Toasts toasts) {
        pictures = new PictureLoader(new TestPictures(), ui);
        var library = new MemoryLibrary(REFERENCES);
        viewModel =
                new GenerateViewModel(
                        library,
                        new MemoryRepertoire(library),
                        queue,
                        background,
                        ui,
                        new MemorySettings(),
                        clock);
        queueViewModel = new QueueViewModel(queue, background, ui, clock);
        queueViewModel.onEvent(new QueueToasts(toasts::show)::accept);
        queueViewModel.verbs().onToast(toasts::show);
        viewModel.references().verbs().onToast(toasts::show);
        view = new GenerateView(viewModel, queueViewModel, pictures);
    }

    public GenerateView view() {
        return view;
    }

    public GenerateViewModel viewModel() {
        return viewModel;
    }

    public void open() {
        viewModel.open();
        queueViewModel.open();
    }

    /// Selects the first references.
    public void select(int count) {
        List<ReferenceImage> shown = viewModel.references().shown().get();
        shown.stream()
                .limit(count)
                .forEach(image -> viewModel.references().selection().toggle(image.id()));
    }

    public void close() {
        pictures.close();
    }
}
