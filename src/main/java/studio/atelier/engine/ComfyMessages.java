package studio.atelier.engine;

import com.fasterxml.jackson.databind.JsonNode;

import okio.ByteString;

import studio.atelier.engine.SentPrompts.Sent;
import studio.atelier.model.PromptId;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Turns the messages of one websocket connection into events. Messages about prompts that this client did not
/// submit, of unknown kinds and of unknown shapes are passed over: they are hints, and nothing depends on
/// them. Called by the connection's reader alone.
final class ComfyMessages {
    private static final int LARGEST = 16 << 20;
    private static final int PREVIEW = 1;
    private static final int PREVIEW_WITH_METADATA = 4;

    private final SentPrompts sent;
    private final Consumer<EngineEvent> events;

    /// What the connection spoke of last: previews of the old kind carry no id.
    private String current = "";

    ComfyMessages(SentPrompts sent, Consumer<EngineEvent> events) {
        this.sent = sent;
        this.events = events;
    }

    void text(String message) {
        if (message.length() > LARGEST) {
            return;
        }
        try {
            JsonNode node = ComfyJson.parse(message);
            dispatch(node.path("type").asText(), node.path("data"));
        } catch (IOException e) {
            // not JSON: no message of this protocol
            return;
        }
    }

    void binary(ByteString frame) {
        if (frame.size() < 8 || frame.size() > LARGEST) {
            return;
        }
        switch (int32(frame, 0)) {
            case PREVIEW -> preview(current, frame.substring(8));
            case PREVIEW_WITH_METADATA -> previewWithMetadata(frame);
            default -> {}
        }
    }

    private void dispatch(String type, JsonNode data) {
        if (type.equals("status")) {
            JsonNode remaining = data.path("status").path("exec_info").path("queue_remaining");
            if (remaining.isNumber()) {
                events.accept(new EngineEvent.QueueChanged(Math.max(0, remaining.asInt())));
            }
            return;
        }
        String prompt = ComfyJson.textOf(data.path("prompt_id")).orElse("");
        Optional<Sent> found = sent.find(prompt);
        if (prompt.isEmpty()) {
            return;
        }
        current = prompt;
        if (found.isPresent()) {
            synchronized (found.get()) {
                about(found.get(), type, data);
            }
        }
    }

    private void about(Sent job, String type, JsonNode data) {
        if (job.ended) {
            return;
        }
        switch (type) {
            case "execution_start" -> started(job);
            case "execution_cached" -> {
                started(job);
                ComfyJson.texts(data.path("nodes")).forEach(job.meter::finished);
                progressed(job, "");
            }
            case "executing" -> executing(job, data);
            case "progress" -> {
                started(job);
                String node = ComfyJson.scalar(data.path("node"));
                job.meter.running(node, data.path("value").asDouble(), data.path("max").asDouble());
                progressed(job, node);
            }
            case "progress_state" -> progressState(job, data.path("nodes"));
            case "executed" -> executed(job, data);
            case "execution_success", "execution_interrupted" -> ended(job);
            case "execution_error" -> failed(job, data);
            default -> {}
        }
    }

    private void executing(Sent job, JsonNode data) {
        JsonNode node = data.path("node");
        if (node.isNull()) {
            ended(job);
        } else if (node.isTextual()) {
            started(job);
            progressed(job, node.textValue());
        }
    }

    private void progressState(Sent job, JsonNode nodes) {
        started(job);
        String running = "";
        for (Map.Entry<String, JsonNode> entry : nodes.properties()) {
            JsonNode node = entry.getValue();
            if (node.path("state").asText().equals("finished")) {
                job.meter.finished(entry.getKey());
            } else {
                running = entry.getKey();
                job.meter.running(
                        running, node.path("value").asDouble(), node.path("max").asDouble());
            }
        }
        progressed(job, running);
    }

    private void executed(Sent job, JsonNode data) {
        started(job);
        String node = ComfyJson.scalar(data.path("node"));
        job.meter.finished(node);
        progressed(job, node);
        List<OutputFile> outputs =
                ComfyHistory.files(node, data.path("output")).stream()
                        .filter(file -> file.type().equals("output"))
                        .distinct()
                        .toList();
        if (!outputs.isEmpty()) {
            events.accept(new EngineEvent.OutputReady(job.prompt, outputs));
        }
    }

    /// A blocked branch is told as an error although the prompt goes on and may well succeed.
    private void failed(Sent job, JsonNode data) {
        if (!data.path("exception_type").asText().endsWith("ExecutionBlocked")) {
            ended(job);
        }
    }

    private void started(Sent job) {
        if (!job.started) {
            job.started = true;
            events.accept(new EngineEvent.Started(job.prompt));
        }
    }

    private void progressed(Sent job, String node) {
        String title = node.isEmpty() ? "" : job.graph.title(node);
        var progress = new EngineEvent.Progressed(job.prompt, job.meter.fraction(), title);
        // the same is often told twice, by progress_state and by progress
        if (!progress.equals(job.told)) {
            job.told = progress;
            events.accept(progress);
        }
    }

    private void ended(Sent job) {
        job.ended = true;
        current = "";
        events.accept(new EngineEvent.Ended(job.prompt));
    }

    private void previewWithMetadata(ByteString frame) {
        int length = int32(frame, 4);
        if (length < 0 || length > frame.size() - 8) {
            return;
        }
        try {
            JsonNode metadata = ComfyJson.parse(frame.substring(8, 8 + length).toByteArray());
            String prompt = ComfyJson.textOf(metadata.path("prompt_id")).orElse("");
            preview(prompt, frame.substring(8 + length));
        } catch (IOException e) {
            // a preview that belongs to nothing
            return;
        }
    }

    private void preview(String prompt, ByteString image) {
        Optional<Sent> found = sent.find(prompt);
        if (found.isEmpty() || !isPicture(image)) {
            return;
        }
        synchronized (found.get()) {
            if (!found.get().ended) {
                PromptId id = found.get().prompt;
                events.accept(new EngineEvent.Previewed(id, image.toByteArray()));
            }
        }
    }

    private static boolean isPicture(ByteString image) {
        return image.size() > 4
                && ((image.getByte(0) == (byte) 0xFF && image.getByte(1) == (byte) 0xD8)
                        || (image.getByte(0) == (byte) 0x89 && image.getByte(1) == 'P'));
    }

    private static int int32(ByteString bytes, int at) {
        return (bytes.getByte(at) & 0xFF) << 24
                | (bytes.getByte(at + 1) & 0xFF) << 16
                | (bytes.getByte(at + 2) & 0xFF) << 8
                | (bytes.getByte(at + 3) & 0xFF);
    }
}
