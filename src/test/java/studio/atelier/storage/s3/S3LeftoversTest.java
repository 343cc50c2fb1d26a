package studio.atelier.storage.s3;

import static org.junit.jupiter.api.Assertions.assertEquals;

import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;

import okhttp3.HttpUrl;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import studio.atelier.checks.BesideOthers;
import studio.atelier.storage.Bucket;
import studio.atelier.storage.Hashes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Parts of an upload whose process died cost money until somebody ends it.
@BesideOthers
class S3LeftoversTest {
    private static final int PART = 5 << 20;

    @TempDir Path work;
    private final List<String> aborted = new CopyOnWriteArrayList<>();

    @Test
    void whatWasLeftOfTheSameKeyIsEndedBeforeItIsSentAgain() throws IOException {
        Path file = Files.write(work.resolve("large"), new byte[PART + 1]);
        try (var server = new MockWebServer()) {
            server.setDispatcher(
                    new Dispatcher() {
                        @Override
                        public MockResponse dispatch(RecordedRequest request) {
                            return answer(request.getMethod(), request.getUrl());
                        }
                    });
            server.start();
            try (var store = S3Server.hurried(server, "")) {
                store.put(Bucket.GENERATED, "large.png", file, Hashes.sha256(file), "image/png");
            }
        }
        assertEquals(List.of("left-behind"), aborted);
    }

    private MockResponse answer(String method, HttpUrl url) {
        boolean ofUpload = url.queryParameterNames().contains("uploadId");
        return switch (method) {
            case "HEAD" -> new MockResponse.Builder().code(404).build();
            case "GET" -> body(uploads());
            case "PUT" -> new MockResponse.Builder().setHeader("ETag", "\"part\"").build();
            case "DELETE" -> {
                aborted.add(String.valueOf(url.queryParameter("uploadId")));
                yield new MockResponse.Builder().code(204).build();
            }
            default ->
                    body(
                            ofUpload
                                    ? "<R><ETag>\"whole\"</ETag></R>"
                                    : "<R><UploadId>new</UploadId></R>");
        };
    }

    private static MockResponse body(String xml) {
        return new MockResponse.Builder().body(xml).build();
    }

    private static String uploads() {
        Instant now = Instant.now();
        Instant longAgo = now.minus(Duration.ofDays(2));
        return "<ListMultipartUploadsResult>"
                + upload("large.png", "left-behind", longAgo)
                + upload("large.png", "of-another-desktop", now)
                + upload("large.png.jpg", "of-another-picture", longAgo)
                + "<Upload><Key>large.png</Key><UploadId>of-no-time</UploadId></Upload>"
                + "</ListMultipartUploadsResult>";
    }

    private static String upload(String key, String id, Instant begun) {
        return "<Upload><Key>%s</Key><UploadId>%s</UploadId><Initiated>%s</Initiated></Upload>"
                .formatted(key, id, begun);
    }
}
