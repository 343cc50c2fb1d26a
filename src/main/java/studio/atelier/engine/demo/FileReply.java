package studio.atelier.engine.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A file as it is, with ranges and conditions.
final class FileReply {
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d*)-(\\d*)");
    private static final Map<String, String> TYPES =
            Map.of(
                    "png", "image/png",
                    "jpg", "image/jpeg",
                    "jpeg", "image/jpeg",
                    "webp", "image/webp",
                    "gif", "image/gif",
                    "txt", "text/plain",
                    "json", "application/json");

    private FileReply() {}

    static Reply of(Request request, Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        FileTime modified = Files.getLastModifiedTime(file);
        String tag = "\"%x-%x\"".formatted(modified.to(TimeUnit.NANOSECONDS), bytes.length);
        Reply whole =
                new Reply(200, Map.of("Content-Type", type(file)), bytes)
                        .with("X-Content-Type-Options", "nosniff")
                        .with("Content-Disposition", disposition(file))
                        .with("Etag", tag)
                        .with("Last-Modified", httpDate(modified.toInstant()))
                        .with("Accept-Ranges", "bytes");
        if (isUnchanged(request, tag, modified.toInstant())) {
            return new Reply(304, whole.headers(), new byte[0]);
        }
        boolean ranged = request.header("If-Range").map(tag::equals).orElse(true);
        return request.header("Range").filter(_ -> ranged).map(r -> part(whole, r)).orElse(whole);
    }

    static String disposition(Path file) {
        String name = String.valueOf(file.getFileName()).replaceAll("[\\p{Cntrl}\"]", "_");
        // Header bytes are UTF-8 there; the server writes one byte a character.
        byte[] bytes = ("filename=\"" + name + "\"").getBytes(StandardCharsets.UTF_8);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static String type(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        return TYPES.getOrDefault(
                name.substring(name.lastIndexOf('.') + 1), "application/octet-stream");
    }

    private static String httpDate(Instant instant) {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(
                ZonedDateTime.ofInstant(instant, ZoneOffset.UTC));
    }

    private static boolean isUnchanged(Request request, String tag, Instant modified) {
        Optional<String> match = request.header("If-None-Match");
        if (match.isPresent()) {
            return match.get().equals("*") || match.get().contains(tag);
        }
        return request.header("If-Modified-Since")
                .flatMap(FileReply::parseDate)
                .filter(since -> !modified.truncatedTo(ChronoUnit.SECONDS).isAfter(since))
                .isPresent();
    }

    private static Optional<Instant> parseDate(String text) {
        try {
            return Optional.of(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text)));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    private static Reply part(Reply whole, String range) {
        byte[] bytes = whole.body();
        Matcher matcher = RANGE.matcher(range.strip());
        if (!matcher.matches() || matcher.group(1).length() + matcher.group(2).length() == 0) {
            return unsatisfiable(whole);
        }
        try {
            long from;
            long to = bytes.length - 1L;
            if (matcher.group(1).isEmpty()) {
                from = Math.max(0, bytes.length - Long.parseLong(matcher.group(2)));
            } else {
                from = Long.parseLong(matcher.group(1));
                if (!matcher.group(2).isEmpty()) {
                    to = Math.min(to, Long.parseLong(matcher.group(2)));
                }
            }
            if (from > to) {
                return unsatisfiable(whole);
            }
            byte[] slice = Arrays.copyOfRange(bytes, (int) from, (int) to + 1);
            return new Reply(206, whole.headers(), slice)
                    .with("Content-Range", "bytes " + from + "-" + to + "/" + bytes.length);
        } catch (NumberFormatException _) {
            return unsatisfiable(whole);
        }
    }

    private static Reply unsatisfiable(Reply whole) {
        return new Reply(416, whole.headers(), new byte[0])
                .with("Content-Range", "bytes */" + whole.body().length);
    }
}
