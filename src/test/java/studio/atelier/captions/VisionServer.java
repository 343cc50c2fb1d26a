package studio.atelier.captions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

import javax.imageio.ImageIO;

/// A captions service over real HTTP, as strict as the strictest of those that speak the protocol: it takes JPEG as
/// data behind a text, and no parameter that some of them refuse. It describes a picture by its size and its middle.
public final class VisionServer implements AutoCloseable {
    public static final String MODEL = "grok-4.5";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> TAKEN = Set.of("model", "stream", "messages");
    private static final Set<String> TAKEN_BY_RESPONSES =
            Set.of("model", "stream", "store", "input");
    private static final int EDGE = 1536;

    private final MockWebServer web = new MockWebServer();
    private final Queue<MockResponse> next = new ConcurrentLinkedQueue<>();
    private final AtomicInteger at = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();

    /// What was asked, in the order of asking.
    public final List<String> prompts = new CopyOnWriteArrayList<>();

    /// What a strict server would not take.
    public final List<String> violations = new CopyOnWriteArrayList<>();

    public final List<String> models = new CopyOnWriteArrayList<>(List.of(MODEL, "grok-4.3"));

    /// What is answered instead of the models, empty for nothing.
    public volatile String list = "";

    /// Models that are not listed and are known all the same.
    public final List<String> aliases = new CopyOnWriteArrayList<>();

    /// The key that is wanted, empty for none.
    public volatile String key = "";

    /// The forms that it speaks, by the ends of their routes.
    public final Set<String> routes = new CopyOnWriteArraySet<>(Set.of("chat/completions"));

    /// How long it looks at a picture, in milliseconds.
    public volatile long millis;

    /// What becomes of every answer; for those that fail always.
    public volatile UnaryOperator<MockResponse> always = answer -> answer;

    private VisionServer() {}

    public static VisionServer start() throws IOException {
        var server = new VisionServer();
        server.web.setDispatcher(
                new Dispatcher() {
                    @Override
                    public MockResponse dispatch(RecordedRequest request) {
                        return server.dispatch(request);
                    }
                });
        server.web.start(InetAddress.getLoopbackAddress(), 0);
        return server;
    }

    public Map<String, String> environment() {
        Map<String, String> variables = new HashMap<>();
        variables.put("CAPTIONS_API_URL", url());
        variables.put("CAPTIONS_API_KEY", key);
        variables.put("CAPTIONS_PER_MINUTE", "6000");
        return variables;
    }

    public CaptionsAddress address() {
        return CaptionsAddress.of(environment()).orElseThrow();
    }

    public String url() {
        return web.url("/v1").toString();
    }

    /// How many descriptions were asked for.
    public int asked() {
        return prompts.size();
    }

    public int mostAtOnce() {
        return most.get();
    }

    /// The next description is this answer.
    public VisionServer answer(int status, String body) {
        next.add(response(status, body).build());
        return this;
    }

    public VisionServer answer(int status, String body, String retryAfter) {
        next.add(response(status, body).setHeader("Retry-After", retryAfter).build());
        return this;
    }

    /// The next description breaks off within its body.
    public VisionServer breakOff() {
        next.add(
                response(200, "x".repeat(4000))
                        .onResponseBody(new SocketEffect.CloseSocket())
                        .build());
        return this;
    }

    /// The next description says this.
    public VisionServer say(String content) {
        return answer(200, reply(JSON.valueToTree(content).toString(), "stop"));
    }

    /// @param content as JSON
    public static String reply(String content, String reason) {
        return """
        {"id":"1","object":"chat.completion","model":"m","choices":[{"index":0,"finish_reason":"%s",
        "message":{"role":"assistant","content":%s}}],"usage":{"total_tokens":3}}
        """
                .formatted(reason, content);
    }

    /// @param content as JSON
    public static String responsesReply(String content) {
        return """
        {"id":"1","object":"response","status":"completed","error":null,"incomplete_details":null,
        "output":[{"type":"reasoning","summary":[{"type":"summary_text","text":"hm"}]},
        {"type":"message","role":"assistant","status":"completed",
        "content":[{"type":"output_text","annotations":[],"text":%s}]}],"usage":{"total_tokens":3}}
        """
                .formatted(content);
    }

    @Override
    public void close() {
        web.close();
    }

