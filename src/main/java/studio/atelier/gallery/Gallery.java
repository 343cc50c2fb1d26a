package studio.atelier.gallery;

import studio.atelier.model.ImageId;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;

/// All jobs' pictures. All methods block; safe to share between threads.
public interface Gallery {
    /// A snapshot of what matches, in order; cheap rows, so that a screen can size its scroll bar.
    List<GalleryKey> keys(GalleryQuery query);

    /// The rows of some cells, in the order asked for; keys that are gone meanwhile are left out.
    List<GalleryItem> items(List<GalleryKey> keys);

    Optional<GalleryDetail> detail(GalleryKey key);

    /// Puts pictures in the trash. They are gone from `keys`, their bytes stay.
    void delete(List<ImageId> images);

    /// Takes pictures out of the trash.
    void restore(List<ImageId> images);

    /// Writes one picture to a file the person chose, replacing it. Never leaves half a file.
    void saveAs(ImageId image, Path target);

    /// Writes pictures into a folder under their own names, never over a file that is there.
    ///
    /// @param progress told the number of files done, on the calling thread
    /// @return the files written
    List<Path> saveAll(List<ImageId> images, Path folder, IntConsumer progress);
}
