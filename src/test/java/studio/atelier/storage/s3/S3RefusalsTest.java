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
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
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

    /// As Garage says it, which has one code for all of these, and Cloudflare, Supabase and MinIO.
    @ParameterizedTest
    @CsvSource({
        "403,AccessDenied,Forbidden: No such key: GK1234,store-refused",
        "403,AccessDenied,Forbidden: Invalid signature,store-refused",
        "403,AccessDenied,Forbidden: Operation is not allowed for this key.,store-denied",
        "403,AccessDenied,'Forbidden: Bucket size quota is reached, maximum total size: 1',store-full",
        "400,InvalidRequest,Bad request: Date is too old,store-clock",
        "400,InvalidArgument,'Credential access key has length 20, should be 32',store-refused",
        "400,InvalidRegionName,The region name is not valid,store-faulty",
        "503,DatabaseReadOnly,The database is currently in read-only mode,store-full",
        "400,XMinioAdminBucketQuotaExceeded,Bucket quota exceeded,store-full"
    })
    void wordsTellWhatACodeDoesNot(int status, String code, String words, String problem) {
        S3ObjectStore store =
                store(
                        request ->
                                "PUT".equals(request.getMethod())
                                        ? error(status, code, words)
                                        : error(404, ""));
        assertEquals(problem, problem(() -> put(store, "a.png")).code());
    }

    /// Where nothing lies under a key, no condition that it be free can fail.
    @ParameterizedTest
    @CsvSource({
        "412,PreconditionFailed,no,'* null * null'",
        "404,NoSuchKey,no,'* null null'",
        "400,InvalidRequest,The header If-None-Match is not supported,'* null null'",
        "501,NotImplemented,no,'* null null'"
    })
    void aConditionThatTheServerGetsWrongIsLeftOut(
            int status, String code, String words, String conditions) throws IOException {
        List<String> sent = new CopyOnWriteArrayList<>();
        S3ObjectStore store =
                store(
                        request -> {
                            if (!"PUT".equals(request.getMethod())) {
                                return error(404, "");
                            }
                            sent.add(String.valueOf(request.getHeaders().get("If-None-Match")));
                            return request.getHeaders().get("If-None-Match") == null
                                    ? new MockResponse.Builder().build()
                                    : error(status, code, words);
                        });
        put(store, "a.png");
        put(store, "b.png");
        assertEquals(conditions, String.join(" ", sent));
    }

    @Test
    void aLengthThatAProxyLeavesOutIsNotMissed() throws IOException {
        S3ObjectStore store =
                store(
                        request ->
                                "HEAD".equals(request.getMethod())
                                        ? new MockResponse.Builder()
                                                .removeHeader("Content-Length")
                                                .setHeader(
                                                        "x-amz-meta-sha256",
                                                        Hashes.sha256("picture"))
                                                .build()
                                        : error(500, ""));
        put(store, "a.png");
        assertTrue(store.find(Bucket.GENERATED, "a.png").isPresent());
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
        return error(status, code, "no");
    }

    private static MockResponse error(int status, String code, String words) {
        String body = "<Error><Code>%s</Code><Message>%s</Message></Error>".formatted(code, words);
        return new MockResponse.Builder().code(status).body(code.isEmpty() ? "" : body).build();
    }

    private static Problem problem(Executable action) {
        return assertThrows(StudioException.class, action).problem();
    }
}