    private MockResponse dispatch(RecordedRequest request) {
        String path = request.getUrl().encodedPath();
        boolean known = key.isEmpty() || ("Bearer " + key).equals(header(request));
        if (path.equals("/v1/models")) {
            return known
                    ? response(200, list()).build()
                    : response(401, "{\"error\":{\"message\":\"no\"}}").build();
        }
        if (path.startsWith("/v1/models/")) {
            String asked = path.substring("/v1/models/".length());
            return aliases.contains(asked)
                    ? response(200, "{\"id\":\"" + asked + "\"}").build()
                    : response(404, "{\"error\":{\"message\":\"no such model\"}}").build();
        }
        if (!routes.contains(path.replaceFirst("^/v1/", ""))) {
            return response(404, "<html>not here</html>").build();
        }
        most.accumulateAndGet(at.incrementAndGet(), Math::max);
        try {
            return always.apply(describe(request, known));
        } finally {
            at.decrementAndGet();
        }
    }

    private static String header(RecordedRequest request) {
        String value = request.getHeaders().get("Authorization");
        return value == null ? "" : value;
    }

    private MockResponse describe(RecordedRequest request, boolean known) {
        String caption = look(request);
        MockResponse scripted = next.poll();
        if (scripted != null) {
            return scripted;
        }
        if (!known) {
            // As xAI says it.
            return response(
                            400,
                            "{\"code\":\"Client specified an invalid argument\",\"error\":"
                                    + "\"Incorrect API key provided: "
                                    + header(request).replace("Bearer ", "")
                                    + ". You can obtain an API key from the console.\"}")
                    .build();
        }
        boolean chat = request.getUrl().encodedPath().endsWith("chat/completions");
        String text = "\"" + caption + "\"";
        var answer = response(200, chat ? reply(text, "stop") : responsesReply(text));
        return millis == 0
                ? answer.build()
                : answer.headersDelay(millis, TimeUnit.MILLISECONDS).build();
    }

    /// Reads the question as strictly as it may be read.
    private String look(RecordedRequest request) {
        try {
            JsonNode asked = JSON.readTree(Objects.requireNonNull(request.getBody()).utf8());
            boolean chat = request.getUrl().encodedPath().endsWith("chat/completions");
            Set<String> names = new TreeSet<>();
            asked.fieldNames().forEachRemaining(names::add);
            require((chat ? TAKEN : TAKEN_BY_RESPONSES).equals(names), "parameters " + names);
            require(!asked.path("stream").asBoolean(true), "streams");
            require(!asked.path("store").asBoolean(chat ? false : true), "is kept there");
            JsonNode messages = asked.path(chat ? "messages" : "input");
            JsonNode parts = messages.path(0).path("content");
            require(messages.size() == 1 && parts.size() == 2, "parts");
            String type = parts.path(0).path("type").asText();
            require(type.equals(chat ? "text" : "input_text"), "text comes first");
            prompts.add(parts.path(0).path("text").asText());
            JsonNode image = parts.path(1).path("image_url");
            String url = (chat ? image.path("url") : image).asText();
            String prefix = "data:image/jpeg;base64,";
            require(url.startsWith(prefix), "picture as data");
            byte[] bytes = Base64.getDecoder().decode(url.substring(prefix.length()));
            require(bytes.length < 10 << 20, "size " + bytes.length);
            BufferedImage picture = ImageIO.read(new ByteArrayInputStream(bytes));
            require(Math.max(picture.getWidth(), picture.getHeight()) <= EDGE, "edge");
            require(bytes[0] == (byte) 0xff && bytes[1] == (byte) 0xd8, "JPEG");
            return "a picture of "
                    + picture.getWidth()
                    + " by "
                    + picture.getHeight()
                    + ", neutral lighting";
        } catch (IOException | IllegalArgumentException e) {
            violations.add(e.toString());
            return "";
        }
    }

    private void require(boolean holds, String what) {
        if (!holds) {
            violations.add(what);
        }
    }

    private String list() {
        if (!list.isEmpty()) {
            return list;
        }
        List<Map<String, String>> data = new ArrayList<>();
        models.forEach(model -> data.add(Map.of("id", model, "object", "model")));
        return JSON.valueToTree(Map.of("object", "list", "data", data)).toString();
    }

    private static MockResponse.Builder response(int status, String body) {
        return new MockResponse.Builder()
                .code(status)
                .setHeader("Content-Type", "application/json")
                .body(body);
    }
}
