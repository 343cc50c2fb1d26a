package studio.atelier.captions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.SocketEffect;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;

/// Where captions come from, as people write it, and which models are there.
class CaptionsAddressTest {
    @Test
    void anAddressWithoutSchemeIsTakenAsItIsMeant() {
        assertEquals("http://localhost:11434/v1", base("localhost:11434/v1"));
        assertEquals("http://127.0.0.1:1234/v1", base("127.0.0.1:1234/v1/"));
        assertEquals("https://localhost.example/v1", base("localhost.example/v1"));
        assertEquals("https://api.x.ai/v1", base("api.x.ai/v1"));
    }

    @Test
    void aListMayBeLongAndAModelGoByAShorterName() throws IOException, VisionFailure {
        try (var server = VisionServer.start();
                var client =
                        new VisionClient(
                                server.address(), Duration.ofSeconds(5), InstantSource.system())) {
            for (int i = 0; i < 3000; i++) {
                server.models.add(i + "x".repeat(500));
            }
            server.aliases.add("grok-latest");
            assertEquals(3002, client.models().names().size());
            assertTrue(client.knows("grok-latest"));
            assertFalse(client.knows("grok-2"));
        }
    }

    @Test
    void aServerThatHangsUpAfterEachAnswerIsThere() throws IOException, VisionFailure {
        var server = new MockWebServer();
        try (server) {
            server.start(InetAddress.getLoopbackAddress(), 0);
            var model =
                    new MockResponse.Builder()
                            .body("{\"id\":\"llava\",\"data\":[]}")
                            .onResponseEnd(new SocketEffect.CloseSocket())
                            .build();
            for (int i = 0; i < 6; i++) {
                server.enqueue(model);
            }
            var address =
                    CaptionsAddress.of(Map.of("CAPTIONS_API_URL", server.url("/v1").toString()))
                            .orElseThrow();
            try (var client =
                    new VisionClient(address, Duration.ofSeconds(5), InstantSource.system())) {
                for (int i = 0; i < 3; i++) {
                    assertTrue(client.knows("llava"));
                }
            }
        }
    }

    private static String base(String address) {
        return CaptionsAddress.of(Map.of("CAPTIONS_API_URL", address)).orElseThrow().toString();
    }
}
