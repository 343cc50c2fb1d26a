package studio.atelier.drill.hostile;

import org.jspecify.annotations.Nullable;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A small server that speaks just enough of ComfyUI for a job to run, unless the chooser has garbage for the
/// call: then that goes out instead. One connection for each call. Safe to share between threads.
final class HostileServer implements AutoCloseable {
    private static final Pattern PROMPT_ID = Pattern.compile("\"prompt_id\":\"([^\"]+)\"");

    private final ServerSocket door;
    private final Function<String, Optional<Garbage>> chooser;
    private final Set<String> prompts = ConcurrentHashMap.newKeySet();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger garbageSent = new AtomicInteger();
    private final byte[] picture;
    private volatile @Nullable SocketScript socketScript;

    /// @param chooser garbage by route, such as `GET /history`; asked for every call
    HostileServer(Function<String, Optional<Garbage>> chooser, byte[] picture) {
        this.chooser = chooser;
        this.picture = picture.clone();
        try {
            this.door = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    /// What a websocket sends after its handshake.
    interface SocketScript {
        void play(OutputStream out) throws IOException, InterruptedException;
    }

    int port() {
        return door.getLocalPort();
    }

    int garbageSent() {
        return garbageSent.get();
    }

    void onSocket(SocketScript script) {
        socketScript = script;
    }

    @Override
    public void close() {
        try {
            door.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                open.add(client);
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException e) {
                // The door closes.
            }
        }
    }

    private void serve(Socket client) {
        try (client;
                InputStream in = new BufferedInputStream(client.getInputStream());
                OutputStream out = new BufferedOutputStream(client.getOutputStream(), 1 << 16)) {
            client.setTcpNoDelay(true);
            client.setSoLinger(true, 1);
            String head = head(in);
            String[] words = head.split(" ", 3);
            if (words.length == 3) {
                serve(words[0], words[1].split("\\?", 2)[0], head, in, out);
                out.flush();
            }
        } catch (IOException e) {
            // the client had enough
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(client);
        }
    }

    private void serve(String method, String path, String head, InputStream in, OutputStream out)
            throws IOException, InterruptedException {
        SocketScript script = socketScript;
        if (path.equals("/ws") && script != null) {
            shakeHands(head, out);
            script.play(out);
            return;
        }
        byte[] body = in.readNBytes(length(head));
        Optional<Garbage> garbage = chooser.apply(route(method, path));
        if (garbage.isPresent()) {
            garbageSent.incrementAndGet();
            garbage.get().writer().write(out, head);
        } else {
            honest(method, path, new String(body, StandardCharsets.UTF_8), out);
        }
    }

    /// The call without its ids: `GET /history`, `POST /prompt`, `GET /object_info`.
    static String route(String method, String path) {
        String[] parts = path.split("/", 4);
        String first = parts.length > 1 ? parts[1] : "";
        boolean two = first.equals("api") || first.equals("models") || first.equals("upload");
        return method + " /" + first + (two && parts.length > 2 ? "/" + parts[2] : "");
    }

    private void honest(String method, String path, String body, OutputStream out)
            throws IOException {
        switch (route(method, path)) {
            case "GET /system_stats" ->
                    json(out, "{\"system\":{\"comfyui_version\":\"0.33.0\"},\"devices\":[]}");
            case "GET /object_info" -> json(out, "{}");
            case "GET /models/loras" -> json(out, "[\"milan.safetensors\"]");
            case "POST /upload/image" ->
                    json(out, "{\"name\":\"a.png\",\"subfolder\":\"\",\"type\":\"input\"}");
            case "POST /prompt" -> {
                Matcher id = PROMPT_ID.matcher(body);
                String prompt = id.find() ? id.group(1) : "none";
                prompts.add(prompt);
                json(out, "{\"prompt_id\":\"" + prompt + "\",\"number\":1,\"node_errors\":{}}");
            }
            case "GET /history" -> json(out, history(path.substring("/history/".length())));
            case "GET /queue" -> json(out, "{\"queue_running\":[],\"queue_pending\":[]}");
            case "GET /view" -> Garbage.answer(out, 200, "image/png", picture);
            case "POST /queue", "POST /interrupt" -> json(out, "{}");
            default ->
                    Garbage.answer(out, 404, "text/plain", "404".getBytes(StandardCharsets.UTF_8));
        }
    }

    private String history(String prompt) {
        return prompts.contains(prompt)
                ? """
                {"%s":{"prompt":[0,"%s",{},{},["9"]],
                 "outputs":{"9":{"images":[{"filename":"a.png","subfolder":"","type":"output"}]}},
                 "status":{"status_str":"success","completed":true,"messages":[]}}}
                """
                        .formatted(prompt, prompt)
                : "{}";
    }

    private static void json(OutputStream out, String body) throws IOException {
        Garbage.answer(out, 200, "application/json", body.getBytes(StandardCharsets.UTF_8));
    }

    private static void shakeHands(String head, OutputStream out) throws IOException {
        String key = header(head, "sec-websocket-key");
        out.write(
                ("HTTP/1.1 101 Switching\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                + "Sec-WebSocket-Accept: "
                                + Frames.accept(key)
                                + "\r\n\r\n")
                        .getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    private static String head(InputStream in) throws IOException {
        var head = new StringBuilder();
        for (int c = in.read(); c >= 0; c = in.read()) {
            head.append((char) c);
            if (c == '\n' && head.length() > 3 && head.charAt(head.length() - 3) == '\n') {
                break;
            }
        }
        return head.toString();
    }

    private static int length(String head) {
        String length = header(head, "content-length");
        return length.isEmpty() ? 0 : Integer.parseInt(length);
    }

    private static String header(String head, String name) {
        return head.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElse("");
    }
}
