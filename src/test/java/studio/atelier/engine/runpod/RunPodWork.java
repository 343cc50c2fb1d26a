package studio.atelier.engine.runpod;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.UUID;

import javax.imageio.ImageIO;

/// One job of the server, and the answers about it in the words of worker-comfyui.
public final class RunPodWork {
    /// Milliseconds, whatever a clock says: what is paid for.
    public static final int EXECUTION_TIME = 1437;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String id = UUID.randomUUID() + "-e1";
    private final JsonNode request;
    private final Ending ending;
    private final long submittedAt;
    String state = "IN_QUEUE";
    long startedAt;

    /// How a job ends.
    public enum Ending {
        INLINE,
        DATA_URI,
        TWO_INLINE,
        LINK,
        LEGACY,
        LEGACY_LIST,
        LEGACY_FAILED,
        KEPT,
        DAMAGED,
        NO_IMAGES,
        NO_OUTPUT,
        PARTLY,
        TIMED_OUT("TIMED_OUT"),
        NEVER_TAKEN("TIMED_OUT"),
        TOO_SLOW("FAILED"),
        NODE_FAILED("FAILED"),
        OUT_OF_MEMORY("FAILED"),
        REFUSED("FAILED"),
        LORA_ABSENT("FAILED"),
        FILE_ABSENT("FAILED"),
        NODE_ABSENT("FAILED"),
        OLD_NODE_ABSENT("FAILED"),
        NO_OUTPUT_NODE("FAILED"),
        REFERENCE_REFUSED("FAILED"),
        BROKE("FAILED"),
        UNCAUGHT("FAILED");

        private final String state;

        Ending() {
            this("COMPLETED");
        }

        Ending(String state) {
            this.state = state;
        }
    }

    RunPodWork(JsonNode request, Ending ending, long submittedAt) {
        this.request = request;
        this.ending = ending;
        this.submittedAt = submittedAt;
    }

    public String id() {
        return id;
    }

    public JsonNode request() {
        return request;
    }

    /// The id that the client chose.
    public String clientId() {
        return request.path("input").path("atelier_prompt_id").asText();
    }

    long submittedAt() {
        return submittedAt;
    }

    /// What has ended stays as it is.
    void cancel() {
        if (state.equals("IN_QUEUE") || state.equals("IN_PROGRESS")) {
            state = "CANCELLED";
        }
    }

    void end() {
        state = ending.state;
    }

    ObjectNode accepted() {
        return JSON.createObjectNode().put("id", id).put("status", "IN_QUEUE");
    }

    /// @param files where links to results lead
    ObjectNode status(String files) {
        ObjectNode reply = JSON.createObjectNode().put("id", id).put("status", state);
        if (state.equals("FAILED")) {
            fail(reply);
        }
        if (state.equals(ending.state) && ending != Ending.NEVER_TAKEN) {
            reply.put("delayTime", 120_000).put("executionTime", EXECUTION_TIME);
        }
        if (state.equals("COMPLETED")) {
            complete(reply, files);
        }
        return reply;
    }

