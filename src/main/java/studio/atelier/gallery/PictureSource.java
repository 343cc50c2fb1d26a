package studio.atelier.gallery;

import studio.atelier.model.PictureRef;
import studio.atelier.model.PictureSize;

import java.io.IOException;
import java.io.InputStream;

/// Bytes of pictures for the screen: thumbnails (JPEG, made once and kept by content hash) and whole files.
public interface PictureSource {
    /// Blocks; the caller closes the stream. Fails with `StudioException` (`OBJECT_MISSING`, store problems).
    InputStream open(PictureRef picture, PictureSize size) throws IOException;
}
