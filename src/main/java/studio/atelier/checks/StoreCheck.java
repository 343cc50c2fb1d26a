package studio.atelier.checks;

import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;
import studio.atelier.model.StudioException;
import studio.atelier.storage.Bucket;
import studio.atelier.storage.FolderProblems;
import studio.atelier.storage.Hashes;
import studio.atelier.storage.ObjectStore;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/// The steps of an object store: beside its own check a small picture is written, read, linked to and removed.
public final class StoreCheck {
    private static final String PROBE = "atelier-check.png";
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final byte[] PIXEL =
            Base64.getDecoder()
                    .decode(
                            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJ"
                                    + "RU5ErkJggg==");

    private static final Map<String, Step> BLAMED =
            Map.of(
                    Kind.STORE_HOST_UNKNOWN.code(), Step.HOST,
                    Kind.STORE_UNREACHABLE.code(), Step.ANSWERS,
                    Kind.STORE_FAULTY.code(), Step.ANSWERS,
                    Kind.STORE_CERTIFICATE.code(), Step.SAFE,
                    Kind.STORE_REFUSED.code(), Step.SIGN_IN,
                    Kind.STORE_CLOCK.code(), Step.SIGN_IN,
                    Kind.STORE_BUCKET_MISSING.code(), Step.BUCKETS,
                    Kind.STORE_BUCKET_NAME.code(), Step.BUCKETS,
                    Kind.STORE_DENIED.code(), Step.BUCKETS);

    private final AtomicReference<ObjectStore> store = new AtomicReference<>();
    private final Opened kind;
    private boolean unmade;

    private StoreCheck(Opened kind) {
        this.kind = kind;
    }

    /// What is known of a store before it is opened.
    ///
    /// @param folder a store in a folder has fewer steps
    /// @param makesBuckets the studio makes buckets that are missing; the check never does
    public record Opened(boolean folder, boolean https, boolean makesBuckets) {}

    /// @param opened makes the store from what was typed, one that makes no buckets
    /// @param end closes it
    public static Check of(Opened kind, Supplier<ObjectStore> opened, Runnable end) {
        var check = new StoreCheck(kind);
        List<Step> steps =
                kind.folder()
                        ? List.of(Step.WRITE)
                        : List.of(
                                Step.HOST,
                                Step.ANSWERS,
                                Step.SAFE,
                                Step.SIGN_IN,
                                Step.BUCKETS,
                                Step.WRITE);
        return new Check(
                Subject.STORE,
                "",
                List.of(
                        Ask.of(Step.ADDRESS, () -> check.open(opened)),
                        new Ask(
                                steps,
                                kind.folder() ? Map.of() : BLAMED,
                                check::write,
                                () -> Map.of(Step.SAFE, CheckWords.encryption(kind.https()))),
                        Ask.of(Step.READ, () -> check.ifMade(check::read)),
                        Ask.of(Step.LINKS, () -> check.ifMade(check::links)),
                        Ask.of(Step.DELETE, () -> check.ifMade(check::delete))),
                end);
    }

    private Finding open(Supplier<ObjectStore> opened) {
        store.set(opened.get());
        return Finding.ok(store().description());
    }

    private Finding ifMade(Supplier<Finding> question) {
        return unmade ? Finding.skipped("") : question.get();
    }

    private Finding write() {
        try {
            store().check();
            writeProbes();
        } catch (StudioException e) {
            boolean missing = e.problem().code().equals(Kind.STORE_BUCKET_MISSING.code());
            if (!missing || !kind.makesBuckets()) {
                throw e;
            }
            unmade = true;
            return Finding.skipped(
                    CheckWords.text("store.to-make", e.problem().arguments().getFirst()));
        }
        return Finding.ok("");
    }

    private void writeProbes() {
        try {
            Path file = Files.createTempFile("atelier-check", ".png");
            try {
                Files.write(file, PIXEL);
                String hash = Hashes.sha256(file);
                for (Bucket bucket : Bucket.values()) {
                    store().put(bucket, PROBE, file, hash, "image/png");
                }
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw FolderProblems.unprepared(e, Path.of(System.getProperty("java.io.tmpdir", "")));
        }
    }

    private Finding read() {
        for (Bucket bucket : Bucket.values()) {
            try (InputStream in = store().open(bucket, PROBE)) {
                if (!java.util.Arrays.equals(PIXEL, in.readNBytes(PIXEL.length + 1))) {
                    throw new StudioException(Problem.of(Kind.OBJECT_DAMAGED, PROBE));
                }
            } catch (IOException e) {
                throw new StudioException(
                        Problem.detailed(
                                Kind.STORE_UNREACHABLE, e.toString(), store().description()),
                        e);
            }
        }
        return Finding.ok("");
    }

    private Finding links() {
        URI link = store().urlOf(Bucket.GENERATED, PROBE);
        if ("file".equals(link.getScheme())) {
            return Finding.ok("");
        }
        String shown = withoutQuery(link);
        String answer;
        try (HttpClient web = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            var request = HttpRequest.newBuilder(link).timeout(PATIENCE).build();
            int status = web.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            if (status == 200) {
                return Finding.ok(shown.substring(0, shown.lastIndexOf('/')));
            }
            answer = String.valueOf(status);
        } catch (IOException e) {
            answer = e.getClass().getSimpleName();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Finding.skipped("");
        }
        return Finding.noted("", Problem.of(Kind.STORE_LINKS, shown, answer));
    }

    private Finding delete() {
        for (Bucket bucket : Bucket.values()) {
            store().delete(bucket, PROBE);
        }
        return Finding.ok("");
    }

    private ObjectStore store() {
        return Objects.requireNonNull(store.get());
    }

    /// A signed link holds a signature.
    private static String withoutQuery(URI link) {
        return link.getScheme() + "://" + link.getAuthority() + link.getPath();
    }
}
