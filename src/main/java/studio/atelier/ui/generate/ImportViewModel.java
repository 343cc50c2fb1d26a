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
import studio.atelier.gallery.Library.ImportReport;
import studio.atelier.model.Messages;
import studio.atelier.model.Problem;
import studio.atelier.model.ReferenceImage;
import studio.atelier.ui.kit.Background;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

/// Bringing references in, with progress and an end in words. JavaFX thread only; the work itself runs elsewhere.
public final class ImportViewModel {
    private static final Messages MESSAGES = Messages.of("generate");
    private static final int PROBLEMS_SHOWN = 3;

    private record Progress(int files, int of) {}

    private final Library library;
    private final Background background;
    private final Executor ui;
    private final ReferencesViewModel references;
    private final ReadOnlyBooleanWrapper running = new ReadOnlyBooleanWrapper(this, "running");
    private final ReadOnlyDoubleWrapper fraction = new ReadOnlyDoubleWrapper(this, "fraction", -1);
    private final ReadOnlyStringWrapper line = new ReadOnlyStringWrapper(this, "line", "");
    private final ReadOnlyBooleanWrapper refused = new ReadOnlyBooleanWrapper(this, "refused");
    private final ReadOnlyObjectWrapper<List<Problem>> problems =
            new ReadOnlyObjectWrapper<>(this, "problems", List.of());
    private final AtomicReference<@Nullable Progress> latest = new AtomicReference<>();

    ImportViewModel(
            Library library, Background background, Executor ui, ReferencesViewModel references) {
        this.library = library;
        this.background = background;
        this.ui = ui;
        this.references = references;
    }

    public ReadOnlyBooleanProperty running() {
        return running.getReadOnlyProperty();
    }

    /// 0 to 1, negative until the number of files is known.
    public ReadOnlyDoubleProperty fraction() {
        return fraction.getReadOnlyProperty();
    }

    /// How far it is, or how it ended; empty when there is nothing to say.
    public ReadOnlyStringProperty line() {
        return line.getReadOnlyProperty();
    }

    /// True when the last import left files out.
    public ReadOnlyBooleanProperty refused() {
        return refused.getReadOnlyProperty();
    }

    /// Why the last import left files out, or failed.
    public ReadOnlyObjectProperty<List<Problem>> problems() {
        return problems.getReadOnlyProperty();
    }

    /// Brings in folders (sub-folder = category) and single files. Does nothing while another import runs.
    ///
    /// @param category of single files
    public void bringIn(List<Path> paths, String category) {
        if (running.get() || paths.isEmpty()) {
            return;
        }
        running.set(true);
        refused.set(false);
        problems.set(List.of());
        fraction.set(-1);
        line.set(MESSAGES.text("import.reading"));
        String into = category.isEmpty() ? MESSAGES.text("import.category") : category;
        background.latest(
                "references.import",
                () -> bring(List.copyOf(paths), into),
                this::ended,
                this::failed);
    }

    /// Stops at the next file. What was brought in stays.
    public void stop() {
        if (running.get()) {
            // Latest wins: this interrupts the import and takes its place.
            background.latest("references.import", () -> 0, _ -> stopped(), _ -> stopped());
        }
    }

    public void dismiss() {
        if (!running.get()) {
            line.set("");
            refused.set(false);
            problems.set(List.of());
        }
    }

    private List<ImportReport> bring(List<Path> paths, String category) {
        List<ImportReport> reports = new ArrayList<>();
        List<Path> files = new ArrayList<>();
        for (Path path : paths) {
            if (Files.isDirectory(path)) {
                reports.add(library.importFolder(path, this::progressed));
            } else {
                files.add(path);
            }
        }
        if (!files.isEmpty()) {
            reports.add(library.importFiles(files, category, this::progressed));
        }
        return reports;
    }

    /// Called on the importing thread for each file; at most one update waits for the screen.
    private void progressed(int files, int of) {
        if (latest.getAndSet(new Progress(files, of)) == null) {
            ui.execute(this::showProgress);
        }
    }

    private void showProgress() {
        Progress progress = latest.getAndSet(null);
        if (progress != null && running.get()) {
            fraction.set(progress.of() == 0 ? -1 : (double) progress.files() / progress.of());
            line.set(MESSAGES.text("import.progress", progress.files(), progress.of()));
        }
    }

    private void ended(List<ImportReport> reports) {
        List<ReferenceImage> imported = new ArrayList<>();
        List<Problem> found = new ArrayList<>();
        int duplicates = 0;
        for (ImportReport report : reports) {
            imported.addAll(report.imported());
            found.addAll(report.refused());
            duplicates += report.duplicates().size();
        }
        running.set(false);
        refused.set(!found.isEmpty());
        problems.set(List.copyOf(found));
        line.set(MESSAGES.text("import.done", imported.size(), duplicates) + sentences(found));
        references.reload();
        if (!imported.isEmpty()) {
            references.clearFilters();
        }
    }

    private static String sentences(List<Problem> problems) {
        if (problems.isEmpty()) {
            return "";
        }
        String first =
                problems.stream()
                        .limit(PROBLEMS_SHOWN)
                        .map(Problem::sentence)
                        .collect(Collectors.joining(" "));
        return " " + MESSAGES.text("import.refused", problems.size(), first);
    }

    private void failed(Problem problem) {
        running.set(false);
        refused.set(true);
        problems.set(List.of(problem));
        line.set(problem.sentence() + " " + problem.action());
        references.reload();
    }

    private void stopped() {
        running.set(false);
        line.set(MESSAGES.text("import.stopped"));
        references.reload();
    }
}
