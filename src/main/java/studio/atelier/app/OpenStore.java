package studio.atelier.app;

import studio.atelier.storage.FolderObjectStore;
import studio.atelier.storage.ObjectStore;
import studio.atelier.storage.StorageSettings;
import studio.atelier.storage.s3.S3ObjectStore;

/// An object store as settings ask for it, and how it is closed.
record OpenStore(ObjectStore store, Runnable end) implements AutoCloseable {
    /// Makes the folder of a folder store; an S3 server is not asked for anything yet.
    ///
    /// @throws studio.atelier.model.StudioException when the folder cannot be made
    static OpenStore of(StorageSettings settings) {
        return switch (settings) {
            case StorageSettings.Folder(var folder) -> {
                var store = new FolderObjectStore(folder);
                store.prepare();
                yield new OpenStore(store, () -> {});
            }
            case StorageSettings.S3 s3 -> {
                var store = new S3ObjectStore(s3);
                yield new OpenStore(store, store::close);
            }
        };
    }

    @Override
    public void close() {
        end.run();
    }
}
