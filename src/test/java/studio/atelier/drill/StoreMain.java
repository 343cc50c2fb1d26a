package studio.atelier.drill;

import studio.atelier.storage.Bucket;
import studio.atelier.storage.FolderObjectStore;
import studio.atelier.storage.Hashes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Stores one object, as a process whose system calls can be watched.
final class StoreMain {
    private StoreMain() {}

    public static void main(String[] args) throws IOException {
        var folder = Path.of(args[0]);
        var store = new FolderObjectStore(folder);
        store.prepare();
        Path file = Files.writeString(folder.resolve("source"), "a picture");
        store.put(
                Bucket.GENERATED, "milan_dune_00001_.png", file, Hashes.sha256(file), "image/png");
    }
}
