package studio.atelier.engine;

import com.fasterxml.jackson.databind.JsonNode;

import okhttp3.MediaType;
import okhttp3.MultipartBody;
import okhttp3.RequestBody;

import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;
import studio.atelier.model.StudioException;

import java.nio.file.Files;
import java.util.Locale;

/// Puts pictures into the engine's input folder. The engine keeps a picture of the same name and content as it
/// is, and renames one of other content: what it answers is the name to use.
final class ComfyUploads {
    private static final long MEGABYTE = 1 << 20;

    private final ComfyHttp http;
    private final ComfyTrouble trouble;

    ComfyUploads(ComfyHttp http, ComfyTrouble trouble) {
        this.http = http;
        this.trouble = trouble;
    }

    /// @return the value for a graph's image field
    String upload(Submission.InputFile input) {
        String name = input.uploadName();
        if (!Files.isReadable(input.file())) {
            throw new StudioException(Problem.of(Kind.REFERENCE_MISSING, name));
        }
        var body =
                new MultipartBody.Builder()
                        .setType(MultipartBody.FORM)
                        .addFormDataPart(
                                "image",
                                name,
                                RequestBody.create(input.file().toFile(), mediaType(name)))
                        .addFormDataPart("type", "input")
                        .build();
        Answer answer = http.upload("upload/image", body);
        if (answer.status() == 413) {
            throw refused("upload.large", input, answer);
        }
        if (answer.status() == 400) {
            throw refused("upload.refused", input, answer);
        }
        JsonNode reply = trouble.json(answer, "upload/image");
        String stored =
                ComfyJson.textOf(reply.path("name"))
                        .filter(text -> !text.isBlank())
                        .orElseThrow(() -> trouble.shape("upload/image", reply));
        String folder = ComfyJson.scalar(reply.path("subfolder"));
        return folder.isEmpty() ? stored : folder + "/" + stored;
    }

    /// It is about this one picture: jobs with others may well run.
    private StudioException refused(String key, Submission.InputFile input, Answer answer) {
        long size = input.file().toFile().length();
        String megabytes = String.valueOf(Math.max(1, (size + MEGABYTE - 1) / MEGABYTE));
        return new StudioException(
                Problem.detailed(
                        Kind.REFERENCE_REFUSED,
                        answer.detail(),
                        trouble.engine(),
                        megabytes,
                        EngineWords.text(key)));
    }

    private static MediaType mediaType(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.endsWith(".png")) {
            return MediaType.get("image/png");
        }
        if (lower.endsWith(".jpg") || lower.endsWith(".jpeg")) {
            return MediaType.get("image/jpeg");
        }
        return MediaType.get("application/octet-stream");
    }
}
