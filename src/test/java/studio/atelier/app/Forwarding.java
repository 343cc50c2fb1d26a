package studio.atelier.app;

import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/// Hands every question on to another server, as a proxy before it does.
final class Forwarding extends Dispatcher {
    private final URI to;
    private final HttpClient client = HttpClient.newHttpClient();

    Forwarding(URI to) {
        this.to = to;
    }

    @Override
    public MockResponse dispatch(RecordedRequest request) throws InterruptedException {
        try {
            HttpResponse<String> answer =
                    client.send(
                            HttpRequest.newBuilder(to.resolve(request.getTarget())).build(),
                            HttpResponse.BodyHandlers.ofString());
            return new MockResponse.Builder()
                    .code(answer.statusCode())
                    .addHeader("Content-Type", "application/json")
                    .body(answer.body())
                    .build();
        } catch (IOException e) {
            return new MockResponse.Builder().code(502).build();
        }
    }
}
