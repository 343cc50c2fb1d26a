package studio.atelier.engine.runpod;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;

import org.xnio.IoUtils;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/// An endpoint on loopback that answers as RunPod Serverless with worker-comfyui does, one job at a time for each
/// worker, and can be told to misbehave. The bucket of its results has a port of its own.
public final class RunPodServer implements AutoCloseable {
    public static final String KEY = "rpa_PLANTED_KEY_0123456789";
    private static final int LARGEST_BODY = 10 << 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Undertow server;
    private final Undertow bucket;
    private final Map<String, Deque<Fault>> faults = new HashMap<>();
    private final List<RunPodWork> works = new ArrayList<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<String> unheard = new CopyOnWriteArrayList<>();
    private final List<String> keysAtTheBucket = new CopyOnWriteArrayList<>();
    private RunPodWork.Ending ending = RunPodWork.Ending.INLINE;
    private Duration coldStart = Duration.ZERO;
    private Duration run = Duration.ofMillis(20);
    private int workers = 1;

    public RunPodServer() {
        server = open(this::serve);
        bucket = open(this::file);
    }

    /// An answer out of the ordinary.
    public sealed interface Fault {
        record Status(int code, String type, String body, Map<String, String> headers)
                implements Fault {}

        /// Does what was asked, and the answer never arrives.
        record Lost() implements Fault {}

        record Dropped() implements Fault {}

        record None() implements Fault {}
    }

    public static Fault status(int code, String body) {
        return answer(code, body);
    }

    public static Fault page(int code) {
        String body = "<!DOCTYPE html><html><body>" + code + "</body></html>";
        return new Fault.Status(code, "text/html; charset=UTF-8", body, Map.of());
    }

    /// @param route `run`, `status`, `cancel`, `health` or `bucket`
    public synchronized void next(String route, Fault... next) {
        faults.computeIfAbsent(route, _ -> new ArrayDeque<>()).addAll(List.of(next));
    }

    public synchronized void endWith(RunPodWork.Ending next) {
        ending = next;
    }

    public synchronized void take(Duration newColdStart, Duration newRun) {
        coldStart = newColdStart;
        run = newRun;
    }

    public synchronized void setWorkers(int most) {
        workers = most;
    }

    /// What happens to results after half an hour.
    public synchronized void forgetAll() {
        works.forEach(work -> work.state = "FORGOTTEN");
    }

    /// The answers that never arrived, in order.
    public List<String> unheard() {
        return List.copyOf(unheard);
    }

    public synchronized List<RunPodWork> works() {
        advance();
        return List.copyOf(works);
    }

    public long asked(String route) {
        return asked.stream().filter(route::equals).count();
    }

    /// Headers that had no business there.
    public List<String> keysAtTheBucket() {
        return keysAtTheBucket;
    }

    public String address() {
        return "http://127.0.0.1:" + port(server) + "/v2/abc123";
    }

    public RunPodEngine engine(String name) {
        return engine(name, UnaryOperator.identity());
    }

    public RunPodEngine engine(String name, UnaryOperator<RunPodRhythm> rhythm) {
        return engine(name, KEY, rhythm);
    }

    RunPodEngine engine(String name, String key, UnaryOperator<RunPodRhythm> rhythm) {
        var fast =
                new RunPodRhythm(
                        Duration.ofMillis(40),
                        Duration.ofMillis(100),
                        Duration.ofMillis(20),
                        Duration.ofMillis(50),
                        Duration.ofSeconds(30),
                        Duration.ofMillis(200));
        return new RunPodEngine(
                name,
                RunPodAddress.of(address(), key),
                java.time.InstantSource.system(),
                rhythm.apply(fast),
                Duration.ofSeconds(10));
    }

    @Override
    public void close() {
        server.stop();
        bucket.stop();
    }

    private static Undertow open(io.undertow.server.HttpHandler handler) {
        Undertow undertow =
                Undertow.builder()
                        .addHttpListener(0, InetAddress.getLoopbackAddress().getHostAddress())
                        .setIoThreads(1)
                        .setWorkerThreads(4)
                        .setServerOption(UndertowOptions.MAX_ENTITY_SIZE, -1L)
                        .setHandler(new io.undertow.server.handlers.BlockingHandler(handler))
                        .build();
        undertow.start();
        return undertow;
    }

    private static int port(Undertow undertow) {
        return ((InetSocketAddress) undertow.getListenerInfo().getFirst().getAddress()).getPort();
    }

