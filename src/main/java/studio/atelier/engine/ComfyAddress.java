package studio.atelier.engine;

import okhttp3.Credentials;
import okhttp3.HttpUrl;

import studio.atelier.model.Problem;
import studio.atelier.model.StudioException;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Where a ComfyUI server is: base URL with an optional path in front of its routes, and headers that only
/// this server may see. Query, fragment and user information of the text are not part of the base; the user
/// information becomes an `Authorization` header. A base that ends in `/api` says that only routes below
/// `/api` are forwarded.
///
/// @param base ends in `/`
/// @param trusted the one certificate that is believed at this host; empty when the system's authorities decide
public record ComfyAddress(
        HttpUrl base, boolean apiOnly, Map<String, String> headers, Optional<Fingerprint> trusted) {
    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}");
    private static final Pattern VALUE = Pattern.compile("[\\x20-\\x7e]{1,8000}");
    private static final String POD_PROXY = ".proxy.runpod.net";
    private static final int SHORTEST_SECRET = 8;

    public ComfyAddress {
        headers = Map.copyOf(headers);
        requireSendable(headers);
    }

    public static ComfyAddress of(String text) {
        return of(text, Map.of());
    }

    /// @throws StudioException `SETTING_INVALID` when the text is not an http or https address
    public static ComfyAddress of(String text, Map<String, String> headers) {
        HttpUrl url = HttpUrl.parse(withScheme(text.strip()));
        if (url == null) {
            throw new StudioException(
                    Problem.of(
                            Problem.Kind.SETTING_INVALID,
                            "COMFYUI_API_URL",
                            withoutSecrets(text),
                            Problem.words("expected.address")));
        }
        Map<String, String> all = new LinkedHashMap<>(headers);
        if (!url.username().isEmpty()) {
            all.putIfAbsent(
                    "Authorization",
                    Credentials.basic(url.username(), url.password(), StandardCharsets.UTF_8));
        }
        String path = url.encodedPath().replaceAll("/+$", "");
        boolean apiOnly = path.endsWith("/api");
        if (apiOnly) {
            path = path.substring(0, path.length() - "/api".length());
        }
        HttpUrl base =
                url.newBuilder()
                        .username("")
                        .password("")
                        .encodedPath(path + "/")
                        .query(null)
                        .fragment(null)
                        .build();
        return new ComfyAddress(base, apiOnly, all, Optional.empty());
    }

    /// With a user name and a password.
    public ComfyAddress withBasic(String user, String password) {
        return authorized(Credentials.basic(user, password, StandardCharsets.UTF_8));
    }

    /// @param token with or without the word `Bearer`
    /// @throws StudioException `SETTING_INVALID`
    public ComfyAddress withBearer(String token) {
        return authorized("Bearer " + token.strip().replaceFirst("(?i)^Bearer\\s+", ""));
    }

    private ComfyAddress authorized(String value) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put("Authorization", value);
        return new ComfyAddress(base, apiOnly, all, trusted);
    }

    /// Believes this certificate, and at this host no other.
    public ComfyAddress trusting(Fingerprint certificate) {
        return new ComfyAddress(base, apiOnly, headers, Optional.of(certificate));
    }

    /// For messages and logs: nothing secret is in it.
    public String redacted() {
        String text = base.toString();
        return text.substring(0, text.length() - 1);
    }

    private static void requireSendable(Map<String, String> headers) {
        headers.forEach(
                (name, value) -> {
                    if (!NAME.matcher(name).matches() || !VALUE.matcher(value).matches()) {
                        throw new StudioException(
                                Problem.of(
                                        Problem.Kind.SETTING_INVALID,
                                        EngineWords.text("header.name"),
                                        name,
                                        EngineWords.text("header.expected")));
                    }
                });
    }

    /// Whether a pod of RunPod is reached through its proxy, which answers for it when the pod does not.
    boolean isPod() {
        return base.host().endsWith(POD_PROXY);
    }

    /// Whether the headers may go along: the same server, or the same host after a step up to https.
    boolean mayReceiveHeaders(HttpUrl url) {
        boolean stepUp = url.isHttps() && !base.isHttps();
        return url.host().equals(base.host())
                && (stepUp || (url.isHttps() == base.isHttps() && url.port() == base.port()));
    }

    /// The text without the secrets of the headers: a server, or a proxy before it, may echo what it was sent.
    String scrubbed(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        scrub(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /// Puts asterisks in the place of every secret of the headers, in words that are shown.
    void scrub(byte[] bytes) {
        List<String> secrets = sentSecrets();
        password().filter(text -> text.length() >= 4).ifPresent(secrets::add);
        secrets.forEach(secret -> cover(secret, bytes));
    }

    /// As `scrub`, in data that is read on: a password may be a word that stands there for another reason, as a part
    /// of a file's name, and no server puts it there in plain.
    void scrubData(byte[] bytes) {
        sentSecrets().forEach(secret -> cover(secret, bytes));
    }

    private static void cover(String secret, byte[] bytes) {
        byte[] wanted = secret.getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at + wanted.length <= bytes.length; at++) {
            if (bytes[at] == wanted[0]
                    && Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length)) {
                Arrays.fill(bytes, at, at + wanted.length, (byte) '*');
            }
        }
    }

    /// As they are sent. What is short is no secret, as the `true` that some tunnels want to see, and would tear
    /// holes into every text.
    private List<String> sentSecrets() {
        List<String> secrets = new ArrayList<>();
        for (String value : headers.values()) {
            Stream.of(value, value.substring(value.indexOf(' ') + 1))
                    .filter(text -> text.length() >= SHORTEST_SECRET)
                    .forEach(secrets::add);
        }
        return secrets;
    }

    private Optional<String> password() {
        return headers.values().stream()
                .filter(value -> value.regionMatches(true, 0, "Basic ", 0, 6))
                .map(value -> decoded(value.substring(6)))
                .map(pair -> pair.substring(pair.indexOf(':') + 1))
                .findFirst();
    }

    private static String decoded(String base64) {
        try {
            return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            // not the usual form: then the text itself is the secret
            return "";
        }
    }

    @Override
    public String toString() {
        return redacted();
    }

    private static String withScheme(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.startsWith("ws://")) {
            return "http" + text.substring(2);
        }
        if (lower.startsWith("wss://")) {
            return "https" + text.substring(3);
        }
        return text.contains("://") ? text : "http://" + text;
    }

    private static String withoutSecrets(String text) {
        return text.replaceAll("//[^/]*@", "//").replaceAll("[?#].*", "");
    }
}
