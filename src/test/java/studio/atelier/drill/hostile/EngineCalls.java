package studio.atelier.drill.hostile;

import studio.atelier.engine.Engine;
import studio.atelier.engine.OutputFile;
import studio.atelier.engine.Submission;
import studio.atelier.model.PromptId;
import studio.atelier.storage.image.PictureCheck;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/// Every call that the studio makes to an engine, by the route whose answer is garbage.
final class EngineCalls {
    private static final PromptId PROMPT = new PromptId(Corpus.PROMPT);
    private static final String GRAPH =
            "{\"7\":{\"class_type\":\"LoadImage\",\"inputs\":{\"image\":\"placeholder\"}},"
                    + "\"9\":{\"class_type\":\"SaveImage\",\"inputs\":{\"images\":[\"7\",0]}}}";

    private final Path reference;
    private final Path target;

    EngineCalls(Path folder) throws IOException {
        this.reference = folder.resolve("reference.png");
        this.target = folder.resolve("deep/er/fetched.png");
        Files.write(reference, HostilePictures.good());
        Files.createDirectories(folder.resolve("deep/er"));
    }

    interface Call {
        /// @return what came of it, for the table
        Object on(Engine engine) throws IOException;
    }

    /// @param route whose answer decides
    record Aimed(String route, Call call) {}

    List<Aimed> all() {
        return List.of(
                new Aimed("GET /system_stats", Engine::describe),
                new Aimed("GET /object_info", engine -> engine.describe(Set.of("KSampler"))),
                new Aimed("GET /models/loras", Engine::describe),
                new Aimed("POST /upload/image", this::submit),
                new Aimed("POST /prompt", this::submit),
                new Aimed("GET /history", engine -> engine.lookUp(PROMPT)),
                new Aimed("GET /queue", engine -> engine.lookUp(PROMPT)),
                new Aimed("POST /api/jobs", engine -> engine.cancel(PROMPT)),
                new Aimed("GET /history", engine -> engine.cancel(PROMPT)),
                new Aimed("GET /view", this::fetch));
    }

    /// Downloads, and looks at what came as the collector does.
    Object fetch(Engine engine) throws IOException {
        engine.fetch(
                new OutputFile("9", "../../../outside.png", "/etc", "output"), target, 32L << 20);
        return PictureCheck.output(target, "a.png");
    }

    private Object submit(Engine engine) {
        var input = new Submission.InputFile("placeholder", reference, "reference.png");
        return engine.submit(new Submission(PROMPT, GRAPH, List.of(input)));
    }
}
