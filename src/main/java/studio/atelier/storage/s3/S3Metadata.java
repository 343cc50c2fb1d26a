package studio.atelier.storage.s3;

import java.util.Locale;
import java.util.Map;

/// What is noted with an object: the hash of its bytes, because an ETag is none.
final class S3Metadata {
    static final String SHA256 = "sha256";

    /// The bytes under a key never change.
    static final String CACHE = "public, max-age=31536000, immutable";

    private S3Metadata() {}

    /// @return lower-case hex, or empty where another program stored the object
    static String sha256(Map<String, String> metadata) {
        for (Map.Entry<String, String> entry : metadata.entrySet()) {
            String value = entry.getValue().strip().toLowerCase(Locale.ROOT);
            if (entry.getKey().equalsIgnoreCase(SHA256) && value.matches("[0-9a-f]{64}")) {
                return value;
            }
        }
        return "";
    }
}
