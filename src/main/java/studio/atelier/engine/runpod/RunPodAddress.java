package studio.atelier.engine.runpod;

import okhttp3.HttpUrl;

import studio.atelier.engine.ComfyAddress;
import studio.atelier.engine.EngineWords;
import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;
import studio.atelier.model.StudioException;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A serverless endpoint, the key for it, and what one job may take there.
///
/// @param at address of the endpoint and the header with the key, which no message and no log shows
/// @param longestRun how long one job may run, 5 seconds to 7 days
/// @param longestStay how long one job may wait and run together, 10 seconds to 7 days, and an hour more than it may
///     run: when it is over the endpoint drops the job, even one that runs. What nobody asks for any more, as a
///     sending whose answer got lost, does not wait there longer than that
public record RunPodAddress(ComfyAddress at, Duration longestRun, Duration longestStay) {
    private static final String HOME = "https://api.runpod.ai/v2/";
    private static final Duration LONGEST_RUN = Duration.ofMinutes(15);
    private static final Duration LONGEST_STAY = Duration.ofHours(2);
    private static final Duration LEAST_WAIT = Duration.ofHours(1);
    private static final Duration WEEK = Duration.ofDays(7);
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,100}");
    private static final Pattern PAGE =
            Pattern.compile(
                    "(?:console\\.|www\\.)?runpod\\.io/.*/endpoint/([A-Za-z0-9_-]{1,100})(?:/.*)?");
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,500}");
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "::1");

    public RunPodAddress {
        longestRun = between(Duration.ofSeconds(5), longestRun);
        Duration least = longestRun.plus(LEAST_WAIT);
        longestStay =
                between(
                        Duration.ofSeconds(10),
                        longestStay.compareTo(least) < 0 ? least : longestStay);
    }

    /// @param endpoint the id of an endpoint, its address as the console shows it, with or without `/run`, or the address
    ///     of its page there
    /// @param key with or without the word `Bearer`
    /// @throws StudioException `SETTING_INVALID`
    public static RunPodAddress of(String endpoint, String key) {
        HttpUrl url = url(endpoint.strip());
        String bare = key.strip().replaceFirst("(?i)^Bearer\\s+", "");
        if (!KEY.matcher(bare).matches()) {
            throw invalid("RUNPOD_API_KEY", "", "runpod.expected-key");
        }
        var headers = Map.of("Authorization", "Bearer " + bare);
        return new RunPodAddress(
                ComfyAddress.of(url.toString(), headers), LONGEST_RUN, LONGEST_STAY);
    }

    public RunPodAddress withLongestRun(Duration run) {
        return new RunPodAddress(at, run, longestStay);
    }

    /// The endpoint's id, which is what people call it by.
    public String id() {
        String path = at.redacted();
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /// Without the key.
    @Override
    public String toString() {
        return at.redacted();
    }

    private static HttpUrl url(String endpoint) {
        if (ID.matcher(endpoint).matches()) {
            return HttpUrl.get(HOME + endpoint);
        }
        HttpUrl url = HttpUrl.parse(endpoint.contains("://") ? endpoint : "https://" + endpoint);
        Optional<String> shown = Optional.ofNullable(url).flatMap(RunPodAddress::shownByConsole);
        if (shown.isPresent()) {
            return HttpUrl.get(HOME + shown.get());
        }
        if (url == null || !(url.isHttps() || LOOPBACK.contains(url.host()))) {
            throw invalidEndpoint(endpoint);
        }
        String path = url.encodedPath().replaceFirst("/(run|runsync|health|status/?[^/]*)?/*$", "");
        if (path.isEmpty() || !ID.matcher(path.substring(path.lastIndexOf('/') + 1)).matches()) {
            throw invalidEndpoint(endpoint);
        }
        return url.newBuilder().encodedPath(path).username("").password("").build();
    }

    /// The console's page of an endpoint is what the browser shows, and no address that answers programs.
    private static Optional<String> shownByConsole(HttpUrl url) {
        Matcher page = PAGE.matcher(url.host() + url.encodedPath());
        return page.matches() ? Optional.of(page.group(1)) : Optional.empty();
    }

    private static StudioException invalidEndpoint(String endpoint) {
        String shown = endpoint.replaceAll("//[^/]*@", "//").replaceAll("[?#].*", "");
        return invalid("RUNPOD_ENDPOINT_ID", shown, "runpod.expected-endpoint");
    }

    private static StudioException invalid(String name, String value, String expected) {
        return new StudioException(
                Problem.of(Kind.SETTING_INVALID, name, value, EngineWords.text(expected)));
    }

    private static Duration between(Duration least, Duration given) {
        return given.compareTo(least) < 0 ? least : given.compareTo(WEEK) > 0 ? WEEK : given;
    }
}
