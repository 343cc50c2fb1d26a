package studio.atelier.captions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

import okio.Buffer;
import okio.BufferedSource;

import studio.atelier.captions.VisionFailure.Effect;
import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// Speaks to one service in what all servers of the OpenAI protocol understand, or in the newer form where the older
/// one is not there. No picture is sent twice by itself. What it says never holds the key. Safe to share between threads.
final class VisionClient implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(20);
    private static final Duration LIST = Duration.ofSeconds(30);
    private static final long LONGEST_ANSWER = 1L << 20;

    /// Gateways list hundreds of models, each with a page of text.
    private static final long LONGEST_LIST = 16L << 20;

    private static final int NAMED = 8;
    private static final int SHORTEST_KEY = 8;
    private static final MediaType JSON = MediaType.get("application/json; charset=utf-8");

    private final CaptionsAddress service;
    private final VisionErrors errors;
    private final Duration patience;
    private final OkHttpClient web;
    private final Set<Call> calls = ConcurrentHashMap.newKeySet();
    private volatile boolean cancelled;
    private volatile VisionForm form;

    VisionClient(CaptionsAddress service, Duration patience, InstantSource clock) {
        this.service = service;
        this.form = service.form();
        this.errors = new VisionErrors(service, clock);
        this.patience = patience;
        // A call that was charged must not be made again behind our back, nor the key follow a
        // redirect.
        this.web =
                new OkHttpClient.Builder()
                        .connectTimeout(CONNECT)
                        .readTimeout(patience)
                        .writeTimeout(patience)
                        .retryOnConnectionFailure(false)
                        .followRedirects(false)
                        .connectionPool(new ConnectionPool(2, 20, TimeUnit.SECONDS))
                        .build();
    }

    /// The model to ask: the chosen one, else one that is known to fit, else the first that is listed.
    ///
    /// @throws CancellationException after `cancel`
    String model() throws VisionFailure {
        Optional<String> known = service.likelyModel();
        if (known.isPresent()) {
            return known.get();
        }
        return models().first()
                .orElseThrow(
                        () ->
                                new VisionFailure(
                                        Problem.of(Kind.CAPTIONS_MODEL_UNSET, service.toString()),
                                        Effect.ENDS_RUN));
    }

    /// @param picture its file name, for problems
    /// @return a caption, never blank
    /// @throws CancellationException after `cancel`
    String describe(String model, String prompt, byte[] jpeg, String picture) throws VisionFailure {
        VisionForm first = form;
        VisionAnswer answer = asked(first, model, prompt, jpeg);
        if (first == VisionForm.CHAT && isNotThere(answer, model)) {
            // Some services have only the newer form; what has no route was not charged.
            VisionAnswer other = asked(VisionForm.RESPONSES, model, prompt, jpeg);
            if (other.isSuccess()) {
                form = VisionForm.RESPONSES;
            }
            answer = other.isOfProtocol() && !isNotThere(other, model) ? other : answer;
        }
        if (answer.isSuccess()) {
            return new VisionReply(errors, picture, model).caption(answer);
        }
        throw named(errors.of(answer, picture, model), model);
    }

    /// Nothing at this path, and no other reason told with the same status.
    private boolean isNotThere(VisionAnswer answer, String model) {
        return answer.isNoRoute()
                && errors.of(answer, "", model)
                        .problem()
                        .code()
                        .equals(Kind.CAPTIONS_FAULTY.code());
    }

    private VisionAnswer asked(VisionForm as, String model, String prompt, byte[] jpeg)
            throws VisionFailure {
        var body = RequestBody.create(bytes(as.question(model, prompt, jpeg)), JSON);
        return exchange(request(as.route()).post(body).build(), patience, LONGEST_ANSWER);
    }

    /// Ends every call, those that come later too.
    void cancel() {
        cancelled = true;
        calls.forEach(Call::cancel);
    }

    @Override
    public void close() {
        cancel();
        web.connectionPool().evictAll();
    }

    /// @throws CancellationException after `cancel`
    VisionModels models() throws VisionFailure {
        VisionAnswer answer = looked("models", LONGEST_LIST);
        if (!answer.isSuccess() || !answer.error().isMissingNode()) {
            throw errors.ofList(answer);
        }
        JsonNode data = answer.json().path("data");
        // Ollama says null where it has none.
        if (!data.isArray() && !data.isNull()) {
            throw errors.senseless(answer);
        }
        if (service.isListedToAll()) {
            requireKey();
        }
        return VisionModels.of(answer.json());
    }

    /// The list said nothing of the key.
    private void requireKey() throws VisionFailure {
        VisionAnswer answer = looked("key", LONGEST_ANSWER);
        if (answer.status() == 401 || answer.status() == 403) {
            throw errors.ofList(answer);
        }
    }

    /// Whether the service knows a model that it does not list: some go by shorter names too.
    ///
    /// @throws CancellationException after `cancel`
    boolean knows(String model) throws VisionFailure {
        VisionAnswer answer = looked("models/" + model, LONGEST_ANSWER);
        return answer.isSuccess()
                && answer.error().isMissingNode()
                && !answer.json().path("id").asText("").isBlank();
    }

    private VisionAnswer looked(String route, long longest) throws VisionFailure {
        Duration limit = patience.compareTo(LIST) < 0 ? patience : LIST;
        return exchange(request(route).get().build(), limit, longest);
    }

    /// A model that is not there is told with the one that may be meant.
    private VisionFailure named(VisionFailure failure, String model) {
        if (!failure.problem().code().equals(Kind.CAPTIONS_MODEL_MISSING.code())) {
            return failure;
        }
        try {
            VisionModels listed = models();
            String detail = failure.problem().detail();
            String at = service.toString();
            return new VisionFailure(
                    listed.nearest(model)
                            .map(
                                    near ->
                                            Problem.detailed(
                                                    Kind.CAPTIONS_MODEL_MISNAMED,
                                                    detail + "\n" + first(listed),
                                                    model,
                                                    at,
                                                    near))
                            .orElseGet(failure::problem),
                    failure.effect());
        } catch (VisionFailure e) {
            // Then the list cannot help.
            return failure;
        }
    }

    private static String first(VisionModels listed) {
        return String.join(", ", listed.names().stream().limit(NAMED).toList());
    }

    private Request.Builder request(String route) throws VisionFailure {
        try {
            var request =
                    new Request.Builder()
                            .url(HttpUrl.get(service.base() + "/" + route))
                            .header("Accept", "application/json");
            if (!service.key().isEmpty()) {
                request.header("Authorization", "Bearer " + service.key());
            }
            return request;
        } catch (IllegalArgumentException e) {
            // A key with characters that no header can hold; the exception quotes it, so it goes no
            // further.
            throw errors.refusedKey();
        }
    }

    /// @param longest answer in bytes; what is longer is cut, and then no JSON
    private VisionAnswer exchange(Request request, Duration limit, long longest)
            throws VisionFailure {
        // Looking costs nothing: a connection that the server gave up meanwhile is no failure.
        boolean free = request.method().equals("GET");
        Call call =
                web.newBuilder()
                        .callTimeout(limit)
                        .retryOnConnectionFailure(free)
                        .build()
                        .newCall(request);
        calls.add(call);
        try {
            requireNotCancelled();
            try (Response response = call.execute()) {
                String header = Optional.ofNullable(response.header("Retry-After")).orElse("");
                return VisionAnswer.of(response.code(), body(response, longest), header);
            }
        } catch (IOException e) {
            requireNotCancelled();
            throw errors.unsent(e);
        } finally {
            calls.remove(call);
        }
    }

    private String body(Response response, long longest) throws IOException {
        BufferedSource source = response.body().source();
        source.request(longest);
        Buffer read = source.getBuffer();
        return withoutKey(read.readString(Math.min(read.size(), longest), StandardCharsets.UTF_8));
    }

    /// Servers at home take any word for a key. That is no secret, and may be part of a model's name or of a caption.
    private String withoutKey(String text) {
        return service.key().length() < SHORTEST_KEY
                ? text
                : text.replace(service.key(), "\u2022\u2022\u2022");
    }

    /// The address of the service.
    @Override
    public String toString() {
        return service.toString();
    }

    private void requireNotCancelled() {
        if (cancelled) {
            throw new CancellationException();
        }
    }

    private static byte[] bytes(ObjectNode json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }
}
