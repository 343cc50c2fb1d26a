package studio.atelier.storage.s3;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;

import okio.Buffer;

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
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/// What the store makes of a server in trouble: answers as AWS and Supabase give them, line by line.
@BesideOthers
class S3FaultsTest {
    private static final String KEY = "milan_dune_00001_.png";
    private static final String LIST =
            "<ListBucketResult><Name>generated-images</Name><IsTruncated>false</IsTruncated></ListBucketResult>";

    @TempDir private Path work;
    private final MockWebServer server = new MockWebServer();
    private S3ObjectStore store =
            new S3ObjectStore(S3Server.settings(URI.create("http://127.0.0.1:1"), S3Server.KEYS));

    @BeforeEach
    void start() throws IOException {
        server.start();
        store.close();
        store = S3Server.hurried(server, "/storage/v1/s3");
    }

    @AfterEach
    void stop() {
        store.close();
        server.close();
    }

    @Test
    void aPictureIsSentAsEveryServerUnderstandsIt() throws Exception {
        answer(404);
        answer(200);
        put("picture");
        assertEquals("HEAD", server.takeRequest().getMethod());
        RecordedRequest put = server.takeRequest();
        assertEquals("/storage/v1/s3/generated-images/" + KEY, put.getTarget());
        assertEquals("image/png", put.getHeaders().get("Content-Type"));
        assertEquals("public, max-age=31536000, immutable", put.getHeaders().get("Cache-Control"));
        assertEquals("*", put.getHeaders().get("If-None-Match"));
        assertEquals(Hashes.sha256("picture"), put.getHeaders().get("x-amz-meta-sha256"));
        assertEquals(Hashes.sha256("picture"), put.getHeaders().get("x-amz-content-sha256"));
        assertEquals("7", put.getHeaders().get("Content-Length"));
        for (String name : put.getHeaders().names()) {
            assertFalse(name.toLowerCase(java.util.Locale.ROOT).contains("checksum"), name);
        }
        assertNull(put.getHeaders().get("Content-Encoding"));
        assertNull(put.getHeaders().get("x-amz-acl"));
    }

    @ParameterizedTest
    @CsvSource({"429", "500", "502", "503", "504", "544"})
    void overloadIsWaitedFor(int status) throws Exception {
        answer(404);
        fail(status, "SlowDown");
        fail(status, "SlowDown");
        answer(200);
        put("picture");
        assertEquals(4, server.getRequestCount());
    }

    @Test
    void overloadThatDoesNotEndIsAProblem() {
        for (int i = 0; i < 3; i++) {
            fail(503, "SlowDown");
        }
        Problem problem = problem(() -> store.list(Bucket.GENERATED));
        assertEquals("store-faulty", problem.code());
        assertTrue(problem.sentence().contains("503"), problem.sentence());
        assertEquals(3, server.getRequestCount());
    }

    @Test
    void whatIsRefusedIsNotAskedAgain() {
        fail(403, "AccessDenied");
        assertEquals("store-denied", problem(() -> store.list(Bucket.GENERATED)).code());
        assertEquals(1, server.getRequestCount());
    }

    @ParameterizedTest
    @CsvSource({
        "403,InvalidAccessKeyId,store-refused",
        "403,SignatureDoesNotMatch,store-refused",
        "400,ExpiredToken,store-refused",
        "404,NoSuchBucket,store-bucket-missing",
        "301,PermanentRedirect,store-faulty",
        "400,AuthorizationHeaderMalformed,store-faulty",
        "540,'',store-faulty"
    })
    void refusalsAreNamed(int status, String code, String problem) {
        for (int i = 0; i < 3; i++) {
            fail(status, code);
        }
        assertEquals(problem, problem(() -> store.list(Bucket.GENERATED)).code());
    }

    @Test
    void aClockThatIsWrongIsSetRightByTheServersOwn() throws Exception {
        server.enqueue(skewed());
        server.enqueue(new MockResponse.Builder().body(LIST).build());
        try (var objects = store.list(Bucket.GENERATED)) {
            assertEquals(0, objects.count());
        }
        server.takeRequest();
        assertTrue(
                String.valueOf(server.takeRequest().getHeaders().get("X-Amz-Date"))
                        .startsWith("2015"),
                "the second attempt takes the server's time");
    }

