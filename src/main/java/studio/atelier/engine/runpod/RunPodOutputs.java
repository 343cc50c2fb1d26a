package studio.atelier.engine.runpod;

import okhttp3.HttpUrl;
import okhttp3.Response;

import studio.atelier.engine.Answer;
import studio.atelier.engine.EngineWords;
import studio.atelier.engine.OutputFile;
import studio.atelier.engine.PictureDownload;
import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;
import studio.atelier.model.PromptId;
import studio.atelier.model.StudioException;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;

/// Brings pictures of results to the disk: out of the answer, or from the bucket to which its link leads.
final class RunPodOutputs {
    private final RunPodApi api;
    private final RunPodJobs jobs;
    private final RunPodResults results;

    RunPodOutputs(RunPodApi api, RunPodJobs jobs, RunPodResults results) {
        this.api = api;
        this.jobs = jobs;
        this.results = results;
    }

    /// @throws IOException when `target` cannot be written; everything else is a `StudioException`
    void fetch(OutputFile output, Path target, long maximumBytes) throws IOException {
        if (!output.node().matches("\\d{1,4}") || output.subfolder().isBlank()) {
            // not one of ours: an endpoint has no folder in which to look for files by name
            throw missing(output);
        }
        PromptId job = new PromptId(output.subfolder());
        int place = Integer.parseInt(output.node());
        RunPodPicture picture =
                results.find(job, place)
                        .or(() -> askAgain(job, place))
                        .orElseThrow(() -> missing(output));
        var download = new PictureDownload(output.filename(), maximumBytes);
        if (picture.link()) {
            follow(picture, output, download, target);
        } else {
            download.save(decoded(picture), target);
        }
        results.forget(job, place);
    }

    private Optional<RunPodPicture> askAgain(PromptId job, int place) {
        var pictures = jobs.ask(job).pictures();
        return place < pictures.size() ? Optional.of(pictures.get(place)) : Optional.empty();
    }

    private static byte[] decoded(RunPodPicture picture) {
        String data = picture.data();
        // with or without "data:image/png;base64,"
        int start = data.startsWith("data:") ? data.indexOf(',') + 1 : 0;
        try {
            return Base64.getDecoder().decode(data.substring(start).replaceAll("\\s", ""));
        } catch (IllegalArgumentException e) {
            throw PictureDownload.unreadable(picture.name(), EngineWords.text("runpod.damaged"));
        }
    }

    /// A link opens the picture to whoever reads it, so no message repeats it. It is followed without encryption too:
    /// the worker wrote to that bucket the same way, and nothing of ours goes along.
    private void follow(
            RunPodPicture picture, OutputFile output, PictureDownload download, Path target)
            throws IOException {
        HttpUrl link = HttpUrl.parse(picture.data());
        if (link == null) {
            // a worker that has the address of a bucket and no keys for it stores to its own disk
            throw PictureDownload.unreadable(output.filename(), EngineWords.text("runpod.no-link"));
        }
        try (Response response = open(link)) {
            check(response, output);
            download.save(response, target);
        }
    }

    private Response open(HttpUrl link) {
        try {
            return api.open(link);
        } catch (IOException e) {
            Problem problem =
                    Problem.detailed(
                            Kind.ENGINE_UNREACHABLE,
                            e.getClass().getSimpleName(),
                            api.engine(),
                            link.host());
            throw new StudioException(problem, e);
        }
    }

    private void check(Response response, OutputFile output) {
        int status = response.code();
        if (status == 404 || status == 410) {
            throw missing(output);
        }
        var answer = new Answer(status, "", new byte[0], true, "", "");
        if (answer.isGatewayFailure() || status == 429) {
            Problem problem =
                    Problem.of(
                            Kind.ENGINE_UNREACHABLE, api.engine(), response.request().url().host());
            throw new StudioException(problem);
        }
        if (status != 200) {
            throw PictureDownload.unreadable(
                    output.filename(), EngineWords.text("fetch.status", String.valueOf(status)));
        }
    }

    private StudioException missing(OutputFile output) {
        return new StudioException(
                Problem.of(Kind.OUTPUT_MISSING, output.filename(), api.engine()));
    }
}
