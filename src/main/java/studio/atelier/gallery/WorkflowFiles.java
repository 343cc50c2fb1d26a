package studio.atelier.gallery;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import studio.atelier.db.SettingStore;
import studio.atelier.db.WorkflowFile;
import studio.atelier.db.WorkflowJson;
import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;
import studio.atelier.model.StudioException;
import studio.atelier.storage.Hashes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A person's folder of workflows as pairs of files, kept in step with the table: what was read from a file or
/// written to it is remembered, so that only a later edit of the file counts as one. Safe to share between threads.
public final class WorkflowFiles {
    private static final Logger LOG = LoggerFactory.getLogger(WorkflowFiles.class);

    private final Path folder;
    private final SettingStore settings;

    public WorkflowFiles(Path folder, SettingStore settings) {
        this.folder = folder;
        this.settings = settings;
    }

    /// The bytes of a file that somebody points at.
    ///
    /// @param most a longer one is refused
    /// @throws StudioException `WORKFLOW_INVALID`, naming the file
    public static byte[] bytes(Path file, int most) {
        String name = String.valueOf(file.getFileName());
        try {
            if (Files.size(file) > most) {
                String why = Problem.words("workflow-fault.too-large", most >> 20);
                throw new StudioException(Problem.of(Kind.WORKFLOW_INVALID, name, why));
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            String why = Problem.words("workflow-fault.unreadable");
            throw new StudioException(
                    Problem.detailed(Kind.WORKFLOW_INVALID, e.toString(), name, why), e);
        }
    }

    /// Whether a file differs from what was last read from it or written to it.
    public boolean isNews(WorkflowFile file) {
        return settings.find(key(file)).filter(hash(file)::equals).isEmpty();
    }

    public void remember(WorkflowFile file) {
        settings.put(key(file), hash(file));
    }

    /// Writes the pair. The table holds the workflow already: a folder that cannot be written is only noted.
    void write(WorkflowFile file) {
        try {
            Files.createDirectories(folder);
            remember(file);
            Files.writeString(
                    folder.resolve(file.slug() + ".params.json"), WorkflowJson.write(file));
            Files.writeString(folder.resolve(file.slug() + ".json"), file.graph());
        } catch (IOException e) {
            LOG.warn("workflow {} is not in the folder {}: {}", file.slug(), folder, e.toString());
        }
    }

    private static String key(WorkflowFile file) {
        return "workflow.file." + file.slug();
    }

    private static String hash(WorkflowFile file) {
        return Hashes.sha256(file.graph() + WorkflowJson.write(file));
    }
}
