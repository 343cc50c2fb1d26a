package studio.atelier.storage.s3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import studio.atelier.checks.BesideOthers;
import studio.atelier.model.Problem;
import studio.atelier.model.StudioException;
import studio.atelier.storage.Bucket;
import studio.atelier.storage.Hashes;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/// What a server lets nobody, or not these keys, do.
@BesideOthers
class S3RefusalsTest {
    private static final String BUCKET = "/generated-images";

    @TempDir Path work;
    private final MockWebServer server = new MockWebServer();
    private Optional<S3ObjectStore> opened = Optional.empty();

    @BeforeEach
    void start() throws IOException {
        server.start();
    }

    @AfterEach
    void stop() {
        opened.ifPresent(S3ObjectStore::close);
        server.close();
    }

    @ParameterizedTest
    @CsvSource({"403,AccessDenied", "403,UnauthorizedAccess", "405,MethodNotAllowed", "501,''"})
    void aMissingBucketThatTheseKeysMayNotMakeIsNamedAsSuch(int status, String code)
            throws IOException {
        S3ObjectStore store =
                store(
                        request ->
                                isOfBucket(request) && "PUT".equals(request.getMethod())
                                        ? error(status, code)
                                        : error(404, "NoSuchBucket"));
        Problem problem = problem(store::check);
        assertEquals("store-bucket-unmade", problem.code());
        assertTrue(problem.sentence().contains("reference-images"), problem.sentence());
        assertTrue(problem.sentence().contains("127.0.0.1"), problem.sentence());
        assertTrue(problem.action().contains("console"), problem.action());
        assertTrue(problem.detail().contains(String.valueOf(status)), problem.detail());
        assertEquals("store-bucket-unmade", problem(() -> put(store, "a.png")).code());
    }

    /// As Supabase says it.
    @Test
    void aNameThatTheServerDoesNotTakeIsTheObjectsOwnProblem() {
        S3ObjectStore store =
                store(
                        request ->
                                "PUT".equals(request.getMethod())
                                        ? error(400, "InvalidKey")
                                        : error(404, ""));
        Problem problem = problem(() -> put(store, "M\u00fcller.png"));
        assertEquals("object-name", problem.code());
        assertTrue(
                problem.sentence().contains("generated-images/M\u00fcller.png"),
                problem.sentence());
    }

    private S3ObjectStore store(Function<RecordedRequest, MockResponse> answers) {
        server.setDispatcher(
                new Dispatcher() {
                    @Override
                    public MockResponse dispatch(RecordedRequest request) {
                        return answers.apply(request);
                    }
                });
        var store =
                new S3ObjectStore(
                        S3Server.settings(
                                URI.create("http://127.0.0.1:" + server.getPort()), S3Server.KEYS),
                        S3Server.FAST,
                        5 << 20);
        opened = Optional.of(store);
        return store;
    }

    private static boolean isOfBucket(RecordedRequest request) {
        String path = request.getUrl().encodedPath();
        return path.equals(BUCKET) || path.equals("/reference-images");
    }

    private void put(S3ObjectStore store, String key) throws IOException {
        Path file = Files.writeString(work.resolve("source"), "picture");
        store.put(Bucket.GENERATED, key, file, Hashes.sha256("picture"), "image/png");
    }

    private static MockResponse error(int status, String code) {
        String body = "<Error><Code>%s</Code><Message>no</Message></Error>".formatted(code);
        return new MockResponse.Builder().code(status).body(code.isEmpty() ? "" : body).build();
    }

    private static Problem problem(Executable action) {
        return assertThrows(StudioException.class, action).problem();
    }
}
