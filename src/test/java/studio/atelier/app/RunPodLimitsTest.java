package studio.atelier.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import studio.atelier.engine.Submission;
import studio.atelier.engine.runpod.RunPodServer;
import studio.atelier.model.Problem;
import studio.atelier.model.PromptId;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// How long a job may take at endpoints, wherever these were entered.
class RunPodLimitsTest {
    @TempDir Path folder;

    @Test
    void theLimitHoldsForEndpointsOfTheSettingsAndNoJobIsDroppedBeforeIt() {
        JsonNode usual = policy(Map.of());
        assertEquals(Duration.ofMinutes(15).toMillis(), usual.path("executionTimeout").asLong());
        assertEquals(Duration.ofHours(2).toMillis(), usual.path("ttl").asLong());

        JsonNode longer = policy(Map.of("RUNPOD_TIMEOUT_MINUTES", "300"));
        assertEquals(Duration.ofHours(5).toMillis(), longer.path("executionTimeout").asLong());
        assertEquals(Duration.ofHours(6).toMillis(), longer.path("ttl").asLong());
    }

    private JsonNode policy(Map<String, String> variables) {
        var home = new Home(folder);
        try (var server = new RunPodServer();
                var open = new OpenParts()) {
            var cloud =
                    new EngineRecord(
                            "a1",
                            "Cloud",
                            EngineRecord.Protocol.RUNPOD,
                            true,
                            OptionalInt.empty(),
                            Optional.empty(),
                            server.address(),
                            EngineRecord.Access.OPEN,
                            Optional.empty());
            var key = Map.of(EngineSecrets.access("a1"), Optional.of(RunPodServer.KEY));
            assertEquals(
                    Optional.empty(),
                    new EngineKeeping(home).change(List.of(cloud), Set.of(), key));
            List<Problem> problems = new ArrayList<>();
            var lanes = MadeLanes.of(home, open, StudioEnvironment.of(variables), problems);
            assertEquals(List.of(), problems);
            String graph = "{\"1\":{\"class_type\":\"SaveImage\",\"inputs\":{}}}";
            lanes.getFirst().engine().submit(new Submission(PromptId.random(), graph, List.of()));
            return server.works().getFirst().request().path("policy");
        }
    }
}
