package studio.atelier.engine.runpod;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import studio.atelier.model.StudioException;

/// What people paste for an endpoint.
class RunPodAddressTest {
    private static final String KEY = "rpa_0123456789";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "abc123",
                " api.runpod.ai/v2/abc123 ",
                "https://api.runpod.ai/v2/abc123/runsync",
                "https://api.runpod.ai/v2/abc123/status/5-e1",
                "https://console.runpod.io/serverless/user/endpoint/abc123",
                "https://console.runpod.io/serverless/user/endpoint/abc123?tab=overview",
                "https://www.runpod.io/console/serverless/user/endpoint/abc123/"
            })
    void anEndpointIsKnownByEachOfItsAddresses(String pasted) {
        RunPodAddress address = RunPodAddress.of(pasted, KEY);
        assertEquals("https://api.runpod.ai/v2/abc123", address.toString());
        assertEquals("abc123", address.id());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "https://api.runpod.ai", "http://api.runpod.ai/v2/abc123"})
    void anythingElseIsRefused(String pasted) {
        assertEquals(
                "setting-invalid",
                assertThrows(StudioException.class, () -> RunPodAddress.of(pasted, KEY))
                        .problem()
                        .code());
    }
}
