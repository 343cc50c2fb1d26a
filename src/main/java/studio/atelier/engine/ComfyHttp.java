package studio.atelier.engine;

import com.fasterxml.jackson.databind.JsonNode;

import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;

import org.jspecify.annotations.Nullable;

import studio.atelier.model.StudioException;

import java.io.IOException;
import java.net.ProtocolException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// HTTP towards one engine: time-outs per call, answers of bounded length, the `/api` fallback of ComfyUI, and
/// headers that stay with this server. Safe to share between threads.
public final class ComfyHttp implements AutoCloseable {
    public static final Duration SHORT = Duration.ofSeconds(30);
    public static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration UPLOAD = Duration.ofMinutes(10);
    private static final Duration DOWNLOAD = Duration.ofMinutes(15);
    private static final long ANSWER_LIMIT = 64L << 20;
    private static final String EXTENSIONS = "Sec-WebSocket-Extensions";
    private static final MediaType JSON = MediaType.get("application/json; charset=utf-8");

    private final ComfyAddress address;
    private final ComfyTrouble trouble;
    private final Duration longest;
    private final OkHttpClient client;

    /// Without kept connections and repetition: what is sent twice runs twice.
    private final OkHttpClient onceClient;

    private volatile @Nullable String prefix;

    /// @param longest no call takes more
    ComfyHttp(ComfyAddress address, ComfyTrouble trouble, Duration longest) {
        this(address, trouble, longest, address.apiOnly() ? "api/" : null);
    }

    private ComfyHttp(
            ComfyAddress address, ComfyTrouble trouble, Duration longest, @Nullable String prefix) {
        this.address = address;
        this.trouble = trouble;
        this.longest = longest;
        this.prefix = prefix;
        var builder =
                new OkHttpClient.Builder()
                        .connectTimeout(Duration.ofSeconds(10))
                        .readTimeout(LONG)
                        .writeTimeout(LONG)
                        .connectionPool(new ConnectionPool(8, 20, TimeUnit.SECONDS))
                        .socketFactory(new PromptSockets())
                        .addNetworkInterceptor(this::withHeaders);
        new EngineTrust(address).secure(builder);
        this.client = builder.build();
        this.onceClient =
                client.newBuilder()
                        .retryOnConnectionFailure(false)
                        .followRedirects(false)
                        .connectionPool(new ConnectionPool(0, 1, TimeUnit.SECONDS))
                        .build();
    }

    /// For a server that is no ComfyUI: every route is where its name says.
    ///
    /// @param longest no call takes more
    public static ComfyHttp plain(ComfyAddress address, ComfyTrouble trouble, Duration longest) {
        return new ComfyHttp(address, trouble, longest, "");
    }

    /// A GET whose answer is any status.
    ///
    /// @throws StudioException `ENGINE_UNREACHABLE`
    Answer get(String path, Map<String, String> query, Duration limit) {
        return exchange(client, new Request.Builder().url(url(path, query)), limit);
    }

    /// A GET of what has a name of its own below a route. The name may hold anything, slashes too.
    Answer getNamed(String path, String name, Duration limit) {
        HttpUrl url = url(path, Map.of()).newBuilder().addPathSegment(name).build();
        return exchange(client, new Request.Builder().url(url), limit);
    }

    public Answer get(String path, Duration limit) {
        return get(path, Map.of(), limit);
    }

    /// The JSON of a GET that must succeed.
    JsonNode json(String path, Duration limit) {
        return trouble.json(get(path, limit), path);
    }

    /// A POST that may be repeated without harm.
    public Answer post(String path, JsonNode body, Duration limit) {
        var request = new Request.Builder().url(url(path, Map.of()));
        return exchange(
                client.newBuilder().followRedirects(false).build(),
                request.post(RequestBody.create(ComfyJson.bytes(body), JSON)),
                limit);
    }

    Answer upload(String path, RequestBody body) {
        return exchange(
                onceClient, new Request.Builder().url(url(path, Map.of())).post(body), UPLOAD);
    }

    /// A POST over a connection of its own that is sent once or not at all; the body tells whether the engine
    /// may have got it.
    public Answer postOnce(String path, OnceBody body, Duration limit) throws IOException {
        var request = new Request.Builder().url(url(path, Map.of())).post(body).build();
        return read(onceClient, request, limit);
    }

    /// An open answer, for streaming. The caller closes it.
    Response open(String path, Map<String, String> query) throws IOException {
        return open(url(path, query));
    }

    /// An open answer from wherever the engine keeps its files. The headers of this server stay here. The
    /// caller closes it.
    public Response open(HttpUrl url) throws IOException {
        var request = new Request.Builder().url(url).header("Accept-Encoding", "identity").build();
        Call call = client.newCall(request);
        bound(call, DOWNLOAD);
        return execute(call);
    }

