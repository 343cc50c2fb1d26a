package studio.atelier.ui.generate;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

import org.jspecify.annotations.Nullable;

import studio.atelier.gallery.Library;
import studio.atelier.gallery.Library.ImportProgress;
import studio.atelier.gallery.Library.ImportReport;
import studio.atelier.model.Messages;
import studio.atelier.model.Problem;
import studio.atelier.model.ReferenceImage;
import studio.atelier.ui.kit.Background;
import studio.atelier.ui.kit.RunStrip;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;

/// Bringing references in: which category, how far it is, and how it ended, in words. JavaFX thread only; the work
/// itself runs elsewhere.
public final class ImportViewModel implements RunStrip.Run {
    private static final Messages MESSAGES = Messages.of("generate");

    /// More problems than a person reads; the rest is counted.
    private static final int PROBLEMS_KEPT = 100;

    /// The category that single pictures are for cannot be told from a folder.
    ///
    /// @param pictures how many there are
    /// @param folders how many folders come along, which bring their own
    /// @param suggestion a category to begin with
    public record Question(ImportSource source, int pictures, int folders, String suggestion) {}

    private final Library library;
    private final Background background;
    private final Executor ui;
    private final ReferencesViewModel references;
    private final ReadOnlyBooleanWrapper running = new ReadOnlyBooleanWrapper(this, "running");
    private final ReadOnlyDoubleWrapper fraction = new ReadOnlyDoubleWrapper(this, "fraction", -1);
    private final ReadOnlyStringWrapper line = new ReadOnlyStringWrapper(this, "line", "");
    private final ReadOnlyStringWrapper advice = new ReadOnlyStringWrapper(this, "advice", "");
    private final ReadOnlyBooleanWrapper troubled = new ReadOnlyBooleanWrapper(this, "troubled");
    private final ReadOnlyObjectWrapper<List<Problem>> problems =
            new ReadOnlyObjectWrapper<>(this, "problems", List.of());
    private final ReadOnlyObjectWrapper<Optional<Question>> question =
            new ReadOnlyObjectWrapper<>(this, "question", Optional.empty());
    private String lastCategory = MESSAGES.text("import.category");
    private @Nullable Progress progress;

    ImportViewModel(
            Library library, Background background, Executor ui, ReferencesViewModel references) {
        this.library = library;
        this.background = background;
        this.ui = ui;
        this.references = references;
    }

    @Override
    public ReadOnlyBooleanProperty running() {
        return running.getReadOnlyProperty();
    }

    /// 0 to 1, negative until the number of files is known.
    @Override
    public ReadOnlyDoubleProperty fraction() {
        return fraction.getReadOnlyProperty();
    }

    /// How far it is, or how it ended; empty when there is nothing to say.
    @Override
    public ReadOnlyStringProperty line() {
        return line.getReadOnlyProperty();
    }

    @Override
    public ReadOnlyStringProperty advice() {
        return advice.getReadOnlyProperty();
    }

    /// True when the last import left files out.
    @Override
    public ReadOnlyBooleanProperty troubled() {
        return troubled.getReadOnlyProperty();
    }

    /// Why the last import left files out, or failed; the first hundred.
    @Override
    public ReadOnlyObjectProperty<List<Problem>> problems() {
        return problems.getReadOnlyProperty();
    }

    /// What has to be answered before the import begins.
    public ReadOnlyObjectProperty<Optional<Question>> question() {
        return question.getReadOnlyProperty();
    }

    /// Takes files and folders, and asks for a category if there is a single file among them. Does nothing while
    /// another import runs.
    public void offer(List<Path> paths) {
        if (running.get() || paths.isEmpty()) {
            return;
        }
        List<Path> offered = List.copyOf(paths);
        background.latest(
                "references.import.offer",
                () -> ImportSource.Offer.of(offered),
                this::offered,
                this::failed);
    }

