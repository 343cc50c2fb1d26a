package studio.atelier.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import okhttp3.HttpUrl;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import studio.atelier.model.StudioException;

import java.util.Map;

class ComfyAddressTest {
    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:8188, http://127.0.0.1:8188/, false",
        "http://host:8188/, http://host:8188/, false",
        "host:8188, http://host:8188/, false",
        "' http://host:8188 ', http://host:8188/, false",
        "https://pod-8188.proxy.example/prefix, https://pod-8188.proxy.example/prefix/, false",
        "https://pod-8188.proxy.example/a/b///, https://pod-8188.proxy.example/a/b/, false",
        "https://pod.example/api, https://pod.example/, true",
        "https://pod.example/prefix/api/, https://pod.example/prefix/, true",
        "ws://host:8188, http://host:8188/, false",
        "wss://host, https://host/, false",
        "http://host:8188/?token=abc#x, http://host:8188/, false",
        "http://[::1]:8188, http://[::1]:8188/, false",
    })
    void understandsWhatPeopleWrite(String text, String base, boolean apiOnly) {
        ComfyAddress address = ComfyAddress.of(text);

        assertEquals(base, address.base().toString());
        assertEquals(apiOnly, address.apiOnly());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ftp://host", "http://", "http://a b", "://"})
    void refusesWhatIsNoAddress(String text) {
        var failure = assertThrows(StudioException.class, () -> ComfyAddress.of(text));

        assertEquals("setting-invalid", failure.problem().code());
    }

    @Test
    void aPasswordBecomesAHeaderAndIsNeverShown() {
        ComfyAddress address = ComfyAddress.of("https://ann:pa55word@pod.example/x?key=hidden");

        assertEquals("https://pod.example/x", address.redacted());
        assertFalse(address.toString().contains("pa55word"));
        assertTrue(address.headers().getOrDefault("Authorization", "").startsWith("Basic "));
    }

    @Test
    void aWrongAddressIsShownWithoutItsPassword() {
        var failure =
                assertThrows(
                        StudioException.class,
                        () -> ComfyAddress.of("ftp://ann:pa55word@pod.example?key=hidden"));

        assertFalse(failure.problem().sentence().contains("pa55word"));
        assertFalse(failure.problem().sentence().contains("hidden"));
    }

    @Test
    void headersGoOnlyToTheSameHostAndNeverFromHttpsToHttp() {
        var plain = ComfyAddress.of("http://host:8188", Map.of("X-Key", "1"));
        var secure = ComfyAddress.of("https://host", Map.of("X-Key", "1"));

        assertTrue(plain.mayReceiveHeaders(HttpUrl.get("http://host:8188/view")));
        assertTrue(plain.mayReceiveHeaders(HttpUrl.get("https://host/view")));
        assertFalse(plain.mayReceiveHeaders(HttpUrl.get("http://host:9999/view")));
        assertFalse(plain.mayReceiveHeaders(HttpUrl.get("http://other:8188/view")));
        assertFalse(secure.mayReceiveHeaders(HttpUrl.get("http://host/view")));
        assertFalse(secure.mayReceiveHeaders(HttpUrl.get("https://host:9999/view")));
    }
}