    /// Starts a websocket. OkHttp sends no `Origin`, which servers compare with `Host`.
    /// Compression is not offered: a small message could become one of any length.
    ///
    /// @param sockets told of every message by the listener
    WebSocket socket(
            String clientId, Duration ping, BoundedSockets sockets, WebSocketListener listener) {
        Request.Builder request =
                new Request.Builder().url(url("ws", Map.of("clientId", clientId)));
        // network interceptors are not run for websockets
        address.headers().forEach(request::header);
        return client.newBuilder()
                .readTimeout(Duration.ZERO)
                .followRedirects(false)
                .socketFactory(sockets)
                .connectionPool(new ConnectionPool(0, 1, TimeUnit.SECONDS))
                .addInterceptor(ComfyHttp::withoutExtensions)
                .pingInterval(ping)
                .build()
                .newWebSocket(request.build(), listener);
    }

    @Override
    public void close() {
        client.dispatcher().cancelAll();
        client.dispatcher().executorService().shutdown();
        client.connectionPool().evictAll();
        onceClient.connectionPool().evictAll();
    }

    private Answer exchange(OkHttpClient with, Request.Builder request, Duration limit) {
        try {
            return read(with, request.build(), limit);
        } catch (IOException e) {
            throw new StudioException(trouble.unreachable(e), e);
        }
    }

    private Answer read(OkHttpClient with, Request request, Duration limit) throws IOException {
        Call call = with.newCall(request);
        bound(call, limit);
        try (Response response = execute(call)) {
            var source = response.body().source();
            boolean complete = !source.request(ANSWER_LIMIT + 1);
            byte[] body = complete ? source.readByteArray() : source.readByteArray(ANSWER_LIMIT);
            if (response.isSuccessful()) {
                address.scrubData(body);
            } else {
                address.scrub(body);
            }
            return new Answer(
                    response.code(),
                    header(response, "Content-Type"),
                    body,
                    complete,
                    address.scrubbed(header(response, "Location")),
                    header(response, "Retry-After"));
        } catch (IllegalArgumentException e) {
            throw malformed(e);
        }
    }

    private Response execute(Call call) throws IOException {
        try {
            return call.execute();
        } catch (StrayRedirect e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw malformed(e);
        } catch (IOException e) {
            throw clean(e);
        }
    }

    /// Some failures quote the server, which may quote us.
    private IOException clean(IOException e) {
        String told = e.toString();
        String clean = address.scrubbed(told);
        return told.equals(clean) ? e : new ProtocolException(clean);
    }

    /// What the library throws at a length below zero, for example: the server's mistake, not ours.
    private static IOException malformed(IllegalArgumentException e) {
        return new ProtocolException("malformed answer: " + e.getMessage());
    }

    /// From the first byte to the last: one that drips is never silent for long.
    private void bound(Call call, Duration limit) {
        long millis = Math.min(limit.toMillis(), longest.toMillis());
        call.timeout().timeout(millis, TimeUnit.MILLISECONDS);
    }

    private static String header(Response response, String name) {
        String value = response.header(name);
        return value == null ? "" : value;
    }

    private Response withHeaders(okhttp3.Interceptor.Chain chain) throws IOException {
        Request request = chain.request();
        requireWay(request.url());
        if (address.headers().isEmpty() || !address.mayReceiveHeaders(request.url())) {
            return chain.proceed(request);
        }
        Request.Builder builder = request.newBuilder();
        address.headers().forEach(builder::header);
        return chain.proceed(builder.build());
    }

    private static Response withoutExtensions(okhttp3.Interceptor.Chain chain) throws IOException {
        Request request = chain.request().newBuilder().removeHeader(EXTENSIONS).build();
        return chain.proceed(request).newBuilder().removeHeader(EXTENSIONS).build();
    }

    private void requireWay(HttpUrl url) throws StrayRedirect {
        if (!url.isHttps() && !url.host().equals(address.base().host())) {
            throw new StrayRedirect(url.newBuilder().query(null).build().toString());
        }
    }

    private HttpUrl url(String path, Map<String, String> query) {
        return build(prefix(), path, query);
    }

    private HttpUrl build(String front, String path, Map<String, String> query) {
        HttpUrl.Builder builder = address.base().newBuilder();
        // the jobs API exists below /api alone
        String full = path.startsWith("api/") ? path : front + path;
        for (String segment : full.split("/", -1)) {
            if (!segment.isEmpty()) {
                builder.addPathSegment(segment);
            }
        }
        query.forEach(builder::addQueryParameter);
        return builder.build();
    }

    /// Which of `/route` and `/api/route` is forwarded: asked once, remembered when the server answered.
    private String prefix() {
        String known = prefix;
        if (known != null) {
            return known;
        }
        if (answersAt("")) {
            prefix = "";
        } else if (answersAt("api/")) {
            prefix = "api/";
        }
        known = prefix;
        return known == null ? "" : known;
    }

    private boolean answersAt(String front) {
        var request = new Request.Builder().url(build(front, "system_stats", Map.of()));
        Answer answer = exchange(client, request, SHORT);
        return answer.isSuccess() && trouble.isObject(answer);
    }
}
