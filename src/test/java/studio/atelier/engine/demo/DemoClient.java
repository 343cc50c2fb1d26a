package studio.atelier.engine.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/// A bare client over real sockets, which knows nothing of the product's own.
final class DemoClient implements AutoCloseable {
    private final URI base;
    private final HttpClient http = HttpClient.newHttpClient();

    DemoClient(URI base) {
        this.base = base;
    }

    HttpResponse<byte[]> send(String method, String path, byte[] body, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + path))
                        .method(
                                method,
                                body.length == 0
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return http.send(request.build(), BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    HttpResponse<byte[]> get(String path, String... headers) {
        return send("GET", path, new byte[0], headers);
    }

    JsonNode json(String path) {
        return parse(get(path));
    }

    HttpResponse<byte[]> post(String path, String json) {
        return send(
                "POST",
                path,
                json.getBytes(StandardCharsets.UTF_8),
                "Content-Type",
                "application/json");
    }

    static JsonNode parse(HttpResponse<byte[]> response) {
        try {
            return PythonJson.read(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    static JsonNode read(String json) {
        try {
            return PythonJson.read(json.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Submits a graph under a client id (none when empty) and gives the whole answer.
    HttpResponse<byte[]> submit(JsonNode graph, String clientId, Map<String, JsonNode> more) {
        ObjectNode body = PythonJson.object();
        body.set("prompt", graph);
        if (!clientId.isEmpty()) {
            body.put("client_id", clientId);
        }
        more.forEach(body::set);
        return post("/prompt", PythonJson.write(body));
    }

    String submit(JsonNode graph, String clientId) {
        return parse(submit(graph, clientId, Map.of())).path("prompt_id").asText();
    }

    HttpResponse<byte[]> upload(String name, byte[] content, Map<String, String> fields) {
        String boundary = "demo-boundary-7d1";
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        fields.forEach(
                (field, value) ->
                        body.writeBytes(part(boundary, "name=\"" + field + "\"", value + "\r\n")));
        body.writeBytes(part(boundary, "name=\"image\"; filename=\"" + name + "\"", ""));
        body.writeBytes(content);
        body.writeBytes(("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8));
        return send(
                "POST",
                "/upload/image",
                body.toByteArray(),
                "Content-Type",
                "multipart/form-data; boundary=" + boundary);
    }

    private static byte[] part(String boundary, String disposition, String content) {
        return "--%s\r\nContent-Disposition: form-data; %s\r\n\r\n%s"
                .formatted(boundary, disposition, content)
                .getBytes(StandardCharsets.UTF_8);
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    Socket socket(String clientId) {
        return new Socket(clientId);
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    /// Keeps every message in order; binary ones as `{"binary": event, ...}`.
    final class Socket implements AutoCloseable, WebSocket.Listener {
        private final List<JsonNode> messages = new CopyOnWriteArrayList<>();
        private final StringBuilder partial = new StringBuilder();
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final WebSocket socket;
        private volatile boolean ended;

        Socket(String clientId) {
            String query = clientId.isEmpty() ? "" : "?clientId=" + clientId;
            URI address = URI.create(base.toString().replaceFirst("http", "ws") + "/ws" + query);
            socket = http.newWebSocketBuilder().buildAsync(address, this).join();
        }

        List<JsonNode> messages() {
            return List.copyOf(messages);
        }

        List<String> types() {
            return messages.stream().map(message -> message.path("type").asText()).toList();
        }

        boolean hasEnded() {
            return ended;
        }

        void say(String json) {
            WebSocket _ = socket.sendText(json, true).join();
        }

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            partial.append(data);
            if (last) {
                messages.add(read(partial.toString()));
                partial.setLength(0);
            }
            from.request(1);
            return java.util.concurrent.CompletableFuture.completedStage("");
        }

        @Override
        public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
            byte[] part = new byte[data.remaining()];
            data.get(part);
            bytes.writeBytes(part);
            if (last) {
                ByteBuffer frame = ByteBuffer.wrap(bytes.toByteArray());
                bytes.reset();
                messages.add(describe(frame));
            }
            from.request(1);
            return java.util.concurrent.CompletableFuture.completedStage("");
        }

        private static ObjectNode describe(ByteBuffer frame) {
            int event = frame.getInt();
            ObjectNode message = PythonJson.object().put("type", "binary" + event);
            int word = frame.getInt();
            if (event == 4) {
                byte[] metadata = new byte[word];
                frame.get(metadata);
                message.set("metadata", read(new String(metadata, StandardCharsets.UTF_8)));
            } else {
                message.put("format", word);
            }
            byte[] image = new byte[frame.remaining()];
            frame.get(image);
            return message.put("image", image);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            ended = true;
            return java.util.concurrent.CompletableFuture.completedStage("");
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            ended = true;
        }

        @Override
        public void close() {
            WebSocket _ = socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
        }
    }
}
