package studio.atelier.gallery;

import studio.atelier.db.ReferenceStore;
import studio.atelier.model.ReferenceImage;
import studio.atelier.storage.Bucket;
import studio.atelier.storage.Hashes;
import studio.atelier.storage.ObjectStore;
import studio.atelier.storage.image.PictureCheck;
import studio.atelier.storage.image.PictureHeader;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/// Whole pictures of the object store as files. Blocks; safe to share between threads.
record Originals(ObjectStore objects) {
    /// The store's own file where it is a folder, so that nothing is copied.
    ///
    /// @param temporary a path that may be written to; whoever asks removes it
    Path fetch(Bucket bucket, String key, Path temporary) throws IOException {
        Optional<Path> local = objects.localFile(bucket, key);
        if (local.isPresent()) {
            return local.get();
        }
        try (InputStream in = objects.open(bucket, key)) {
            Files.copy(in, temporary, StandardCopyOption.REPLACE_EXISTING);
        }
        return temporary;
    }

    /// Looks at the bytes of a reference of the older client once and notes in its row what they are.
    ///
    /// @return their hash
    /// @throws studio.atelier.model.StudioException `OBJECT_MISSING`, `OUTPUT_UNREADABLE`
    String learn(ReferenceImage row, ReferenceStore references, Path temporary) throws IOException {
        Path file = fetch(Bucket.REFERENCES, row.storagePath(), temporary);
        String sha256 = Hashes.sha256(file);
        PictureHeader header = PictureCheck.header(file, row.filename());
        references.updateFacts(
                row.id(), sha256, header.shownWidth(), header.shownHeight(), Files.size(file));
        return sha256;
    }
}