    private void serve(HttpServerExchange exchange) throws IOException {
        List<String> path = segments(exchange);
        String route = path.size() > 2 ? path.get(2) : "";
        asked.add(route);
        byte[] body = exchange.getInputStream().readAllBytes();
        switch (fault(route)) {
            case Fault.Dropped _ -> drop(exchange);
            case Fault.Status status -> send(exchange, status);
            case Fault.Lost _ -> {
                unheard.add(proper(exchange, path, body).body());
                drop(exchange);
            }
            case Fault.None _ -> send(exchange, proper(exchange, path, body));
        }
    }

    private Fault.Status proper(HttpServerExchange exchange, List<String> path, byte[] body)
            throws IOException {
        if (!("Bearer " + KEY).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            return answer(401, "{\"error\":\"unauthorized\"}");
        }
        if (body.length > LARGEST_BODY) {
            return answer(413, "{\"error\":\"too large\"}");
        }
        Optional<ObjectNode> reply = reply(path, body);
        return reply.isPresent()
                ? answer(200, JSON.writeValueAsString(reply.get()))
                : answer(404, "{\"error\":\"not found\"}");
    }

    private static Fault.Status answer(int code, String body) {
        return new Fault.Status(code, "application/json", body, Map.of());
    }

    private static List<String> segments(HttpServerExchange exchange) {
        return java.util.Arrays.stream(exchange.getRequestPath().split("/", -1)).skip(1).toList();
    }

    private static void drop(HttpServerExchange exchange) {
        IoUtils.safeClose(exchange.getConnection());
    }

    private synchronized Fault fault(String route) {
        return Optional.ofNullable(faults.get(route)).map(Deque::poll).orElseGet(Fault.None::new);
    }

    private synchronized Optional<ObjectNode> reply(List<String> path, byte[] body)
            throws IOException {
        advance();
        String route = path.get(2);
        if (route.equals("run")) {
            var work = new RunPodWork(JSON.readTree(body), ending, System.nanoTime());
            works.add(work);
            return Optional.of(work.accepted());
        }
        if (route.equals("health")) {
            return Optional.of(health());
        }
        Optional<RunPodWork> found = path.size() > 3 ? find(path.get(3)) : Optional.empty();
        found.filter(_ -> route.equals("cancel")).ifPresent(RunPodWork::cancel);
        return found.map(work -> work.status("http://127.0.0.1:" + port(bucket) + "/"));
    }

    private Optional<RunPodWork> find(String id) {
        return works.stream()
                .filter(work -> work.id().equals(id) && !work.state.equals("FORGOTTEN"))
                .findFirst();
    }

    /// Lets time pass: nothing here has a thread of its own.
    private void advance() {
        long now = System.nanoTime();
        for (RunPodWork work : works) {
            if (work.state.equals("IN_PROGRESS") && now - work.startedAt >= run.toNanos()) {
                work.end();
            }
        }
        for (RunPodWork work : works) {
            boolean due = now - work.submittedAt() >= coldStart.toNanos();
            if (work.state.equals("IN_QUEUE") && due && count("IN_PROGRESS") < workers) {
                work.state = "IN_PROGRESS";
                work.startedAt = now;
            }
        }
    }

    private long count(String state) {
        return works.stream().filter(work -> work.state.equals(state)).count();
    }

    private ObjectNode health() {
        long running = count("IN_PROGRESS");
        long waiting = count("IN_QUEUE");
        ObjectNode health = JSON.createObjectNode();
        health.putObject("jobs")
                .put("completed", count("COMPLETED"))
                .put("failed", count("FAILED"))
                .put("inProgress", running)
                .put("inQueue", waiting)
                .put("retried", 0);
        boolean starts = workers > 0 && waiting > 0 && running == 0;
        health.putObject("workers")
                .put("idle", 0)
                .put("running", running)
                .put("initializing", starts ? 1 : 0)
                .put("throttled", 0);
        return health;
    }

    private void file(HttpServerExchange exchange) throws IOException {
        String key = exchange.getRequestHeaders().getFirst("Authorization");
        if (key != null) {
            keysAtTheBucket.add(key);
        }
        if (fault("bucket") instanceof Fault.Status status) {
            send(exchange, status);
            return;
        }
        byte[] picture;
        synchronized (this) {
            picture = find(segments(exchange).getFirst()).orElseThrow().picture(1);
        }
        send(exchange, 200, "image/png", picture);
    }

    private static void send(HttpServerExchange exchange, Fault.Status answer) {
        answer.headers().forEach((k, v) -> exchange.getResponseHeaders().put(new HttpString(k), v));
        send(exchange, answer.code(), answer.type(), answer.body().getBytes(UTF_8));
    }

    private static void send(HttpServerExchange exchange, int code, String type, byte[] body) {
        exchange.setStatusCode(code);
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, type);
        exchange.getResponseSender().send(ByteBuffer.wrap(body));
    }
}