    byte[] picture(int number) {
        var picture = new BufferedImage(64, 48, BufferedImage.TYPE_INT_RGB);
        picture.setRGB(1, 1, id.hashCode());
        picture.setRGB(2, 2, number);
        var bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(picture, "png", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private void complete(ObjectNode reply, String files) {
        if (ending == Ending.NO_OUTPUT) {
            return;
        }
        ObjectNode output = reply.putObject("output");
        switch (ending) {
            case LEGACY -> output.put("message", base64(1)).put("status", "success");
            case LEGACY_LIST -> {
                output.put("status", "success").putArray("errors");
                output.putArray("message")
                        .addObject()
                        .put("node_id", "9")
                        .put("imageType", "base64")
                        .put("image", base64(1));
            }
            case LEGACY_FAILED ->
                    output.put("status", "error")
                            .put("message", "the image does not exist in the output folder: x.png");
            case KEPT -> image(output, 1, "s3_url", "simulated_uploaded/1a2b3c4d.png");
            case NO_IMAGES -> output.put("status", "success_no_images").putArray("images");
            case LINK -> image(output, 1, "s3_url", files + id + "/1a2b3c4d.png?X-Sig=secretlink");
            case DATA_URI -> image(output, 1, "base64", "data:image/png;base64," + base64(1));
            case DAMAGED -> image(output, 1, "base64", "not base64!");
            case PARTLY -> output.putArray("errors").add("Error fetching image x_2.png");
            default -> image(output, 1, "base64", base64(1));
        }
        if (ending == Ending.TWO_INLINE) {
            image(output, 2, "base64", base64(2));
        }
        if (ending == Ending.PARTLY) {
            image(output, 1, "base64", base64(1));
        }
    }

    private void fail(ObjectNode reply) {
        switch (ending) {
            case REFUSED ->
                    reply.put(
                            "error",
                            "Workflow validation failed:\n• Node 2 (lora_name): Value not in list");
            case LORA_ABSENT ->
                    reply.put(
                            "error",
                            refused(
                                    "value_not_in_list",
                                    "Value not in list",
                                    "\"lora_name: 'nora.safetensors' not in ['noras.safetensors',"
                                            + " 'x.safetensors']\""));
            case FILE_ABSENT ->
                    reply.put(
                            "error",
                            refused(
                                            "value_not_in_list",
                                            "Value not in list",
                                            "\"ckpt_name: 'base.safetensors' not in []\"")
                                    + "\n\nNo checkpoint models appear to be available.");
            case NODE_ABSENT ->
                    reply.put(
                            "error",
                            "Node 'Load LoRA' not found. The custom node may not be installed."
                                    + " Raw response: {\"error\": {\"type\": \"missing_node_type\","
                                    + " \"extra_info\": {\"node_id\": \"2\", \"class_type\":"
                                    + " \"FancyLoader\"}}, \"node_errors\": {}}");
            case OLD_NODE_ABSENT ->
                    reply.put(
                            "error",
                            "Cannot execute because node FancyLoader does not exist.. Raw"
                                    + " response: {\"error\": {\"type\": \"invalid_prompt\"}}");
            case NO_OUTPUT_NODE ->
                    reply.put(
                            "error",
                            "Prompt has no outputs. Raw response: {\"error\": {\"type\":"
                                    + " \"prompt_no_outputs\"}}");
            case REFERENCE_REFUSED ->
                    reply.put(
                            "error",
                            refused(
                                    "custom_validation_failed",
                                    "Custom validation failed for node",
                                    "'image - Invalid image file: in.png'"));
            case BROKE ->
                    reply.put(
                            "error",
                            "ComfyUI server (127.0.0.1:8188) not reachable after multiple retries.");
            case UNCAUGHT ->
                    reply.put(
                            "error",
                            "{\"error_type\": \"<class 'KeyError'>\", \"error_message\": \"'images'\","
                                    + " \"error_traceback\": \"Traceback\", \"worker_id\": \"w1\"}");
            case TOO_SLOW -> reply.put("error", "executionTimeout exceeded");
            case OUT_OF_MEMORY -> details(reply, "torch.OutOfMemoryError: CUDA out of memory");
            default -> details(reply, "mat1 and mat2 shapes cannot be multiplied");
        }
    }

    private static void details(ObjectNode reply, String message) {
        reply.put("error", "Job processing failed, prompt ID not found in history.");
        reply.putObject("output")
                .putArray("details")
                .add(
                        "Workflow execution error: Node Type: KSampler, Node ID: 3, Message: "
                                + message);
    }

    private static void image(ObjectNode output, int number, String type, String data) {
        output.withArray("images")
                .addObject()
                .put("filename", "milan_dune_0000" + number + "_.png")
                .put("type", type)
                .put("data", data);
    }

    private String base64(int number) {
        return Base64.getEncoder().encodeToString(picture(number));
    }

    /// As the worker writes out what ComfyUI answered.
    private static String refused(String type, String message, String details) {
        return ("Workflow validation failed:\n• Node 2 (errors): [{'type': '%s', 'message': '%s',"
                        + " 'details': %s, 'extra_info': {'input_name': 'x'}}]\n• Node 2"
                        + " (dependent_outputs): ['9']\n• Node 2 (class_type): LoraLoader")
                .formatted(type, message, details);
    }
}
