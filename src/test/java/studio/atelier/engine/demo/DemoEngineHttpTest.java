package studio.atelier.engine.demo;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.awt.Color;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;

/// Requests and their answers, as a real ComfyUI 0.33 gave them.
class DemoEngineHttpTest {
    private static final byte[] ORANGE = DemoGraphs.picture(Color.ORANGE);
    private static final byte[] BLUE = DemoGraphs.picture(Color.BLUE);
    private static final String TROUBLE =
            "500 Internal Server Error\n\nServer got itself in trouble";

    private DemoEngineServer engine;
    private DemoClient client;
    private Path folder;

    @BeforeEach
    void start(@TempDir Path directory) {
        folder = directory;
        engine = DemoEngineServer.start(DemoOptions.in(folder).withJobDuration(Duration.ZERO));
        client = new DemoClient(engine.address());
    }

    @AfterEach
    void stop() {
        client.close();
        engine.close();
    }

    private JsonNode uploaded(String name, byte[] content, Map<String, String> fields) {
        return DemoClient.parse(client.upload(name, content, fields));
    }

    private static JsonNode place(String name, String subfolder, String type) {
        return PythonJson.object().put("name", name).put("subfolder", subfolder).put("type", type);
    }

    @Test
    void equalUploadsAreStoredOnceAndOthersRenamed() {
        assertEquals(place("in.png", "", "input"), uploaded("in.png", ORANGE, Map.of()));
        assertEquals(place("in.png", "", "input"), uploaded("in.png", ORANGE, Map.of()));
        assertEquals(place("in (1).png", "", "input"), uploaded("in.png", BLUE, Map.of()));
        assertEquals(place("in (1).png", "", "input"), uploaded("in.png", BLUE, Map.of()));
        assertEquals(
                place("in.png", "", "input"),
                uploaded("in.png", BLUE, Map.of("overwrite", "true")));
        assertArrayEquals(BLUE, client.get("/view?filename=in.png&type=input").body());
    }

    @Test
    void uploadsGoToSubfoldersAndOtherTypes() {
        assertEquals(
                place("in.png", "flow_studio/a", "input"),
                uploaded("in.png", ORANGE, Map.of("subfolder", "flow_studio/a")));
        assertEquals(place("t.png", "", "temp"), uploaded("t.png", ORANGE, Map.of("type", "temp")));
        assertEquals(
                place("фото кот.png", "", "input"), uploaded("фото кот.png", ORANGE, Map.of()));
        assertEquals(
                200,
                client.get("/view?type=input&filename=" + DemoClient.encoded("фото кот.png"))
                        .statusCode());
    }

    @Test
    void badUploadsAreRefused() {
        assertEquals(
                400,
                client.upload("in.png", ORANGE, Map.of("subfolder", "../../out")).statusCode());
        assertEquals(400, client.upload("../../in.png", ORANGE, Map.of()).statusCode());
        HttpResponse<byte[]> unknown = client.upload("in.png", ORANGE, Map.of("type", "elsewhere"));
        assertEquals(500, unknown.statusCode());
        assertEquals(TROUBLE, DemoClient.text(unknown));
        assertEquals(
                200,
                client.upload("text.png", "no picture".getBytes(StandardCharsets.UTF_8), Map.of())
                        .statusCode());
    }

    @Test
    void aLargePictureIsTakenWhole() {
        byte[] large = DemoFaults.nonsense(9_000_000);
        assertEquals(place("large.png", "", "input"), uploaded("large.png", large, Map.of()));
        assertArrayEquals(large, client.get("/view?filename=large.png&type=input").body());
    }

    @Test
    void anUploadOverTheLimitIsTooLarge() throws IOException {
        try (Socket socket =
                new Socket(java.net.InetAddress.getLoopbackAddress(), engine.address().getPort())) {
            String head =
                    """
                    POST /upload/image HTTP/1.1\r
                    Host: 127.0.0.1\r
                    Content-Type: multipart/form-data; boundary=x\r
                    Content-Length: 104857601\r
                    \r
                    """;
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            byte[] block = new byte[1 << 20];
            for (int i = 0; i < 100; i++) {
                socket.getOutputStream().write(block);
            }
            socket.getOutputStream().write(0);
            String answer =
                    new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
            assertEquals("HTTP/1.1 413", answer);
        }
    }

