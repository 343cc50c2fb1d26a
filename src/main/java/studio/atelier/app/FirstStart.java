package studio.atelier.app;

import studio.atelier.app.sample.SamplePainter;
import studio.atelier.app.sample.SampleReference;
import studio.atelier.db.Database;
import studio.atelier.db.Seeds;
import studio.atelier.db.SettingStore;
import studio.atelier.db.WorkflowFile;
import studio.atelier.db.WorkflowStore;
import studio.atelier.gallery.Library;
import studio.atelier.gallery.WorkflowFiles;
import studio.atelier.model.Problem;
import studio.atelier.model.StudioException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// What a new studio begins with: models, the shipped workflows, and sample references painted here. Each is
/// brought in once; what a person changed or removed stays as it is. A person's own workflows are read from
/// the home at every start.
final class FirstStart {
    private final Database database;
    private final Library library;
    private final Home home;

    FirstStart(Database database, Library library, Home home) {
        this.database = database;
        this.library = library;
        this.home = home;
    }

    /// @return what is wrong with workflows in the home's folder, or with the object store; the start goes on
    List<Problem> run() {
        var seeds = new Seeds(database);
        seeds.plantModels();
        var store = new WorkflowStore(database);
        WorkflowFolder.Contents shipped = WorkflowFolder.shipped();
        store.sync(shipped.workflows());
        WorkflowFolder.Contents own = WorkflowFolder.read(home.workflows());
        own.workflows().forEach(file -> takeOver(store, file));
        List<Problem> problems = new ArrayList<>(shipped.problems());
        problems.addAll(own.problems());
        try {
            seeds.plantReferences(this::plantReferences);
        } catch (StudioException e) {
            // The samples come with a later start, when the object store answers.
            if (!e.problem().code().startsWith("store-")) {
                throw e;
            }
            problems.add(e.problem());
        }
        return problems;
    }

    /// A person's file is written to the table when it changed since it was last read, so that a later edit in
    /// the table stays too.
    private void takeOver(WorkflowStore store, WorkflowFile file) {
        var files = new WorkflowFiles(home.workflows(), new SettingStore(database));
        if (files.isNews(file)) {
            store.save(file);
            files.remember(file);
        }
    }

    /// Paints into a folder and imports that, as a person would.
    private void plantReferences() {
        try {
            Path folder = Files.createTempDirectory(home.folder(), ".samples-");
            try {
                paint(folder);
                library.importFolder(folder, (done, of) -> {});
            } finally {
                delete(folder);
            }
        } catch (IOException e) {
            throw home.notWritable(e);
        }
    }

    private static void paint(Path folder) throws IOException {
        var painter = new SamplePainter();
        List<SampleReference> samples = painter.all();
        for (SampleReference sample : samples) {
            Files.createDirectories(folder.resolve(sample.category()));
        }
        try (var workers =
                Executors.newFixedThreadPool(
                        Math.max(1, Runtime.getRuntime().availableProcessors()))) {
            var all =
                    workers.invokeAll(
                            samples.stream()
                                    .<Callable<Path>>map(s -> () -> write(painter, s, folder))
                                    .toList());
            for (Future<Path> written : all) {
                Objects.requireNonNull(written.get());
            }
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Path write(SamplePainter painter, SampleReference sample, Path folder)
            throws IOException {
        Path file = folder.resolve(sample.category()).resolve(sample.filename());
        String stem = sample.filename().substring(0, sample.filename().lastIndexOf('.'));
        Files.writeString(file.resolveSibling(stem + ".txt"), sample.caption());
        return Files.write(file, painter.paint(sample));
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
