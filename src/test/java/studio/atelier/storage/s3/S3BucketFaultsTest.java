package studio.atelier.storage.s3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import studio.atelier.model.Problem;
import studio.atelier.model.StudioException;
import studio.atelier.storage.Bucket;

import java.io.IOException;
import java.net.URI;
import java.util.List;

/// What the store makes of a bucket that is not there, and of what is there instead.
class S3BucketFaultsTest {
    private final MockWebServer server = new MockWebServer();
    private S3ObjectStore store =
            new S3ObjectStore(S3Server.settings(URI.create("http://127.0.0.1:1"), S3Server.KEYS));

    @BeforeEach
    void start() throws IOException {
        server.start();
        store.close();
        store = S3Server.hurried(server, "/pictures");
    }

    @AfterEach
    void stop() {
        store.close();
        server.close();
    }

    /// An address that names a bucket itself makes keys of the buckets.
    @Test
    void anObjectIsNoBucketAndNothingIsWrittenThere() {
        server.enqueue(new MockResponse.Builder().build());
        fail(404, "NoSuchKey");
        server.enqueue(new MockResponse.Builder().build());
        for (Executable ask :
                List.<Executable>of(
                        store::check, store::check, () -> store.list(Bucket.GENERATED))) {
            Problem problem = problem(ask);
            assertEquals("store-faulty", problem.code());
            assertTrue(problem.sentence().contains("S3_ENDPOINT"), problem.sentence());
        }
        assertEquals(3, server.getRequestCount());
    }

    @ParameterizedTest
    @CsvSource({
        "403,AccessDenied,store-bucket-unmade",
        "400,TooManyBuckets,store-bucket-unmade",
        "400,InvalidBucketName,store-bucket-name",
        "403,InvalidAccessKeyId,store-refused"
    })
    void aMissingBucketThatTheServerDoesNotLetUsMakeIsNamed(int status, String code, String kind) {
        fail(404, "NoSuchBucket");
        fail(status, code);
        assertEquals(kind, problem(store::check).code());
    }

    @Test
    void theRegionThatTheServerExpectsIsTold() {
        server.enqueue(
                new MockResponse.Builder()
                        .code(400)
                        .body(
                                "<Error><Code>AuthorizationHeaderMalformed</Code><Message>The"
                                        + " authorization header is malformed; the region"
                                        + " 'eu-central-1' is wrong; expecting 'us-west-2'"
                                        + "</Message><Region>us-west-2</Region></Error>")
                        .build());
        String sentence = problem(store::check).sentence();
        assertTrue(sentence.contains("its region is us-west-2 and not eu-central-1"), sentence);
    }

    /// As AWS says it where an answer has no body.
    @Test
    void theRegionIsToldFromAHeaderToo() {
        server.enqueue(
                new MockResponse.Builder()
                        .code(301)
                        .setHeader("x-amz-bucket-region", "us-west-2")
                        .build());
        String sentence = problem(store::check).sentence();
        assertTrue(sentence.contains("its region is us-west-2 and not eu-central-1"), sentence);
    }

    private void fail(int status, String code) {
        server.enqueue(
                new MockResponse.Builder()
                        .code(status)
                        .setHeader("Content-Type", "application/xml")
                        .body("<Error><Code>%s</Code></Error>".formatted(code))
                        .build());
    }

    private static Problem problem(Executable ask) {
        return assertThrows(StudioException.class, ask).problem();
    }
}
