package studio.atelier.engine.demo;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.IoUtils;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.regex.Pattern;

/// Takes every request: checks where it comes from, finds its route with or without `/api`, and answers, or
/// misbehaves as told.
final class FrontDoor implements HttpHandler {
    private static final Logger LOG = LoggerFactory.getLogger(FrontDoor.class);
    private static final Pattern SOCKET_PATH = Pattern.compile("(/api)?/ws");

    private final List<Route> routes;
    private final HttpHandler sockets;
    private final DemoProfile profile;
    private final DemoFaults faults;
    private final DemoLedger ledger;
    private final Executor executor;

    FrontDoor(
            List<Route> routes,
            HttpHandler sockets,
            DemoProfile profile,
            DemoFaults faults,
            DemoLedger ledger,
            Executor executor) {
        this.routes = routes;
        this.sockets = sockets;
        this.profile = profile;
        this.faults = faults;
        this.ledger = ledger;
        this.executor = executor;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        if (faults.isDown()) {
            drop(exchange);
            return;
        }
        if (SOCKET_PATH.matcher(exchange.getRequestPath()).matches() && isUpgrade(exchange)) {
            openSocket(exchange);
            return;
        }
        exchange.dispatch(
                executor,
                () -> {
                    exchange.startBlocking();
                    serve(exchange);
                });
    }

    private static boolean isUpgrade(HttpServerExchange exchange) {
        return exchange.getRequestHeaders().contains(Headers.UPGRADE);
    }

    private void openSocket(HttpServerExchange exchange) throws Exception {
        if (comesFromElsewhere(exchange) || faults.socketsAreRefused()) {
            exchange.setStatusCode(faults.socketsAreRefused() ? 503 : 403);
            exchange.endExchange();
            return;
        }
        sockets.handleRequest(exchange);
    }

    private void serve(HttpServerExchange exchange) {
        String method = exchange.getRequestMethod().toString();
        String path = withoutPrefix(exchange.getRequestPath());
        int status = 0;
        try {
            Optional<DemoFaults.Answer> fault = faults.answerTo(method + " " + path);
            status =
                    fault.isPresent()
                            ? misbehave(exchange, fault.get())
                            : send(exchange, reply(exchange));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            drop(exchange);
        } catch (IOException | UncheckedIOException e) {
            LOG.debug("the client went away", e);
            drop(exchange);
        } finally {
            ledger.add(new DemoLedger.Served(method, path, exchange.getQueryString(), status));
        }
    }

    private static String withoutPrefix(String path) {
        return path.startsWith("/api/") && !path.startsWith("/api/jobs")
                ? path.substring("/api".length())
                : path;
    }

    private int misbehave(HttpServerExchange exchange, DemoFaults.Answer answer)
            throws IOException, InterruptedException {
        return switch (answer) {
            case DemoFaults.Answer.Status(int code) ->
                    send(exchange, Reply.text(code, "<html>" + code + "</html>"));
            case DemoFaults.Answer.Never() -> never(exchange);
            case DemoFaults.Answer.NeverAfterAccepting() -> {
                Reply _ = reply(exchange);
                yield never(exchange);
            }
            case DemoFaults.Answer.Drop() -> drop(exchange);
            case DemoFaults.Answer.DropAfterAccepting() -> {
                Reply _ = reply(exchange);
                yield drop(exchange);
            }
            case DemoFaults.Answer.Truncated(int bytes) -> truncate(exchange, bytes);
            case DemoFaults.Answer.Garbled() -> {
                Reply proper = reply(exchange);
                byte[] nonsense = DemoFaults.nonsense(proper.body().length);
                yield send(exchange, new Reply(proper.status(), proper.headers(), nonsense));
            }
            case DemoFaults.Answer.Late(var delay) -> {
                faults.waitStep(delay);
                yield send(exchange, reply(exchange));
            }
        };
    }

    private int never(HttpServerExchange exchange) throws InterruptedException {
        faults.waitForClose();
        return drop(exchange);
    }

    private static int drop(HttpServerExchange exchange) {
        IoUtils.safeClose(exchange.getConnection());
        return 0;
    }

    private int truncate(HttpServerExchange exchange, int bytes) throws IOException {
        Reply reply = reply(exchange);
        head(exchange, reply);
        OutputStream out = exchange.getOutputStream();
        out.write(reply.body(), 0, Math.min(bytes, reply.body().length));
        out.flush();
        return drop(exchange);
    }

    private Reply reply(HttpServerExchange exchange) throws IOException {
        if (comesFromElsewhere(exchange)) {
            return Reply.empty(403);
        }
        String path = exchange.getRequestPath();
        String method = exchange.getRequestMethod().toString();
        String inner = path.startsWith("/api/") ? path.substring("/api".length()) : path;
        boolean known = false;
        StringBuilder allowed = new StringBuilder();
        for (Route route : routes) {
            Optional<List<String>> variables =
                    route.variables(path).or(() -> route.variables(inner));
            if (variables.isEmpty()) {
                continue;
            }
            if (route.accepts(method)) {
                return answer(route, new Request(exchange, variables.get()));
            }
            known = true;
            allowed.append(allowed.isEmpty() ? "" : ",")
                    .append(route.method().equals("GET") ? "GET,HEAD" : route.method());
        }
        if (known) {
            return Reply.notAllowed(allowed.toString());
        }
        boolean reads = method.equals("GET") || method.equals("HEAD");
        // The web interface's files answer for all other paths, and they can only be read.
        return reads ? Reply.noSuchRoute() : Reply.notAllowed("GET,HEAD");
    }

    private static Reply answer(Route route, Request request) throws IOException {
        try {
            return route.handler().answer(request);
        } catch (Request.BodyTooLarge _) {
            return Reply.tooLarge(Request.MAXIMUM_BODY);
        } catch (PythonFailure
                | com.fasterxml.jackson.core.JsonProcessingException
                | NumberFormatException e) {
            LOG.debug("answered 500 as the protocol does", e);
            return Reply.trouble();
        }
    }

    private boolean comesFromElsewhere(HttpServerExchange exchange) {
        String site = exchange.getRequestHeaders().getFirst("Sec-Fetch-Site");
        if (profile.refusesCrossSite() && "cross-site".equals(site)) {
            return true;
        }
        String host = exchange.getRequestHeaders().getFirst(Headers.HOST);
        String origin = exchange.getRequestHeaders().getFirst(Headers.ORIGIN);
        if (host == null || origin == null) {
            return false;
        }
        String from = origin.replaceFirst("^[a-z]+://", "");
        boolean ports = host.contains(":") && from.contains(":");
        return ports ? !host.equals(from) : !bare(host).equals(bare(from));
    }

    private static String bare(String host) {
        return host.replaceFirst(":\\d+$", "");
    }

    private static void head(HttpServerExchange exchange, Reply reply) {
        exchange.setStatusCode(reply.status());
        reply.headers()
                .forEach(
                        (name, value) ->
                                exchange.getResponseHeaders().put(new HttpString(name), value));
        exchange.getResponseHeaders()
                .put(Headers.SERVER, "Python/3.12 aiohttp/3.14.3")
                .put(Headers.CONTENT_LENGTH, reply.body().length);
    }

    private static int send(HttpServerExchange exchange, Reply reply) throws IOException {
        head(exchange, reply);
        if (reply.body().length > 0 && !exchange.getRequestMethod().toString().equals("HEAD")) {
            exchange.getOutputStream().write(reply.body());
        }
        exchange.endExchange();
        return reply.status();
    }
}
