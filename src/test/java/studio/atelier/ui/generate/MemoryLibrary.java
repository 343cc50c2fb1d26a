package studio.atelier.ui.generate;

import org.jspecify.annotations.Nullable;

import studio.atelier.gallery.Library;
import studio.atelier.model.LoraModel;
import studio.atelier.model.Problem;
import studio.atelier.model.ReferenceImage;
import studio.atelier.model.StudioException;
import studio.atelier.model.Workflow;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A library in memory.
public final class MemoryLibrary implements Library {
    public final List<LoraModel> models =
            new ArrayList<>(List.of(Fixtures.MILAN, Fixtures.SKYLER, Fixtures.SKY, Fixtures.CAM));
    public final List<Workflow> workflows =
            new ArrayList<>(List.of(Fixtures.workflow(), Fixtures.sdxl()));
    public final List<ReferenceImage> references = new ArrayList<>();
    public final List<Problem> refusals = new ArrayList<>();
    public volatile @Nullable Problem broken;

    public MemoryLibrary(int references) {
        this.references.addAll(Fixtures.references(references));
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
        return importFiles(
                List.of(folder.resolve("one.jpg"), folder.resolve("two.jpg")), "x", progress);
    }

    @Override
    public ImportReport importFiles(List<Path> files, String category, ImportProgress progress) {
        List<ReferenceImage> imported = new ArrayList<>();
        for (Path file : files) {
            var reference = Fixtures.reference(references.size() + 1, category, file.toString());
            references.add(reference);
            imported.add(reference);
            progress.done(imported.size(), files.size());
        }
        return new ImportReport(imported, List.of(), refusals);
    }

    private void failIfBroken() {
        Problem problem = broken;
        if (problem != null) {
            throw new StudioException(problem);
        }
    }
}
