package studio.atelier.db;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// The end of a log file, for a problem's details.
final class LogTail {
    private static final int BYTES = 4_000;

    private LogTail() {}

    static String of(Path file) throws IOException {
        if (!Files.exists(file)) {
            return "";
        }
        try (var log = new RandomAccessFile(file.toFile(), "r")) {
            long start = Math.max(0, log.length() - BYTES);
            log.seek(start);
            byte[] end = new byte[(int) (log.length() - start)];
            log.readFully(end);
            return new String(end, StandardCharsets.UTF_8).strip();
        }
    }
}