    @Test
    void aClockThatCannotBeSetRightIsNamed() {
        for (int i = 0; i < 3; i++) {
            fail(403, "RequestTimeTooSkewed");
        }
        assertEquals("store-clock", problem(() -> store.list(Bucket.GENERATED)).code());
    }

    @Test
    void aBucketThatCanOnlyBeReadIsReadOnly() {
        server.enqueue(new MockResponse.Builder().body(LIST).build());
        fail(403, "AccessDenied");
        Problem problem = problem(store::check);
        assertEquals("store-read-only", problem.code());
        assertTrue(problem.sentence().contains("reference-images"));
    }

    @Test
    void aServerThatDoesNotKnowTheConditionIsSpared() throws Exception {
        answer(404);
        fail(501, "NotImplemented");
        answer(200);
        put("picture");
        server.takeRequest();
        server.takeRequest();
        assertNull(server.takeRequest().getHeaders().get("If-None-Match"));
    }

    @Test
    void anUploadWhoseAnswerWasLostIsFoundAgain() throws Exception {
        answer(404);
        server.enqueue(
                new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()).build());
        fail(412, "PreconditionFailed");
        server.enqueue(head("picture"));
        put("picture");
        assertEquals(4, server.getRequestCount());
    }

    @Test
    void anUploadThatBreaksOffLeavesNoPartsBehind() throws Exception {
        Path file = Files.write(work.resolve("large"), random(6 << 20));
        answer(404);
        answer(501);
        server.enqueue(
                new MockResponse.Builder().body("<R><UploadId>upload-1</UploadId></R>").build());
        fail(403, "AccessDenied");
        answer(204);
        String hash = Hashes.sha256(file);
        problem(() -> store.put(Bucket.GENERATED, KEY, file, hash, "image/png"));
        for (int i = 0; i < 4; i++) {
            server.takeRequest();
        }
        RecordedRequest last = server.takeRequest();
        assertEquals("DELETE", last.getMethod());
        assertEquals("upload-1", last.getUrl().queryParameter("uploadId"));
    }

    @Test
    void anotherWritersBytesAreAConflict() {
        answer(404);
        fail(412, "PreconditionFailed");
        server.enqueue(head("another"));
        assertEquals("object-conflict", problem(() -> put("picture")).code());
    }

    @Test
    void filesThatAreTooLargeForTheServerAreNamed() {
        answer(404);
        fail(413, "EntityTooLarge");
        Problem problem = problem(() -> put("picture"));
        assertEquals("object-too-large", problem.code());
        assertTrue(problem.sentence().contains("generated-images/" + KEY));
    }

    @Test
    void aDownloadThatIsCutGoesOnWhereItBroke() throws Exception {
        byte[] bytes = random(400_000);
        server.setDispatcher(new RangeDispatcher(bytes, "\"v1\"", true));
        assertArrayEquals(bytes, read());
    }

    @Test
    void aServerWithoutRangesBeginsAnew() throws Exception {
        byte[] bytes = random(400_000);
        server.setDispatcher(new RangeDispatcher(bytes, "\"v1\"", false));
        assertArrayEquals(bytes, read());
    }

    @Test
    void anObjectThatIsReplacedMeanwhileIsNotPutTogether() {
        byte[] bytes = random(400_000);
        server.enqueue(cut(bytes, "\"v1\""));
        fail(412, "PreconditionFailed");
        assertEquals("object-damaged", problem(this::read).code());
    }

    @Test
    void aDownloadThatIsCutAgainAndAgainEnds() {
        for (int i = 0; i < 40; i++) {
            server.enqueue(
                    new MockResponse.Builder()
                            .onResponseStart(new SocketEffect.CloseSocket())
                            .build());
        }
        assertEquals("store-unreachable", problem(this::read).code());
    }

    @Test
    void bytesThatAreNotWhatWasStoredAreFound() {
        server.enqueue(
                new MockResponse.Builder()
                        .setHeader("x-amz-meta-sha256", Hashes.sha256("picture"))
                        .body("pidture")
                        .build());
        assertEquals("object-damaged", problem(this::read).code());
    }

    @Test
    void aWebPageIsNoAnswer() {
        for (int i = 0; i < 3; i++) {
            server.enqueue(
                    new MockResponse.Builder()
                            .setHeader("Content-Type", "text/html")
                            .body("<html><body>Sign in to the hotel's network<br></body>")
                            .build());
        }
        String code = problem(() -> store.list(Bucket.GENERATED).count()).code();
        assertEquals("store-unreachable", code);
    }

    @Test
    void aServerThatSaysNothingIsGivenUp() {
        for (int i = 0; i < 3; i++) {
            server.enqueue(
                    new MockResponse.Builder()
                            .onResponseStart(SocketEffect.Stall.INSTANCE)
                            .build());
        }
        assertEquals("store-unreachable", problem(() -> store.list(Bucket.GENERATED)).code());
    }

    private void put(String content) throws IOException {
        Path file = Files.writeString(work.resolve("source"), content);
        store.put(Bucket.GENERATED, KEY, file, Hashes.sha256(content), "image/png");
    }

    private byte[] read() throws IOException {
        try (InputStream in = store.open(Bucket.GENERATED, KEY)) {
            return in.readAllBytes();
        }
    }

    private void answer(int status) {
        server.enqueue(new MockResponse.Builder().code(status).build());
    }

    private void fail(int status, String code) {
        server.enqueue(error(status, code).build());
    }

    private static MockResponse.Builder error(int status, String code) {
        return new MockResponse.Builder()
                .code(status)
                .setHeader("Content-Type", "application/xml")
                .body(
                        "<Error><Resource/><Code>%s</Code><Message>scripted</Message></Error>"
                                .formatted(code));
    }

    private static MockResponse skewed() {
        return error(403, "RequestTimeTooSkewed")
                .setHeader("Date", "Fri, 01 May 2015 12:00:00 GMT")
                .build();
    }

    private static MockResponse head(String content) {
        return new MockResponse.Builder()
                .setHeader("Content-Length", content.length())
                .setHeader("x-amz-meta-sha256", Hashes.sha256(content))
                .build();
    }

    private static MockResponse cut(byte[] bytes, String etag) {
        return RangeDispatcher.whole(bytes, etag)
                .onResponseBody(new SocketEffect.CloseSocket())
                .build();
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(5).nextBytes(bytes);
        return bytes;
    }

    private static Problem problem(Executable action) {
        StudioException failure = assertThrows(StudioException.class, action);
        String all = failure.problem().sentence() + failure.problem().detail();
        assertFalse(all.contains(S3Server.KEYS.secretKey()), all);
        return failure.problem();
    }

    private static MockResponse.Builder bytes(byte[] bytes, int from, int to) {
        return new MockResponse.Builder().body(new Buffer().write(bytes, from, to - from));
    }

    /// Serves one object; every answer but those to a range is cut in the middle.
    private static final class RangeDispatcher extends mockwebserver3.Dispatcher {
        private final byte[] bytes;
        private final String etag;
        private final boolean ranges;
        private int requests;

        RangeDispatcher(byte[] bytes, String etag, boolean ranges) {
            this.bytes = bytes;
            this.etag = etag;
            this.ranges = ranges;
        }

        static MockResponse.Builder whole(byte[] bytes, String etag) {
            return S3FaultsTest.bytes(bytes, 0, bytes.length)
                    .setHeader("ETag", etag)
                    // Supabase sends it in any case.
                    .setHeader("Content-Range", "")
                    .setHeader("x-amz-meta-sha256", hash(bytes));
        }

        @Override
        public synchronized MockResponse dispatch(RecordedRequest request) {
            requests++;
            String range = request.getHeaders().get("Range");
            if (requests == 1) {
                return cut(bytes, etag);
            }
            assertEquals(etag, request.getHeaders().get("If-Match"));
            if (range == null || !ranges) {
                return whole(bytes, etag).build();
            }
            int from = Integer.parseInt(range.replaceAll("\\D", ""));
            return S3FaultsTest.bytes(bytes, from, bytes.length)
                    .code(206)
                    .setHeader("ETag", etag)
                    .setHeader(
                            "Content-Range",
                            "bytes %d-%d/%d".formatted(from, bytes.length - 1, bytes.length))
                    .build();
        }

        private static String hash(byte[] bytes) {
            var digest = Hashes.digest();
            digest.update(bytes);
            return Hashes.hex(digest);
        }
    }
}
