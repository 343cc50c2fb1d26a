package studio.atelier.storage.image;

import java.util.Optional;

/// The formats that are told apart. Only PNG and JPEG are kept: WebP becomes PNG first, others are named to the person.
public enum PictureFormat {
    PNG("image/png", "png"),
    JPEG("image/jpeg", "jpg"),
    WEBP("image/webp", "webp"),
    GIF("image/gif", "gif");

    /// Enough of a file's start for `of`.
    static final int MAGIC_BYTES = 12;

    private final String mimeType;
    private final String extension;

    PictureFormat(String mimeType, String extension) {
        this.mimeType = mimeType;
        this.extension = extension;
    }

    public String mimeType() {
        return mimeType;
    }

    /// Without the dot.
    public String extension() {
        return extension;
    }

    /// Whether its pixels can be read here.
    public boolean isReadable() {
        return this == PNG || this == JPEG;
    }

    /// By the first bytes of a file, whatever its name says.
    static Optional<PictureFormat> of(byte[] start) {
        if (has(start, 0, 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n')) {
            return Optional.of(PNG);
        }
        if (has(start, 0, 0xff, 0xd8, 0xff)) {
            return Optional.of(JPEG);
        }
        if (has(start, 0, 'R', 'I', 'F', 'F') && has(start, 8, 'W', 'E', 'B', 'P')) {
            return Optional.of(WEBP);
        }
        if (has(start, 0, 'G', 'I', 'F', '8')) {
            return Optional.of(GIF);
        }
        return Optional.empty();
    }

    private static boolean has(byte[] start, int at, int... bytes) {
        if (start.length < at + bytes.length) {
            return false;
        }
        for (int i = 0; i < bytes.length; i++) {
            if ((start[at + i] & 0xff) != bytes[i]) {
                return false;
            }
        }
        return true;
    }
}
