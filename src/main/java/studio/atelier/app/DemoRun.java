package studio.atelier.app;

import javafx.scene.control.Button;
import javafx.scene.control.ToggleButton;

import studio.atelier.cli.CommandLineStudio;
import studio.atelier.gallery.GalleryKey;
import studio.atelier.gallery.GalleryQuery;
import studio.atelier.model.BatchId;
import studio.atelier.model.ImageId;
import studio.atelier.model.JobStatus;
import studio.atelier.model.Messages;
import studio.atelier.model.ReferenceImage;
import studio.atelier.model.StudioException;
import studio.atelier.queue.BatchView;
import studio.atelier.queue.JobView;
import studio.atelier.ui.ShellViewModel.Tab;
import studio.atelier.ui.generate.ModelChoice;
import studio.atelier.ui.kit.UiThread;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/// Drives the real screens as a person would: Milan, three references, two variations, Generate; waits for the
/// pictures, and saves them with screenshots of every screen, light and dark. Blocks; not on the JavaFX thread.
final class DemoRun {
    private static final String MODEL = "milan";
    private static final int REFERENCES = 3;
    private static final int VARIATIONS = 2;
    private static final int LATEST = 20;

    private final Path out;
    private final CommandLineStudio studio;
    private final StudioWindow window;
    private final Messages messages = Messages.of("app");
    private final UiThread ui = new UiThread();
    private final Patience patience = new Patience();
    private final CompletableFuture<Screens> ready = new CompletableFuture<>();

    DemoRun(Home home, Map<String, String> environment, Path out, CommandLineStudio studio) {
        this.out = out;
        this.studio = studio;
        this.window =
                new StudioWindow(
                        home,
                        environment,
                        new StudioWindow.Watcher(
                                ready::complete,
                                problem ->
                                        ready.completeExceptionally(new StudioException(problem))));
    }

    /// @return the exit code
    int run() throws InterruptedException {
        say("demo.starting");
        window.start();
        try {
            Screens screens = ready.join();
            return drive(screens);
        } catch (CompletionException e) {
            if (e.getCause() instanceof StudioException problem) {
                return studio.refuse(List.of(problem.problem()));
            }
            throw e;
        } finally {
            window.close();
            window.awaitClosed();
        }
    }

    private int drive(Screens screens) throws InterruptedException {
        var shots = new DemoShots(window, out);
        choose(screens);
        BatchId batch = generate(screens);
        patience.until(() -> isWorthShowing(batch), () -> tell(batch));
        shots.take("generate");
        patience.until(() -> isFinished(batch), () -> tell(batch));
        tell(batch);
        List<JobView> jobs = jobs(batch);
        List<GalleryKey> pictures = pictures(jobs);
        save(pictures);
        if (!pictures.isEmpty()) {
            showGallery(screens, pictures.getFirst());
            shots.take("gallery");
            screensDo(() -> screens.gallery().lightbox().open(pictures.getFirst()));
            patience.settle();
            shots.take("lightbox");
        }
        long failed = jobs.stream().filter(v -> v.job().status() != JobStatus.COMPLETED).count();
        jobs.stream()
                .flatMap(view -> view.job().problem().stream())
                .distinct()
                .forEach(problem -> studio.refuse(List.of(problem)));
        say("demo.done", pictures.size(), out.toString());
        return failed == 0 ? 0 : 1;
    }

    private void choose(Screens screens) throws InterruptedException {
        var generate = screens.generate();
        patience.until(
                () ->
                        fx(
                                () ->
                                        !generate.models().isEmpty()
                                                && generate.references().shown().get().size()
                                                        >= REFERENCES),
                () -> {});
        screensDo(
                () -> {
                    milan(generate.models()).ifPresent(generate::choose);
                    generate.references()
                            .selection()
                            .set(
                                    spread(generate.references().shown().get()).stream()
                                            .map(ReferenceImage::id)
                                            .toList());
                    ((ToggleButton) window.stage().getScene().lookup("#variations-" + VARIATIONS))
                            .fire();
                });
        patience.settle();
    }

