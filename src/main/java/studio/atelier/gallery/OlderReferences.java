package studio.atelier.gallery;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import studio.atelier.db.ReferenceStore;
import studio.atelier.model.ReferenceImage;
import studio.atelier.model.StudioException;
import studio.atelier.storage.ObjectStore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// References of the older client, whose rows do not say what their bytes are: without looking at them, a picture
/// that is imported again would be there twice. Safe to share between threads.
final class OlderReferences {
    private static final Logger LOG = LoggerFactory.getLogger(OlderReferences.class);

    /// Of one name; each has to be fetched.
    private static final int MOST = 20;

    private final ReferenceStore references;
    private final Originals originals;

    OlderReferences(ReferenceStore references, ObjectStore objects) {
        this.references = references;
        this.originals = new Originals(objects);
    }

    /// Notes in the rows of this file name what their bytes are. Blocks.
    ///
    /// @return whether something is known now that was not before
    boolean learn(String filename) throws IOException {
        boolean learnt = false;
        for (ReferenceImage row : references.unlearnt(filename, MOST)) {
            learnt |= learn(row);
        }
        return learnt;
    }

    private boolean learn(ReferenceImage row) throws IOException {
        Path copy = Files.createTempFile("atelier-older-", ".part");
        try {
            originals.learn(row, references, copy);
            return true;
        } catch (StudioException e) {
            // What is gone, or is no picture, is no second of one that is imported.
            if (e.problem().code().startsWith("store-")) {
                throw e;
            }
            LOG.info("reference {} is not looked at: {}", row.id(), e.getMessage());
            return false;
        } finally {
            Files.deleteIfExists(copy);
        }
    }
}
