package studio.atelier.captions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import studio.atelier.captions.VisionFailure.Effect;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

import javax.imageio.ImageIO;

/// What OpenRouter, Google, LM Studio, llama.cpp and vLLM say in words of their own.
@Timeout(60)
class VisionDialectsTest {
    private final VisionServer server;

    VisionDialectsTest() throws IOException {
        server = VisionServer.start();
    }

    @AfterEach
    void close() {
        server.close();
    }

    /// Asking again for the next picture would fail as well, and may cost.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "500|{\"error\":{\"code\":500,\"message\":\"image input is not supported - hint: if this is unexpected, you may need to provide the mmproj\"}}",
                "400|{\"error\":\"Image inputs are not supported by this model.\"}",
                "400|{\"object\":\"error\",\"message\":\"m is not a multimodal model\",\"code\":400}",
                "400|{\"error\":{\"message\":\"At most 0 image(s) may be provided in one prompt.\"}}",
                "200|{\"error\":{\"message\":\"ValueError: Vision add-on is not loaded, but images were provided\"}}",
                "422|{\"error\":{\"message\":\"messages[0]: unknown variant `image_url`, expected `text`\"}}"
            })
    void aModelWithoutEyesEndsTheRun(int status, String body) {
        server.answer(status, body);
        assertFails("captions-model-blind", Effect.ENDS_RUN);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "404|{\"error\":{\"message\":\"No endpoints found for x/y.\",\"code\":404}}|captions-model-misnamed",
                "404|{\"error\":{\"message\":\"No endpoints found matching your data policy (Free model training)\",\"code\":404}}|captions-failing",
                "400|[{\"error\":{\"code\":400,\"message\":\"API key not valid.\",\"status\":\"INVALID_ARGUMENT\"}}]|captions-refused"
            })
    void whatNoOtherPictureChangesIsToldInTheirWords(int status, String body, String code) {
        server.routes.add("responses");
        server.answer(status, body);
        assertFails(code, Effect.ENDS_RUN);
        assertEquals(1, server.asked());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"finish_reason\":\"content_filter: PROHIBITED_CONTENT\"|caption-declined",
                "\"finish_reason\":\"SAFETY\",\"message\":{\"role\":\"assistant\"}|caption-declined",
                "\"finish_reason\":\"length\"|caption-cut-off",
                "\"finish_reason\":\"MAX_TOKENS\",\"message\":{\"role\":\"assistant\"}|caption-cut-off"
            })
    void aPictureThatIsNotDescribedIsNotPaidForAgain(String choice, String code) {
        server.answer(200, "{\"choices\":[{\"index\":0," + choice + "}]}");
        assertFails(code, Effect.CONCERNS_PICTURE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\"", "{}", "null"})
    void anErrorThatSaysNothingIsNone(String error) throws VisionFailure {
        String answer = VisionServer.reply("\"red hat\"", "stop");
        server.answer(200, answer.replaceFirst("\\{", "{\"error\":" + error + ","));
        assertEquals("red hat", ask());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"object\":\"list\",\"data\":null}|",
                "[{\"id\":\"llava\",\"type\":\"chat\"},{\"id\":\"qwen\"}]|llava",
                "[{\"id\":\"llava\"}]|llava"
            })
    void modelsAreListedInSeveralShapes(String body, String first) throws VisionFailure {
        server.list = body;
        try (var client = client()) {
            assertEquals(Optional.ofNullable(first), client.models().first());
        }
    }

    private String ask() throws VisionFailure {
        try (var client = client()) {
            return client.describe(VisionServer.MODEL, "What is it?", jpeg(), "dune.jpg");
        }
    }

    private VisionClient client() {
        return new VisionClient(server.address(), Duration.ofSeconds(5), InstantSource.system());
    }

    private static byte[] jpeg() {
        var bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), "jpg", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private void assertFails(String code, Effect effect) {
        VisionFailure failure = assertThrows(VisionFailure.class, this::ask);
        assertEquals(code, failure.problem().code(), failure.problem().toString());
        assertEquals(effect, failure.effect());
        assertFalse(failure.problem().sentence().contains("{"), failure.problem().sentence());
    }
}
