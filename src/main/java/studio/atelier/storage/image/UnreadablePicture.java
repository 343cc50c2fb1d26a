package studio.atelier.storage.image;

import java.io.IOException;

/// A file that is not, or not wholly, a picture. Never leaves this room: `PictureCheck` and `Thumbnails`
/// turn it into a problem that names the file.
final class UnreadablePicture extends IOException {
    private static final long serialVersionUID = 1L;

    private final PictureFault fault;

    UnreadablePicture(PictureFault fault, String detail) {
        super(detail);
        this.fault = fault;
    }

    UnreadablePicture(PictureFault fault, String detail, Throwable cause) {
        super(detail, cause);
        this.fault = fault;
    }

    PictureFault fault() {
        return fault;
    }
}
