package studio.atelier.engine;

import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;

import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import okhttp3.tls.HandshakeCertificates;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;

import javax.net.ServerSocketFactory;

/// A server on loopback that answers by a table of routes, and keeps what it was asked.
final class ScriptedServer extends Dispatcher {
    final MockWebServer server = new MockWebServer();
    final List<RecordedRequest> requests = new CopyOnWriteArrayList<>();
    final BlockingQueue<Socket> sockets = new LinkedBlockingQueue<>();
    private final Map<String, Function<RecordedRequest, MockResponse>> routes =
            new ConcurrentHashMap<>();

    ScriptedServer() throws IOException {
        this(Optional.empty());
    }

    /// @param secure with which certificate it speaks https
    ScriptedServer(Optional<HandshakeCertificates> secure) throws IOException {
        secure.ifPresent(with -> server.useHttps(with.sslSocketFactory()));
        server.setDispatcher(this);
        server.setServerSocketFactory(new PromptSockets());
        server.start(InetAddress.getLoopbackAddress(), 0);
        on("GET /system_stats", json("{\"system\":{\"comfyui_version\":\"0.33.0\"}}"));
    }

    /// Sockets that send at once: otherwise each answer of two packets waits 40 ms for an acknowledgement.
    private static final class PromptSockets extends ServerSocketFactory {
        @Override
        public ServerSocket createServerSocket() throws IOException {
            return new ServerSocket() {
                @Override
                public java.net.Socket accept() throws IOException {
                    java.net.Socket socket = super.accept();
                    socket.setTcpNoDelay(true);
                    return socket;
                }
            };
        }

        @Override
        public ServerSocket createServerSocket(int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public ServerSocket createServerSocket(int port, int backlog) {
            throw new UnsupportedOperationException();
        }

        @Override
        public ServerSocket createServerSocket(int port, int backlog, InetAddress address) {
            throw new UnsupportedOperationException();
        }
    }

    /// The server's end of a websocket.
    static final class Socket extends WebSocketListener {
        final BlockingQueue<WebSocket> opened = new LinkedBlockingQueue<>();
        final BlockingQueue<String> received = new LinkedBlockingQueue<>();
        final RecordedRequest request;

        Socket(RecordedRequest request) {
            this.request = request;
        }

        @Override
        public void onOpen(WebSocket webSocket, Response response) {
            opened.add(webSocket);
        }

        @Override
        public void onMessage(WebSocket webSocket, String text) {
            received.add(text);
        }

        @Override
        public void onClosing(WebSocket webSocket, int code, String reason) {
            webSocket.close(1000, null);
        }
    }

    ScriptedServer on(String route, MockResponse response) {
        return on(route, _ -> response);
    }

    ScriptedServer on(String route, Function<RecordedRequest, MockResponse> answer) {
        routes.put(route, answer);
        return this;
    }

    ScriptedServer withSocket(String path) {
        return on(
                "GET " + path,
                request -> {
                    var socket = new Socket(request);
                    sockets.add(socket);
                    return new MockResponse.Builder().webSocketUpgrade(socket).build();
                });
    }

    ComfyEngine engine() {
        return engine("/");
    }

    ComfyEngine engine(String path) {
        return new ComfyEngine(
                "Workshop",
                ComfyAddress.of(server.url(path).toString()),
                false,
                InstantSource.system());
    }

    List<RecordedRequest> asked(String route) {
        return requests.stream().filter(request -> route(request).equals(route)).toList();
    }

    static String body(RecordedRequest request) {
        return Objects.requireNonNull(request.getBody()).utf8();
    }

    static MockResponse json(String body) {
        return json(200, body);
    }

    static MockResponse json(int status, String body) {
        return response(status, "application/json; charset=utf-8", body);
    }

    static MockResponse response(int status, String type, String body) {
        return new MockResponse.Builder()
                .code(status)
                .setHeader("Content-Type", type)
                .body(body)
                .build();
    }

    static MockResponse empty(int status) {
        return new MockResponse.Builder().code(status).build();
    }

    @Override
    public MockResponse dispatch(RecordedRequest request) {
        requests.add(request);
        Function<RecordedRequest, MockResponse> answer = routes.get(route(request));
        return answer == null
                ? response(404, "text/plain; charset=utf-8", "404: Not Found")
                : answer.apply(request);
    }

    @Override
    public void close() {
        server.close();
    }

    private static String route(RecordedRequest request) {
        return request.getMethod() + " " + request.getUrl().encodedPath();
    }
}
