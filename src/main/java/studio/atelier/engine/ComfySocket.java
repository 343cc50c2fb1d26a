package studio.atelier.engine;

import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;

import okio.ByteString;

import org.jspecify.annotations.Nullable;

import studio.atelier.model.Problem;
import studio.atelier.model.StudioException;

import java.net.ConnectException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Keeps one websocket to the server up until it is closed. Every connection has a client id of its own: the
/// server forgets a client id when any socket of that name dies, so a late death of an old connection would
/// silence a new one of the same name. Prompts submitted under an earlier id get no messages any more.
final class ComfySocket implements AutoCloseable {
    static final Duration PING = Duration.ofSeconds(20);
    private static final Duration STABLE = Duration.ofSeconds(5);
    private static final long LONGEST_PAUSE = 15_000;

    /// A preview of a large picture, with room to spare.
    private static final long LONGEST_MESSAGE = 24L << 20;

    private static final String HANDSHAKE =
            "{\"type\":\"feature_flags\",\"data\":{\"supports_preview_metadata\":true}}";

    private final ComfyHttp http;
    private final ComfyTrouble trouble;
    private final SentPrompts sent;
    private final Consumer<EngineEvent> events;
    private final CountDownLatch closed = new CountDownLatch(1);

    private volatile String clientId = UUID.randomUUID().toString();
    private volatile @Nullable WebSocket socket;
    private volatile @Nullable Connection connection;

    ComfySocket(
            ComfyHttp http, ComfyTrouble trouble, SentPrompts sent, Consumer<EngineEvent> events) {
        this.http = http;
        this.trouble = trouble;
        this.sent = sent;
        this.events = events;
    }

    void start() {
        Thread.ofVirtual().name("engine-socket-" + trouble.engine()).start(this::run);
    }

    /// The id of the connection that is up, else of the next one.
    String clientId() {
        return clientId;
    }

    /// The connection that is up, as far as is known here: a dead one is noticed at the second ping at the latest.
    Optional<Hearing> hearing() {
        Connection now = connection;
        return now == null ? Optional.empty() : now.hearing();
    }

    /// @param client the id of this connection
    /// @param openedAt nanoseconds of `System.nanoTime`
    /// @param heardAt when the last message came, nanoseconds too; `openedAt` before the first
    record Hearing(String client, long openedAt, long heardAt) {}

    @Override
    public void close() {
        closed.countDown();
        WebSocket open = socket;
        if (open != null) {
            open.cancel();
        }
    }

    private void run() {
        int failures = 0;
        boolean stop = isClosed();
        try {
            while (!stop) {
                Connection current = connect();
                connection = current;
                current.ended.await();
                socket = null;
                failures = current.wasStable() ? 1 : failures + 1;
                stop = isClosed() || recover(current, failures);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// @return true when closed meanwhile
    private boolean recover(Connection lost, int failures) throws InterruptedException {
        if (!lost.refused) {
            clientId = UUID.randomUUID().toString();
        }
        if (failures == 1 || lost.wasOpened()) {
            events.accept(new EngineEvent.Disconnected(lost.problem));
        }
        return pause(failures);
    }

    private Connection connect() {
        var made = new Connection(clientId);
        try {
            socket = http.socket(made.client, PING, made.sockets, made);
            if (isClosed()) {
                close();
            }
        } catch (StudioException e) {
            made.end(e.problem(), e.getCause());
        }
        return made;
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    /// Half a second, doubled at each failure in a row, and spread so that many clients do not come at once.
    ///
    /// @return true when closed meanwhile
    private boolean pause(int failures) throws InterruptedException {
        long longest = Math.min(LONGEST_PAUSE, 500L << Math.min(failures - 1, 10));
        long millis = ThreadLocalRandom.current().nextLong(longest / 2, longest + 1);
        return closed.await(millis, TimeUnit.MILLISECONDS);
    }

    /// One connection; its callbacks come from one OkHttp thread, and only parse and hand over.
    private final class Connection extends WebSocketListener {
        private final String client;
        private final CountDownLatch ended = new CountDownLatch(1);
        private final BoundedSockets sockets = new BoundedSockets(LONGEST_MESSAGE);
        private final ComfyMessages messages = new ComfyMessages(sent, events);
        private volatile long openedAt;
        private volatile long heardAt;
        private volatile boolean refused;
        private volatile Problem problem =
                Problem.of(Problem.Kind.ENGINE_UNREACHABLE, trouble.called(), trouble.address());

        Connection(String client) {
            this.client = client;
        }

        Optional<Hearing> hearing() {
            return wasOpened() && ended.getCount() > 0
                    ? Optional.of(new Hearing(client, openedAt, heardAt))
                    : Optional.empty();
        }

        @Override
        public void onOpen(WebSocket webSocket, Response response) {
            heardAt = System.nanoTime();
            openedAt = heardAt | 1;
            webSocket.send(HANDSHAKE);
            events.accept(new EngineEvent.Connected());
        }

        @Override
        public void onMessage(WebSocket webSocket, String text) {
            heardAt = System.nanoTime();
            sockets.messageRead();
            messages.text(text);
        }

        @Override
        public void onMessage(WebSocket webSocket, ByteString bytes) {
            heardAt = System.nanoTime();
            sockets.messageRead();
            messages.binary(bytes);
        }

        @Override
        public void onClosing(WebSocket webSocket, int code, String reason) {
            webSocket.close(1000, null);
            ended.countDown();
        }

        @Override
        public void onClosed(WebSocket webSocket, int code, String reason) {
            ended.countDown();
        }

        @Override
        public void onFailure(WebSocket webSocket, Throwable t, @Nullable Response response) {
            end(response == null ? trouble.unreachable(t) : trouble.refusedSocket(t, response), t);
        }

        private boolean wasOpened() {
            return openedAt != 0;
        }

        /// One that falls at once does not start the pauses anew.
        private boolean wasStable() {
            return wasOpened() && System.nanoTime() - openedAt > STABLE.toNanos();
        }

        private void end(Problem why, @Nullable Throwable cause) {
            problem = why;
            refused = cause instanceof ConnectException;
            ended.countDown();
        }
    }
}
