package studio.atelier.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import studio.atelier.engine.demo.DemoEngineServer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// One prompt that an engine ran, by the engine's own time stamps.
///
/// @param startedAt milliseconds since 1970
/// @param endedAt milliseconds since 1970
record EngineRun(String prompt, long startedAt, long endedAt) {
    /// Everything that an engine finished well, in the order it ran.
    static List<EngineRun> of(DemoEngineServer server) {
        List<EngineRun> runs = new ArrayList<>();
        for (var entry : history(server.address()).properties()) {
            JsonNode messages = entry.getValue().at("/status/messages");
            JsonNode last = messages.path(messages.size() - 1);
            if (last.path(0).asText().equals("execution_success")) {
                runs.add(new EngineRun(entry.getKey(), stamp(messages.path(0)), stamp(last)));
            }
        }
        runs.sort(Comparator.comparingLong(EngineRun::startedAt));
        return runs;
    }

    /// Milliseconds that the engine had nothing to do between one prompt and the next.
    static List<Double> gaps(List<EngineRun> runs) {
        List<Double> gaps = new ArrayList<>();
        for (int i = 1; i < runs.size(); i++) {
            gaps.add((double) (runs.get(i).startedAt() - runs.get(i - 1).endedAt()));
        }
        return gaps;
    }

    /// Milliseconds from the first start to the last end.
    static double span(List<EngineRun> runs) {
        return runs.getLast().endedAt() - runs.getFirst().startedAt();
    }

    private static long stamp(JsonNode message) {
        return message.path(1).path("timestamp").asLong();
    }

    private static JsonNode history(URI engine) {
        try (var http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(engine.resolve("/history")).build();
            return new ObjectMapper()
                    .readTree(http.send(request, BodyHandlers.ofByteArray()).body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
