package studio.atelier.storage.image;

import java.io.IOException;
import java.nio.file.Path;

/// Decodes a JPEG at a fraction of its size, which is many times faster than all of it.
public interface JpegDecoder {
    /// Decodes at a whole fraction of the size whose longest edge is still at least `edge`, or at full size
    /// when there is none. Upright as stored: the orientation is the caller's concern. Blocks.
    RgbPicture decode(Path file, PictureHeader header, int edge) throws IOException;
}
