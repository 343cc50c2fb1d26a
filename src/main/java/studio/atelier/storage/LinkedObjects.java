package studio.atelier.storage;

import org.jspecify.annotations.Nullable;

import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;
import studio.atelier.model.StudioException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/// An object store whose pictures may also lie behind a web address, as those of the earlier web client do while its
/// buckets are not the ones that are connected here, or be written out in the address itself. Writes go to the store
/// alone.
public final class LinkedObjects extends ForwardingStore implements AutoCloseable {
    private static final String INLINE = "data:/";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Function<String, Optional<String>> addressOf;
    private final Optional<StorageSettings.Links.Public> shown;

    /// Made when the first address is followed: most libraries have none.
    private @Nullable HttpClient web;

    /// @param addressOf the web address that is known for a key of the generated pictures; may block
    /// @param shown where buckets can be looked at without a key
    public LinkedObjects(
            ObjectStore store,
            Function<String, Optional<String>> addressOf,
            Optional<StorageSettings.Links.Public> shown) {
        super(store);
        this.addressOf = addressOf;
        this.shown = shown;
    }

    @Override
    public InputStream open(Bucket bucket, String key) {
        if (isInline(key)) {
            return new ByteArrayInputStream(inline(bucket, key));
        }
        if (isWeb(key)) {
            return fetch(key, key);
        }
        try {
            return super.open(bucket, key);
        } catch (StudioException e) {
            if (!e.problem().code().equals(Kind.OBJECT_MISSING.code())) {
                throw e;
            }
            return fetch(key, address(bucket, key).orElseThrow(() -> e));
        }
    }

    @Override
    public Optional<Path> localFile(Bucket bucket, String key) {
        return isElsewhere(key) ? Optional.empty() : super.localFile(bucket, key);
    }

    @Override
    public Optional<ObjectInfo> find(Bucket bucket, String key) {
        if (isInline(key)) {
            return Optional.of(new ObjectInfo(key, inline(bucket, key).length));
        }
        Optional<ObjectInfo> here = isWeb(key) ? Optional.empty() : super.find(bucket, key);
        return here.or(() -> address(bucket, key).flatMap(address -> asked(key, address)));
    }

    @Override
    public void delete(Bucket bucket, String key) {
        if (!isElsewhere(key)) {
            super.delete(bucket, key);
        }
    }

    @Override
    public URI urlOf(Bucket bucket, String key) {
        return isElsewhere(key) ? URI.create(key) : super.urlOf(bucket, key);
    }

    @Override
    public synchronized void close() {
        if (web != null) {
            web.shutdownNow();
        }
    }

    /// Whether a key is an address rather than the name of an object.
    public static boolean isWeb(String key) {
        String lower = key.toLowerCase(Locale.ROOT);
        return lower.startsWith("http://") || lower.startsWith("https://");
    }

    private static boolean isElsewhere(String key) {
        return isWeb(key) || isInline(key);
    }

    /// Whether the address of the picture, which is found by this key, is the picture itself. No object has such a key:
    /// the colon comes before a slash.
    private static boolean isInline(String key) {
        return key.startsWith(INLINE);
    }

    private byte[] inline(Bucket bucket, String key) {
        Optional<String> noted =
                bucket == Bucket.GENERATED ? addressOf.apply(key) : Optional.empty();
        String address = noted.orElseThrow(() -> missing(key, "no row"));
        try {
            String text = address.substring(address.indexOf(',') + 1);
            // Some escape what a web address may not hold; a plus is part of the picture.
            String plain =
                    text.indexOf('%') < 0
                            ? text
                            : URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
            return Base64.getMimeDecoder().decode(plain);
        } catch (IllegalArgumentException e) {
            throw missing(key, e.getClass().getSimpleName());
        }
    }

    private Optional<String> address(Bucket bucket, String key) {
        if (isWeb(key)) {
            return Optional.of(key);
        }
        Optional<String> noted =
                bucket == Bucket.GENERATED ? addressOf.apply(key) : Optional.empty();
        return noted.filter(LinkedObjects::isWeb)
                .or(() -> shown.map(open -> open.of(bucket.bucketName(), key).toString()));
    }

    private synchronized HttpClient web() {
        HttpClient made = web;
        if (made == null) {
            made =
                    HttpClient.newBuilder()
                            .connectTimeout(Duration.ofSeconds(10))
                            .followRedirects(HttpClient.Redirect.NORMAL)
                            .build();
            web = made;
        }
        return made;
    }

    private InputStream fetch(String key, String address) {
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(address)).timeout(PATIENCE).GET().build();
            HttpResponse<InputStream> answer =
                    web().send(request, HttpResponse.BodyHandlers.ofInputStream());
            if (answer.statusCode() == 200) {
                return answer.body();
            }
            answer.body().close();
            throw missing(key, "HTTP " + answer.statusCode());
        } catch (IOException | IllegalArgumentException e) {
            throw missing(key, e.getClass().getSimpleName());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw missing(key, e.getClass().getSimpleName());
        }
    }

    private Optional<ObjectInfo> asked(String key, String address) {
        try {
            HttpResponse<Void> answer =
                    web().send(
                                    HttpRequest.newBuilder(URI.create(address))
                                            .timeout(PATIENCE)
                                            .HEAD()
                                            .build(),
                                    HttpResponse.BodyHandlers.discarding());
            long bytes = answer.headers().firstValueAsLong("content-length").orElse(0);
            return answer.statusCode() == 200
                    ? Optional.of(new ObjectInfo(key, bytes))
                    : Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /// An address may carry a signature: the sentence names the picture alone.
    private static StudioException missing(String key, String detail) {
        String path = key.split("[?#]", 2)[0];
        String name = path.substring(path.lastIndexOf('/') + 1);
        return new StudioException(Problem.detailed(Kind.OBJECT_MISSING, detail, name));
    }
}