    private static java.util.Optional<ModelChoice> milan(List<ModelChoice> models) {
        return models.stream().filter(choice -> choice.model().slug().equals(MODEL)).findFirst();
    }

    /// One reference from each of the first categories, for a lively picture.
    private static List<ReferenceImage> spread(List<ReferenceImage> references) {
        List<ReferenceImage> firsts =
                references.stream()
                        .filter(
                                r ->
                                        references.stream()
                                                .filter(o -> o.category().equals(r.category()))
                                                .findFirst()
                                                .orElseThrow()
                                                .equals(r))
                        .limit(REFERENCES)
                        .toList();
        return firsts.size() == REFERENCES ? firsts : references.subList(0, REFERENCES);
    }

    private BatchId generate(Screens screens) throws InterruptedException {
        var batch = screens.generate().batch();
        patience.until(() -> fx(() -> batch.able().get()), () -> {});
        screensDo(() -> ((Button) window.stage().getScene().lookup("#generate")).fire());
        patience.until(
                () ->
                        fx(() -> batch.queued().get().isPresent())
                                || fx(() -> !batch.problems().isEmpty()),
                () -> {});
        return fx(() -> batch.queued().get())
                .orElseThrow(() -> new StudioException(fx(() -> batch.problems().getFirst())));
    }

    private boolean isWorthShowing(BatchId batch) {
        List<JobView> jobs = jobs(batch);
        boolean someDone = jobs.stream().anyMatch(v -> v.job().status().isFinal());
        boolean someMoving = jobs.stream().anyMatch(v -> v.fraction() > 0.5);
        return isFinished(batch) || (someDone && someMoving);
    }

    private boolean isFinished(BatchId batch) {
        List<JobView> jobs = jobs(batch);
        return !jobs.isEmpty() && jobs.stream().allMatch(v -> v.job().status().isFinal());
    }

    private List<JobView> jobs(BatchId batch) {
        return window.core().queue().latest(LATEST).stream()
                .filter(view -> view.batch().id().equals(batch))
                .map(BatchView::jobs)
                .flatMap(List::stream)
                .toList();
    }

    private List<GalleryKey> pictures(List<JobView> jobs) {
        var ids = jobs.stream().map(view -> view.job().id().value()).toList();
        return window.core().gallery().keys(GalleryQuery.ALL).stream()
                .filter(key -> key.hasImage() && ids.contains(key.job()))
                .toList();
    }

    private void save(List<GalleryKey> pictures) {
        try {
            Files.createDirectories(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (GalleryKey key : pictures) {
            window.core()
                    .gallery()
                    .detail(key)
                    .flatMap(detail -> detail.image())
                    .ifPresent(
                            image ->
                                    window.core()
                                            .gallery()
                                            .saveAs(
                                                    new ImageId(key.image()),
                                                    out.resolve(image.filename())));
        }
    }

    private void showGallery(Screens screens, GalleryKey first) throws InterruptedException {
        screensDo(
                () -> {
                    screens.shell().tabProperty().set(Tab.GALLERY);
                    screens.gallery().showNews();
                });
        patience.until(
                () -> fx(() -> screens.gallery().snapshot().get().indexOf(first) >= 0), () -> {});
        patience.settle();
    }

    private void tell(BatchId batch) {
        List<JobView> jobs = jobs(batch);
        long done = jobs.stream().filter(v -> v.job().status().isFinal()).count();
        if (patience.isNews(done + "/" + jobs.size())) {
            say("demo.progress", done, jobs.size());
        }
    }

    private void say(String key, Object... arguments) {
        studio.out().println(messages.text(key, arguments));
        studio.out().flush();
    }

    private void screensDo(Runnable action) {
        fx(
                () -> {
                    action.run();
                    return true;
                });
    }

    /// Runs on the JavaFX thread and waits for the answer; only a drive from outside may do that.
    private <T> T fx(Supplier<T> question) {
        return CompletableFuture.supplyAsync(question, ui).join();
    }
}
