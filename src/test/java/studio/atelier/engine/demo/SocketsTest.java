package studio.atelier.engine.demo;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.websockets.core.WebSocketChannel;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xnio.IoUtils;
import org.xnio.Options;

import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// Clients that die while something is sent to them.
class SocketsTest {
    private final CompletableFuture<WebSocketChannel> opened = new CompletableFuture<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private Undertow server;

    @BeforeEach
    void start() {
        server =
                Undertow.builder()
                        .addHttpListener(0, "127.0.0.1")
                        .setWorkerOption(Options.THREAD_DAEMON, true)
                        .setHandler(Handlers.websocket((_, channel) -> opened.complete(channel)))
                        .build();
        server.start();
    }

    @AfterEach
    void stop() {
        http.shutdownNow();
        // On a thread of its own: a server that hangs never stops.
        Thread.ofPlatform().daemon().start(server::stop);
    }

    @Test
    void aClientThatDiesStopsNobody() {
        var sockets = new Sockets(new DemoFaults());
        WebSocketChannel channel = connect();
        sockets.join("a", channel);
        Thread dying = Thread.ofPlatform().daemon().start(() -> dieWhileSending(sockets, channel));
        await().atMost(Duration.ofSeconds(20)).until(() -> !dying.isAlive());
        assertEquals(0, sockets.count());
    }

    /// As the web server does when a client is gone: it holds the channel's lock and tells us, while a run sends.
    private static void dieWhileSending(Sockets sockets, WebSocketChannel channel) {
        synchronized (channel) {
            IoUtils.safeClose(channel);
            Thread run =
                    Thread.ofPlatform()
                            .daemon()
                            .start(
                                    () ->
                                            sockets.send(
                                                    Optional.of("a"),
                                                    "progress",
                                                    PythonJson.object()));
            await().until(() -> !run.isAlive() || run.getState() == Thread.State.BLOCKED);
            sockets.leave("a", channel);
        }
    }

    private WebSocketChannel connect() {
        var address = (InetSocketAddress) server.getListenerInfo().getFirst().getAddress();
        http.newWebSocketBuilder()
                .buildAsync(
                        URI.create("ws://127.0.0.1:" + address.getPort() + "/ws"),
                        new WebSocket.Listener() {})
                .join();
        return opened.join();
    }
}
