package studio.atelier.db;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Takes the web client's `result_image_url` apart.
final class ResultAddress {
    private static final Pattern INLINE =
            Pattern.compile("(?i)^\\s*data:image/(png|p?jpeg|jpg|webp|gif)[^,]*;\\s*base64\\s*,");

    private static final String BUCKET = "/generated-images/";

    private ResultAddress() {}

    /// The key of the picture in the bucket that the address names; empty for an address of another place.
    static Optional<String> bucketKey(String url) {
        String path = path(url);
        int bucket = path.indexOf(BUCKET);
        if (bucket < 0) {
            return bareKey(url);
        }
        return Optional.of(decoded(path.substring(bucket + BUCKET.length())))
                .filter(key -> !key.isEmpty());
    }

    /// Some rows have the key alone, with the bucket before it or without.
    private static Optional<String> bareKey(String url) {
        String key = url.startsWith(BUCKET.substring(1)) ? url.substring(BUCKET.length() - 1) : url;
        return Optional.of(key).filter(ResultAddress::isKey);
    }

    private static boolean isKey(String text) {
        return text.matches("[^:?#/\\\\][^:?#\\\\]*\\.[A-Za-z0-9]{1,5}");
    }

    /// The key, or what else the address ends with.
    static String lastName(String url) {
        String path = path(url);
        return bucketKey(url).orElseGet(() -> decoded(path.substring(path.lastIndexOf('/') + 1)));
    }

    /// The name of a picture that is written out in the address itself, `data:image/png;base64,...`: it is too long to
    /// be recorded once more.
    static Optional<String> inline(int job, String url) {
        Matcher picture = INLINE.matcher(url);
        if (!picture.find()) {
            return Optional.empty();
        }
        String kind = picture.group(1).toLowerCase(Locale.ROOT);
        String extension = kind.equals("jpeg") || kind.equals("pjpeg") ? "jpg" : kind;
        return Optional.of("data:/earlier-job-%d.%s".formatted(job, extension));
    }

    static boolean isWeb(String url) {
        String lower = url.toLowerCase(Locale.ROOT);
        return lower.startsWith("http://") || lower.startsWith("https://");
    }

    private static String path(String url) {
        return url.split("[?#]", 2)[0];
    }

    private static String decoded(String key) {
        try {
            return URLDecoder.decode(key.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            // A percent sign that begins nothing: the key as it stands.
            return key;
        }
    }
}
