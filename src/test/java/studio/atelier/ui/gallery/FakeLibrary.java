package studio.atelier.ui.gallery;

import studio.atelier.gallery.Library;
import studio.atelier.model.LoraModel;
import studio.atelier.model.ReferenceChange;
import studio.atelier.model.ReferenceImage;
import studio.atelier.model.Workflow;

import java.nio.file.Path;
import java.util.List;

record FakeLibrary(
        List<LoraModel> models, List<Workflow> workflows, List<ReferenceImage> references)
        implements Library {
    @Override
    public List<LoraModel> everyModel() {
        return models;
    }

    @Override
    public ImportReport importFolder(Path folder, ImportProgress progress) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ImportReport importPaths(List<Path> paths, String category, ImportProgress progress) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ReferenceChange edit(ReferenceChange change) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ReferenceChange renameCategory(String from, String to, boolean blankToo) {
        throw new UnsupportedOperationException();
    }

    @Override
    public String referencesVersion() {
        return "";
    }
}
