package studio.atelier.engine;

import okhttp3.Response;

import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;
import studio.atelier.model.StudioException;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// Downloads outputs: streamed, of bounded length, and put in place only when complete.
final class ComfyOutputs {
    private static final byte[] NOTHING = new byte[0];
    private static final int WORDS = 1_000;

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
        try (Response response = open(query)) {
            check(response, output);
            new PictureDownload(output.filename(), maximumBytes).save(response, target);
        }
    }

    private Response open(Map<String, String> query) {
        try {
            return http.open("view", query);
        } catch (IOException e) {
            throw new StudioException(trouble.unreachable(e), e);
        }
    }

    private void check(Response response, OutputFile output) {
        int status = response.code();
        String type = String.valueOf(response.header("Content-Type"));
        var answer =
                new Answer(status, type, status == 404 ? said(response) : NOTHING, true, "", "");
        if (status == 404 && !trouble.isOfAnother(answer)) {
            throw new StudioException(
                    Problem.of(Kind.OUTPUT_MISSING, output.filename(), trouble.engine()));
        }
        if (status != 200) {
            if (isOfTheWay(answer)) {
                throw new StudioException(trouble.problemOf(answer, "view"));
            }
            requireEngine();
            throw PictureDownload.unreadable(
                    output.filename(), EngineWords.text("fetch.status", String.valueOf(status)));
        }
        if (answer.isWebPage()) {
            requireEngine();
        }
    }

    private boolean isOfTheWay(Answer answer) {
        return answer.status() == 401
                || answer.status() == 429
                || answer.isGatewayFailure()
                || trouble.isOfProxy(answer);
    }

    /// Of a file alone such an answer says that it cannot be had. Where nothing else is answered either, as behind a
    /// tunnel that is closed or a login that ran out, it says nothing of the file.
    ///
    /// @throws StudioException what keeps the engine from answering
    private void requireEngine() {
        http.json(ComfyTrouble.HEALTH, ComfyHttp.SHORT);
    }

    private byte[] said(Response response) {
        try {
            return response.peekBody(WORDS).bytes();
        } catch (IOException e) {
            throw new StudioException(trouble.unreachable(e), e);
        }
    }
}