    @Test
    void filesAreServedWithRangesAndConditions() {
        JsonNode _ = uploaded("in.png", ORANGE, Map.of());
        HttpResponse<byte[]> whole = client.get("/view?filename=in.png&type=input");
        assertArrayEquals(ORANGE, whole.body());
        assertEquals("image/png", header(whole, "Content-Type"));
        assertEquals("filename=\"in.png\"", header(whole, "Content-Disposition"));
        assertEquals("nosniff", header(whole, "X-Content-Type-Options"));
        assertEquals("bytes", header(whole, "Accept-Ranges"));
        HttpResponse<byte[]> part =
                client.get("/view?filename=in.png&type=input", "Range", "bytes=0-99");
        assertEquals(206, part.statusCode());
        assertArrayEquals(Arrays.copyOf(ORANGE, 100), part.body());
        assertEquals("bytes 0-99/" + ORANGE.length, header(part, "Content-Range"));
        HttpResponse<byte[]> unchanged =
                client.get(
                        "/view?filename=in.png&type=input", "If-None-Match", header(whole, "Etag"));
        assertEquals(304, unchanged.statusCode());
        HttpResponse<byte[]> head =
                client.send("HEAD", "/view?filename=in.png&type=input", new byte[0]);
        assertEquals(String.valueOf(ORANGE.length), header(head, "Content-Length"));
        assertEquals(0, head.body().length);
        assertEquals(
                200,
                client.get("/view?filename=" + DemoClient.encoded("in.png [input]")).statusCode());
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    @Test
    void previewsAndChannelsAreEncodedAnew() {
        JsonNode _ = uploaded("in.png", ORANGE, Map.of());
        HttpResponse<byte[]> jpeg = client.get("/view?filename=in.png&type=input&preview=jpeg;80");
        assertEquals("image/jpeg", header(jpeg, "Content-Type"));
        assertEquals((byte) 0xff, jpeg.body()[0]);
        HttpResponse<byte[]> webp = client.get("/view?filename=in.png&type=input&preview=webp;80");
        assertEquals("image/webp", header(webp, "Content-Type"));
        HttpResponse<byte[]> rgb = client.get("/view?filename=in.png&type=input&channel=rgb");
        assertEquals("image/png", header(rgb, "Content-Type"));
    }

    @Test
    void viewRefusesWhatItCannotShow() {
        assertEquals(404, client.get("/view").statusCode());
        assertEquals(404, client.get("/view?filename=nope.png&type=output").statusCode());
        assertEquals(400, client.get("/view?filename=../x.png&type=output").statusCode());
        assertEquals(400, client.get("/view?filename=x.png&type=zzz").statusCode());
        assertEquals(
                403, client.get("/view?filename=x.png&subfolder=../..&type=output").statusCode());
    }

    @Test
    void routesExistBareAndBelowApiExceptJobs() {
        assertEquals(
                "0.33.0", client.json("/api/system_stats").at("/system/comfyui_version").asText());
        assertEquals(
                DemoClient.read("{\"exec_info\":{\"queue_remaining\":0}}"), client.json("/prompt"));
        assertEquals(
                DemoClient.read("{\"queue_running\":[],\"queue_pending\":[]}"),
                client.json("/api/queue"));
        assertEquals(404, client.get("/jobs").statusCode());
        assertEquals(0, client.json("/api/jobs").at("/pagination/total").asInt());
        assertEquals(404, client.get("/nope").statusCode());
        HttpResponse<byte[]> wrongMethod = client.send("DELETE", "/prompt", new byte[0]);
        assertEquals(405, wrongMethod.statusCode());
        assertEquals("405: Method Not Allowed", DemoClient.text(wrongMethod));
        assertEquals("GET,HEAD,POST", header(wrongMethod, "Allow"));
    }

    @Test
    void malformedJsonIsTheServersTrouble() {
        for (String path : new String[] {"/prompt", "/queue", "/history", "/free"}) {
            HttpResponse<byte[]> answer = client.post(path, "{not json");
            assertEquals(500, answer.statusCode(), path);
            assertEquals(TROUBLE, DemoClient.text(answer));
        }
        assertEquals(200, client.post("/interrupt", "").statusCode());
        assertEquals(200, client.post("/interrupt", "{not json").statusCode());
    }

    @Test
    void requestsFromOtherSitesAreForbidden() {
        assertEquals(403, client.get("/queue", "Sec-Fetch-Site", "cross-site").statusCode());
        assertEquals(403, client.get("/queue", "Origin", "http://example.com").statusCode());
        assertEquals(200, client.get("/queue", "Origin", engine.address().toString()).statusCode());
    }

    @Test
    void nodeClassesListTheModelsInBothComboStyles() {
        JsonNode lora =
                client.json("/object_info/LoraLoader").at("/LoraLoader/input/required/lora_name/0");
        assertEquals(client.json("/models/loras"), lora);
        JsonNode method =
                client.json("/object_info/ImageScaleToTotalPixels")
                        .at("/ImageScaleToTotalPixels/input/required/upscale_method");
        assertEquals("COMBO", method.path(0).asText());
        assertEquals(5, method.at("/1/options").size());
        assertEquals(DemoClient.read("{}"), client.json("/object_info/NoSuchNode"));
        assertEquals(
                "18446744073709551615",
                client.json("/object_info").at("/KSampler/input/required/seed/1/max").asText());
        JsonNode _ = uploaded("in.png", ORANGE, Map.of());
        assertEquals(
                "in.png",
                client.json("/object_info/LoadImage")
                        .at("/LoadImage/input/required/image/0/0")
                        .asText());
        assertEquals(404, client.get("/models/nope").statusCode());
        assertEquals(104857600, client.json("/features").path("max_upload_size").asInt());
    }

    @Test
    void jobsAreListedDescribedAndRefusedAsRecorded() {
        JsonNode _ = uploaded("in.png", ORANGE, Map.of());
        String id = client.submit(DemoGraphs.img2img(), "a");
        await().until(() -> client.json("/history/" + id).has(id));
        JsonNode job = client.json("/api/jobs/" + id);
        assertEquals("completed", job.path("status").asText());
        assertEquals("9", job.at("/preview_output/nodeId").asText());
        assertEquals(1, job.path("outputs_count").asInt());
        assertTrue(job.at("/execution_status/completed").asBoolean());
        assertEquals(1, client.json("/api/jobs?status=completed&limit=3").path("jobs").size());
        assertEquals(
                "Invalid status value(s): zzz. Valid values: pending, in_progress, completed,"
                        + " failed, cancelled",
                client.json("/api/jobs?status=zzz").path("error").asText());
        assertEquals(
                "limit must be a positive integer",
                client.json("/api/jobs?limit=0").path("error").asText());
        assertEquals(404, client.get("/api/jobs/" + new java.util.UUID(1, 2)).statusCode());
        assertEquals(
                DemoClient.read("{\"cancelled\":false}"),
                DemoClient.parse(client.post("/api/jobs/" + id + "/cancel", "")));
        assertEquals(
                DemoClient.read(
                        "{\"error\":\"job_ids contains invalid id(s)\",\"invalid_ids\":[\"x\"]}"),
                DemoClient.parse(client.post("/api/jobs/cancel", "{\"job_ids\":[\"x\"]}")));
        assertEquals(400, client.post("/api/jobs/cancel", "{\"job_ids\":3}").statusCode());
    }

    @Test
    void olderReleasesLackWhatCameLater() {
        try (DemoEngineServer old =
                        DemoEngineServer.start(
                                DemoOptions.in(folder.resolve("old"))
                                        .withProfile(DemoProfile.V0_3_64));
                DemoClient asker = new DemoClient(old.address())) {
            assertEquals(404, asker.get("/api/jobs").statusCode());
            assertEquals(405, asker.post("/api/jobs/cancel", "{}").statusCode());
            assertEquals(
                    DemoClient.read(
                            "{\"supports_preview_metadata\":true,\"max_upload_size\":104857600}"),
                    asker.json("/features"));
            assertEquals(200, asker.get("/queue", "Sec-Fetch-Site", "cross-site").statusCode());
            assertEquals(
                    "invalid_prompt",
                    DemoClient.parse(
                                    asker.post(
                                            "/prompt",
                                            "{\"prompt\":{\"1\":{\"class_type\":\"No\"}}}"))
                            .at("/error/type")
                            .asText());
        }
        try (DemoEngineServer middle =
                        DemoEngineServer.start(
                                DemoOptions.in(folder.resolve("middle"))
                                        .withProfile(DemoProfile.V0_12));
                DemoClient asker = new DemoClient(middle.address())) {
            assertEquals(200, asker.get("/api/jobs").statusCode());
            assertEquals(405, asker.post("/api/jobs/cancel", "{}").statusCode());
        }
    }

    @Test
    void filesOutliveTheServerAndCountersGoOn() throws IOException {
        JsonNode _ = uploaded("in.png", ORANGE, Map.of());
        String first = client.submit(DemoGraphs.img2img(1), "a");
        await().until(() -> client.json("/history/" + first).has(first));
        engine.close();
        try (DemoEngineServer again =
                        DemoEngineServer.start(
                                DemoOptions.in(folder).withJobDuration(Duration.ZERO));
                DemoClient asker = new DemoClient(again.address())) {
            HttpResponse<byte[]> answer = asker.submit(DemoGraphs.img2img(1), "a", Map.of());
            assertEquals(0, DemoClient.parse(answer).path("number").asInt());
            String id = DemoClient.parse(answer).path("prompt_id").asText();
            await().until(() -> asker.json("/history/" + id).has(id));
            assertEquals(
                    "sdxl_00002_.png",
                    asker.json("/history/" + id)
                            .path(id)
                            .at("/outputs/9/images/0/filename")
                            .asText());
        }
        assertArrayEquals(
                Files.readAllBytes(folder.resolve("output/rec/sdxl_00001_.png")),
                Files.readAllBytes(folder.resolve("output/rec/sdxl_00002_.png")),
                "the same inputs give the same picture");
    }
}
