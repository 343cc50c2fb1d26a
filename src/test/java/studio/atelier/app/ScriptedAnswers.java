package studio.atelier.app;

import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;

import okio.Buffer;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;

/// Answers of servers that are wrong in one way each.
final class ScriptedAnswers {
    private ScriptedAnswers() {}

    static void serve(MockWebServer server, Function<RecordedRequest, MockResponse> answer)
            throws IOException {
        server.setDispatcher(
                new mockwebserver3.Dispatcher() {
                    @Override
                    public MockResponse dispatch(RecordedRequest request) {
                        return answer.apply(request);
                    }
                });
        server.start(java.net.InetAddress.getLoopbackAddress(), 0);
    }

    /// A bucket in which everything but one kind of request goes well.
    static Function<RecordedRequest, MockResponse> onlyFails(String method, MockResponse failure) {
        var sent = new Buffer();
        return request -> {
            boolean lists = request.getUrl().queryParameter("list-type") != null;
            if (lists) {
                return text(
                        "<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>");
            }
            boolean probe = request.getUrl().encodedPath().contains(".atelier-check");
            if (request.getMethod().equals(method) && !(probe && method.equals("DELETE"))) {
                return failure;
            }
            return switch (request.getMethod()) {
                case "PUT" -> kept(request, sent);
                case "HEAD" -> new MockResponse.Builder().code(404).build();
                case "GET" -> new MockResponse.Builder().body(sent.clone()).build();
                default -> new MockResponse.Builder().code(200).build();
            };
        };
    }

    private static MockResponse kept(RecordedRequest request, Buffer sent) {
        sent.clear();
        Optional.ofNullable(request.getBody()).ifPresent(sent::write);
        return new MockResponse.Builder().build();
    }

    static MockResponse error(int status, String code) {
        return new MockResponse.Builder()
                .code(status)
                .setHeader("Content-Type", "application/xml")
                .body("<Error><Code>%s</Code><Message>scripted</Message></Error>".formatted(code))
                .build();
    }

    static MockResponse json(int status, String body) {
        return new MockResponse.Builder()
                .code(status)
                .setHeader("Content-Type", "application/json")
                .body(body)
                .build();
    }

    static MockResponse page(int status) {
        return new MockResponse.Builder()
                .code(status)
                .setHeader("Content-Type", "text/html")
                .body("<!DOCTYPE html><html><body>" + status + "</body></html>")
                .build();
    }

    static MockResponse text(String body) {
        return new MockResponse.Builder().body(body).build();
    }
}
