package studio.atelier.engine;

import okhttp3.Response;

import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;
import studio.atelier.model.StudioException;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// Downloads outputs: streamed, of bounded length, and put in place only when complete.
final class ComfyOutputs {
    private final ComfyHttp http;
    private final ComfyTrouble trouble;

    ComfyOutputs(ComfyHttp http, ComfyTrouble trouble) {
        this.http = http;
        this.trouble = trouble;
    }

    /// @throws IOException when `target` cannot be written; everything else is a `StudioException`
    void fetch(OutputFile output, Path target, long maximumBytes) throws IOException {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("filename", output.filename());
        query.put("subfolder", output.subfolder());
        query.put("type", output.type());
        Path part = target.resolveSibling(target.getFileName() + ".part");
        try (Response response = open(query)) {
            check(response, output, maximumBytes);
            save(response, output, part, maximumBytes);
            Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private Response open(Map<String, String> query) {
        try {
            return http.open("view", query);
        } catch (IOException e) {
            throw new StudioException(trouble.unreachable(e), e);
        }
    }

    private void check(Response response, OutputFile output, long maximumBytes) {
        int status = response.code();
        String type = String.valueOf(response.header("Content-Type")).toLowerCase(Locale.ROOT);
        if (status == 404 && !type.startsWith("text/html")) {
            throw new StudioException(
                    Problem.of(Kind.OUTPUT_MISSING, output.filename(), trouble.engine()));
        }
        if (status != 200) {
            var answer = new Answer(status, type, new byte[0], true, "");
            if (status == 401 || answer.isGatewayFailure()) {
                throw new StudioException(trouble.problemOf(answer, "view"));
            }
            throw unreadable(output, EngineWords.text("fetch.status", String.valueOf(status)));
        }
        if (type.startsWith("text/") || type.startsWith("application/json")) {
            throw unreadable(output, EngineWords.text("fetch.web-page"));
        }
        if (response.body().contentLength() > maximumBytes) {
            throw tooLarge(output, maximumBytes);
        }
    }

    private void save(Response response, OutputFile output, Path part, long maximumBytes)
            throws IOException {
        long total = 0;
        var buffer = new byte[1 << 16];
        try (InputStream in = response.body().byteStream();
                OutputStream out = Files.newOutputStream(part)) {
            for (int n = read(in, buffer, output); n >= 0; n = read(in, buffer, output)) {
                total += n;
                if (total > maximumBytes) {
                    throw tooLarge(output, maximumBytes);
                }
                out.write(buffer, 0, n);
            }
        }
        if (total == 0) {
            throw unreadable(output, EngineWords.text("fetch.empty"));
        }
        long announced = response.body().contentLength();
        if (announced >= 0 && announced != total) {
            throw unreadable(output, EngineWords.text("fetch.incomplete"));
        }
    }

    /// Keeps failures of the connection apart from those of the disk.
    private int read(InputStream in, byte[] buffer, OutputFile output) {
        try {
            return in.read(buffer);
        } catch (IOException | IllegalArgumentException e) {
            // The latter is what the library throws at a length below zero.
            Problem problem =
                    Problem.detailed(
                            Kind.OUTPUT_UNREADABLE,
                            String.valueOf(e),
                            output.filename(),
                            EngineWords.text("fetch.incomplete"));
            throw new StudioException(problem, e);
        }
    }

    private static StudioException tooLarge(OutputFile output, long maximumBytes) {
        String limit = String.valueOf(Math.max(1, maximumBytes >> 20));
        return unreadable(output, EngineWords.text("fetch.too-large", limit));
    }

    private static StudioException unreadable(OutputFile output, String why) {
        return new StudioException(Problem.of(Kind.OUTPUT_UNREADABLE, output.filename(), why));
    }
}
