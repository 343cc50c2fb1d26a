package studio.atelier.ui.generate;

import org.jspecify.annotations.Nullable;

import studio.atelier.gallery.Library;
import studio.atelier.model.LoraModel;
import studio.atelier.model.Problem;
import studio.atelier.model.ReferenceChange;
import studio.atelier.model.ReferenceId;
import studio.atelier.model.ReferenceImage;
import studio.atelier.model.StudioException;
import studio.atelier.model.Workflow;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/// A library in memory.
public final class MemoryLibrary implements Library {
    public final List<LoraModel> models =
            new ArrayList<>(List.of(Fixtures.MILAN, Fixtures.SKYLER, Fixtures.SKY, Fixtures.CAM));
    public final List<Workflow> workflows =
            new ArrayList<>(List.of(Fixtures.workflow(), Fixtures.sdxl()));
    public final List<ReferenceImage> references = new ArrayList<>();
    private final List<ReferenceImage> trash = new ArrayList<>();
    public final List<Problem> refusals = new ArrayList<>();
    public volatile @Nullable Problem broken;

    /// An import waits for it after each file.
    public volatile CountDownLatch holdAt = new CountDownLatch(0);

    public MemoryLibrary(int references) {
        this.references.addAll(Fixtures.references(references));
    }

    @Override
    public List<LoraModel> everyModel() {
        return models();
    }

    @Override
    public List<LoraModel> models() {
        failIfBroken();
        return List.copyOf(models);
    }

    @Override
    public List<Workflow> workflows() {
        failIfBroken();
        return List.copyOf(workflows);
    }

    @Override
    public List<ReferenceImage> references() {
        failIfBroken();
        return List.copyOf(references);
    }

    @Override
    public ImportReport importFolder(Path folder, ImportProgress progress) {
        return importPaths(
                List.of(folder.resolve("one.jpg"), folder.resolve("two.jpg")), "x", progress);
    }

    @Override
    public ImportReport importPaths(List<Path> files, String category, ImportProgress progress) {
        List<ReferenceImage> imported = new ArrayList<>();
        for (Path file : files.stream().filter(path -> !Files.isDirectory(path)).toList()) {
            var reference = Fixtures.reference(references.size() + 1, category, file.toString());
            references.add(reference);
            imported.add(reference);
            progress.done(imported.size(), files.size());
            waitAtHold();
        }
        return new ImportReport(imported, List.of(), refusals);
    }

    @Override
    public ReferenceChange edit(ReferenceChange change) {
        failIfBroken();
        switch (change) {
            case ReferenceChange.Categories(var moved) ->
                    moved.forEach(m -> put(m.id(), m.to(), find(m.id()).caption()));
            case ReferenceChange.Captions(var captions) ->
                    captions.forEach(c -> put(c.id(), find(c.id()).category(), c.to().text()));
            case ReferenceChange.Deletion(var ids, var deleted) -> {
                List<ReferenceImage> from = deleted ? references : trash;
                List<ReferenceImage> to = deleted ? trash : references;
                from.stream().filter(each -> ids.contains(each.id())).forEach(to::add);
                from.removeIf(each -> ids.contains(each.id()));
            }
        }
        return change;
    }

    @Override
    public ReferenceChange renameCategory(String from, String to, boolean blankToo) {
        return edit(
                new ReferenceChange.Categories(
                        references.stream()
                                .filter(each -> each.category().equalsIgnoreCase(from))
                                .map(each -> new ReferenceChange.Moved(each.id(), from, to))
                                .toList()));
    }

    @Override
    public String referencesVersion() {
        return references.toString();
    }

    private ReferenceImage find(ReferenceId id) {
        return references.stream().filter(each -> each.id().equals(id)).findFirst().orElseThrow();
    }

    private void put(ReferenceId id, String category, String caption) {
        references.replaceAll(
                each ->
                        each.id().equals(id)
                                ? Fixtures.reference(id.value(), category, caption)
                                : each);
    }

    private void waitAtHold() {
        try {
            holdAt.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void failIfBroken() {
        Problem problem = broken;
        if (problem != null) {
            throw new StudioException(problem);
        }
    }
}
