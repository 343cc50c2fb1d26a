package studio.atelier.engine;

import okhttp3.Response;

import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;
import studio.atelier.model.StudioException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;

/// Brings one picture to the disk: streamed, of bounded length, and put in place only when complete.
///
/// @param name what the engine calls it, for messages
/// @param maximumBytes a longer one is refused
public record PictureDownload(String name, long maximumBytes) {
    /// The body of a successful answer.
    ///
    /// @throws IOException when `target` cannot be written; everything else is a `StudioException`
    public void save(Response response, Path target) throws IOException {
        String type = String.valueOf(response.header("Content-Type")).toLowerCase(Locale.ROOT);
        if (type.startsWith("text/") || type.startsWith("application/json")) {
            throw unreadable(name, EngineWords.text("fetch.web-page"));
        }
        long announced = response.body().contentLength();
        if (announced > maximumBytes) {
            throw tooLarge();
        }
        try (InputStream in = response.body().byteStream()) {
            put(in, announced, target);
        }
    }

    /// Bytes that are here already.
    public void save(byte[] bytes, Path target) throws IOException {
        put(new ByteArrayInputStream(bytes), bytes.length, target);
    }

    /// @param name what the engine calls the picture
    public static StudioException unreadable(String name, String why) {
        return new StudioException(Problem.of(Kind.OUTPUT_UNREADABLE, name, why));
    }

    private void put(InputStream in, long announced, Path target) throws IOException {
        Path part = target.resolveSibling(target.getFileName() + ".part");
        try {
            long total = copy(in, part);
            if (total == 0) {
                throw unreadable(name, EngineWords.text("fetch.empty"));
            }
            if (announced >= 0 && announced != total) {
                throw new StudioException(Problem.of(Kind.OUTPUT_CUT_OFF, name));
            }
            Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private long copy(InputStream in, Path part) throws IOException {
        long total = 0;
        var buffer = new byte[1 << 16];
        try (OutputStream out = Files.newOutputStream(part)) {
            for (int n = read(in, buffer); n >= 0; n = read(in, buffer)) {
                total += n;
                if (total > maximumBytes) {
                    throw tooLarge();
                }
                out.write(buffer, 0, n);
            }
        }
        return total;
    }

    /// Keeps failures of the connection apart from those of the disk.
    private int read(InputStream in, byte[] buffer) {
        try {
            return in.read(buffer);
        } catch (IOException | IllegalArgumentException e) {
            // The latter is what the library throws at a length below zero.
            Problem problem = Problem.detailed(Kind.OUTPUT_CUT_OFF, String.valueOf(e), name);
            throw new StudioException(problem, e);
        }
    }

    private StudioException tooLarge() {
        String limit = String.valueOf(Math.max(1, maximumBytes >> 20));
        return unreadable(name, EngineWords.text("fetch.too-large", limit));
    }
}
