package studio.atelier.gallery;

import org.jspecify.annotations.Nullable;

import studio.atelier.gallery.Library.ImportProgress;
import studio.atelier.gallery.Library.ImportReport;
import studio.atelier.model.Problem;
import studio.atelier.model.ReferenceImage;
import studio.atelier.model.StudioException;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

/// One import of many files: a few at a time, because each is read, checked and sent away. For one call.
final class ImportRun {
    private static final int AT_ONCE = 2;

    /// What became of a file.
    private sealed interface End {
        record Brought(ReferenceImport.Outcome outcome) implements End {}

        record Refused(Problem problem) implements End {}
    }

    private final ReferenceImport imports;
    private final List<ImportFiles.Candidate> files;
    private final ImportProgress progress;
    private final AtomicReferenceArray<@Nullable End> ends;
    private final AtomicInteger next = new AtomicInteger();
    private int done;
    private volatile boolean broken;

    ImportRun(ReferenceImport imports, List<ImportFiles.Candidate> files, ImportProgress progress) {
        this.imports = imports;
        this.files = files;
        this.progress = progress;
        ends = new AtomicReferenceArray<>(files.size());
    }

    /// Brings all of them in, as far as it is not stopped.
    ///
    /// @param unreadable what was refused already
    ImportReport report(List<Problem> unreadable) {
        run();
        List<ReferenceImage> imported = new ArrayList<>();
        List<ReferenceImage> duplicates = new ArrayList<>();
        List<Problem> refused = new ArrayList<>(unreadable);
        for (int i = 0; i < ends.length(); i++) {
            switch (ends.get(i)) {
                case End.Brought(var outcome) ->
                        (outcome.isNews() ? imported : duplicates).add(outcome.reference());
                case End.Refused(var problem) -> refused.add(problem);
                case null -> {} // stopped before it
            }
        }
        return new ImportReport(imported, duplicates, refused);
    }

    private void run() {
        List<Future<?>> workers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            for (int i = 0; i < AT_ONCE; i++) {
                workers.add(threads.submit(this::work));
            }
        }
        for (Future<?> worker : workers) {
            rethrow(worker);
        }
    }

    private void work() {
        boolean whole = false;
        try {
            int index = next.getAndIncrement();
            while (index < files.size() && !broken && !progress.isStopped()) {
                ends.set(index, bring(files.get(index)));
                tell();
                index = next.getAndIncrement();
            }
            whole = true;
        } finally {
            broken |= !whole;
        }
    }

    private End bring(ImportFiles.Candidate file) {
        try {
            return new End.Brought(imports.bring(file));
        } catch (StudioException e) {
            if (!ReferenceImport.concernsOnePicture(e.problem())) {
                throw e;
            }
            return new End.Refused(e.problem());
        }
    }

    private synchronized void tell() {
        progress.done(++done, files.size());
    }

    private static void rethrow(Future<?> worker) {
        try {
            worker.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure
                    ? failure
                    : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
