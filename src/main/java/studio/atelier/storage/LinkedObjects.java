package studio.atelier.storage;

import org.jspecify.annotations.Nullable;

import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;
import studio.atelier.model.StudioException;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/// An object store whose generated pictures may also lie behind a web address, as those of the earlier web client
/// do while its bucket is not the one that is connected here. Writes go to the store alone.
public final class LinkedObjects extends ForwardingStore implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Function<String, Optional<String>> addressOf;

    /// Made when the first address is followed: most libraries have none.
    private @Nullable HttpClient web;

    /// @param addressOf the web address that is known for a key of the generated pictures; may block
    public LinkedObjects(ObjectStore store, Function<String, Optional<String>> addressOf) {
        super(store);
        this.addressOf = addressOf;
    }

    @Override
    public InputStream open(Bucket bucket, String key) {
        if (bucket != Bucket.GENERATED) {
            return super.open(bucket, key);
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
            String address = addressOf.apply(key).filter(LinkedObjects::isWeb).orElseThrow(() -> e);
            return fetch(key, address);
        }
    }

    @Override
    public Optional<Path> localFile(Bucket bucket, String key) {
        return isWeb(key) ? Optional.empty() : super.localFile(bucket, key);
    }

    @Override
    public Optional<ObjectInfo> find(Bucket bucket, String key) {
        return isWeb(key) ? Optional.empty() : super.find(bucket, key);
    }

    @Override
    public void delete(Bucket bucket, String key) {
        if (!isWeb(key)) {
            super.delete(bucket, key);
        }
    }

    @Override
    public URI urlOf(Bucket bucket, String key) {
        return isWeb(key) ? URI.create(key) : super.urlOf(bucket, key);
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

    /// An address may carry a signature: the sentence names the picture alone.
    private static StudioException missing(String key, String detail) {
        String path = key.split("[?#]", 2)[0];
        String name = path.substring(path.lastIndexOf('/') + 1);
        return new StudioException(Problem.detailed(Kind.OBJECT_MISSING, detail, name));
    }
}