    /// Takes a picture that is no file, for example a copied one.
    ///
    /// @param png encodes it; called once, on another thread
    /// @param name for the file that is made of it, without extension
    public void offerPicture(Callable<byte[]> png, String name) {
        if (!running.get()) {
            var source = new ImportSource.Picture(png, name);
            question.set(Optional.of(new Question(source, 1, 0, suggestion(Optional.empty()))));
        }
    }

    /// Begins the import that was asked about.
    public void answer(String category) {
        Optional<Question> asked = question.get();
        question.set(Optional.empty());
        asked.ifPresent(
                question -> {
                    lastCategory = category;
                    begin(question.source(), category);
                });
    }

    /// Stops before the next file. What was brought in stays.
    @Override
    public void stop() {
        Progress current = progress;
        if (running.get() && current != null) {
            current.stop();
            line.set(MESSAGES.text("import.stopping"));
        }
    }

    @Override
    public void dismiss() {
        if (!running.get()) {
            line.set("");
            advice.set("");
            troubled.set(false);
            problems.set(List.of());
        }
    }

    private void offered(ImportSource.Offer offer) {
        var source = new ImportSource.Paths(offer.paths());
        if (offer.files() == 0) {
            begin(source, "");
        } else {
            question.set(
                    Optional.of(
                            new Question(
                                    source,
                                    offer.files(),
                                    offer.paths().size() - offer.files(),
                                    suggestion(offer.parent()))));
        }
    }

    /// The category that is shown, or the one the files' folder is called like, or the last one.
    private String suggestion(Optional<String> folder) {
        List<String> known = references.categoryNames();
        String shown = references.category().get();
        if (known.contains(shown)) {
            return shown;
        }
        return folder.flatMap(
                        name -> known.stream().filter(k -> k.equalsIgnoreCase(name)).findFirst())
                .orElse(lastCategory);
    }

    private void begin(ImportSource source, String category) {
        if (running.get()) {
            return;
        }
        var begun = new Progress();
        progress = begun;
        running.set(true);
        troubled.set(false);
        problems.set(List.of());
        fraction.set(-1);
        line.set(MESSAGES.text("import.reading"));
        advice.set("");
        background.run(
                () -> source.bring(library, category, begun),
                report -> ended(report, begun.isStopped()),
                this::failed);
    }

    private void ended(ImportReport report, boolean stopped) {
        List<ReferenceImage> imported = report.imported();
        List<Problem> found = report.refused();
        running.set(false);
        troubled.set(!found.isEmpty());
        problems.set(found.stream().limit(PROBLEMS_KEPT).toList());
        String sum = sum(report);
        line.set(stopped ? MESSAGES.text("import.stopped", sum) : sum);
        references.reload(imported.stream().map(ReferenceImage::id).toList());
    }

    private static String sum(ImportReport report) {
        int added = report.imported().size();
        int known = report.duplicates().size();
        int refused = report.refused().size();
        return added + known + refused == 0
                ? MESSAGES.text("import.nothing")
                : MESSAGES.text("import.done", added, known, refused);
    }

    private void failed(Problem problem) {
        running.set(false);
        troubled.set(true);
        problems.set(List.of(problem));
        line.set(problem.sentence());
        advice.set(problem.action());
        references.reload();
    }

    /// Told on threads of the import; at most one update waits for the screen.
    private final class Progress implements ImportProgress {
        private record Count(int files, int of) {}

        private final AtomicReference<@Nullable Count> latest = new AtomicReference<>();
        private volatile boolean stopped;

        void stop() {
            stopped = true;
        }

        @Override
        public boolean isStopped() {
            return stopped;
        }

        @Override
        public void done(int files, int of) {
            if (latest.getAndSet(new Count(files, of)) == null) {
                ui.execute(this::show);
            }
        }

        private void show() {
            Count count = latest.getAndSet(null);
            if (count != null && running.get() && !stopped) {
                fraction.set((double) count.files() / count.of());
                line.set(MESSAGES.text("import.progress", count.files(), count.of()));
            }
        }
    }
}
