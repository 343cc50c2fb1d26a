package studio.atelier.captions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import studio.atelier.captions.VisionFailure.Effect;
import studio.atelier.model.Problem;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import javax.imageio.ImageIO;

/// Every answer of the protocol's page, and what it means.
@Timeout(60)
class VisionClientTest {
    private static final String SECRET = "canary-vision-key-91";
    private static final Instant NOW = Instant.parse("2026-11-27T10:00:00Z");

    private VisionServer server;
    private byte[] jpeg = {};

    VisionClientTest() throws IOException {
        server = VisionServer.start();
    }

    @BeforeEach
    void paint() throws IOException {
        var bytes = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(30, 20, BufferedImage.TYPE_INT_RGB), "jpg", bytes);
        jpeg = bytes.toByteArray();
        server.key = SECRET;
    }

    @AfterEach
    void close() {
        server.close();
    }

    private VisionClient client(String... changes) {
        Map<String, String> variables = new HashMap<>(server.environment());
        for (int i = 0; i < changes.length; i += 2) {
            variables.put(changes[i], changes[i + 1]);
        }
        return new VisionClient(
                CaptionsAddress.of(variables).orElseThrow(),
                Duration.ofSeconds(5),
                InstantSource.fixed(NOW));
    }

    private String ask() throws VisionFailure {
        try (var client = client()) {
            return client.describe(VisionServer.MODEL, "What is it?", jpeg, "dune.jpg");
        }
    }

    private VisionFailure failure() {
        VisionFailure failure = assertThrows(VisionFailure.class, this::ask);
        assertFalse(failure.problem().sentence().contains("{"), failure.problem().sentence());
        assertFalse(failure.problem().toString().contains(SECRET), "the key is told");
        assertFalse(failure.problem().sentence().contains(SECRET), "the key is told");
        return failure;
    }

    private void assertFails(String code, Effect effect) {
        VisionFailure failure = failure();
        assertEquals(code, failure.problem().code(), failure.problem().toString());
        assertEquals(effect, failure.effect());
    }

    @Test
    void asksInWhatEveryServerUnderstands() throws VisionFailure {
        assertEquals("a picture of 30 by 20, neutral lighting", ask());
        assertEquals(List.of("What is it?"), server.prompts);
        assertEquals(List.of(), server.violations);
    }

    @Test
    void theNewerFormIsAskedForByItsAddress() throws VisionFailure {
        server.routes.clear();
        server.routes.add("responses");
        try (var client = client("CAPTIONS_API_URL", server.url() + "/responses/")) {
            assertEquals(
                    "a picture of 30 by 20, neutral lighting",
                    client.describe(VisionServer.MODEL, "What is it?", jpeg, "dune.jpg"));
            assertEquals(VisionServer.MODEL, client.models().names().getFirst());
        }
        assertEquals(List.of(), server.violations);
    }

    @Test
    void modelsThatSayTheyTakeNoPicturesAreNotOffered() throws IOException {
        var listed =
                VisionModels.of(
                        new com.fasterxml.jackson.databind.ObjectMapper()
                                .readTree(
                                        """
                                        {"data": [{"id": "openai/gpt-4o", "architecture":
                                            {"input_modalities": ["text", "image", "file"]}},
                                        {"id": "meta/llama-3", "architecture":
                                            {"input_modalities": ["text"]}},
                                        {"id": "of-a-server-that-says-nothing"}]}
                                        """));
        assertEquals(3, listed.names().size());
        assertEquals(List.of("openai/gpt-4o", "of-a-server-that-says-nothing"), listed.seeing());
    }

    @Test
    void aServiceWithoutTheOlderFormIsAskedInTheNewerOne() throws VisionFailure {
        server.routes.clear();
        server.routes.add("responses");
        try (var client = client()) {
            for (int i = 0; i < 2; i++) {
                assertEquals(
                        "a picture of 30 by 20, neutral lighting",
                        client.describe(VisionServer.MODEL, "What is it?", jpeg, "dune.jpg"));
            }
        }
        assertEquals(2, server.asked());
        assertEquals(List.of(), server.violations);
    }

    @Test
    void aModelWithoutEyesIsNotTakenForAMissingForm() {
        server.routes.add("responses");
        server.answer(
                404, "{\"error\":{\"message\":\"No endpoints found that support image input\"}}");
        assertFails("captions-model-blind", Effect.ENDS_RUN);
        assertEquals(1, server.asked());
    }

    @Test
    void aGatewayThatLosesItsWayOnceDoesNotChangeTheForm() throws VisionFailure {
        server.routes.add("responses");
        server.answer(404, "<html>nginx</html>").answer(502, "<html>bad gateway</html>");
        try (var client = client()) {
            assertThrows(
                    VisionFailure.class,
                    () -> client.describe(VisionServer.MODEL, "What?", jpeg, "dune.jpg"));
            var _ = client.describe(VisionServer.MODEL, "What?", jpeg, "dune.jpg");
        }
        assertEquals(3, server.asked());
    }

    @Test
    void anAddressMayEndWithTheOlderFormToo() throws VisionFailure {
        try (var client = client("CAPTIONS_API_URL", server.url() + "/chat/completions")) {
            var _ = client.describe(VisionServer.MODEL, "What is it?", jpeg, "dune.jpg");
        }
        assertEquals(1, server.asked());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"status\":\"incomplete\",\"incomplete_details\":{\"reason\":\"max_output_tokens\"},\"output\":[]}|caption-cut-off|CONCERNS_PICTURE",
                "{\"status\":\"incomplete\",\"incomplete_details\":{\"reason\":\"content_filter\"},\"output\":[]}|caption-declined|CONCERNS_PICTURE",
                "{\"output\":[{\"type\":\"message\",\"content\":[{\"type\":\"refusal\",\"refusal\":\"I will not\"}]}]}|caption-declined|CONCERNS_PICTURE",
                "{\"output\":[{\"type\":\"message\",\"content\":[]}]}|caption-empty|CONCERNS_PICTURE",
                "{\"output\":[{\"type\":\"reasoning\",\"summary\":[]}]}|captions-faulty|TRY_AGAIN",
                "{\"status\":\"failed\",\"error\":{\"code\":\"server_error\",\"message\":\"broke\"},\"output\":[]}|captions-failing|TRY_AGAIN",
            })
    void whatTheNewerFormSays(String body, String code, Effect effect) {
        server.answer(200, body);
        assertFails(code, effect);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "401|{\"error\":{\"message\":\"no key\",\"type\":\"x\"}}|captions-refused|ENDS_RUN",
                "403|{\"error\":\"key is blocked\"}|captions-refused|ENDS_RUN",
                "400|{\"code\":\"invalid-argument\",\"error\":\"Incorrect API key provided\"}|captions-refused|ENDS_RUN",
                "402|{\"error\":{\"code\":402,\"message\":\"pay\"}}|captions-no-credit|ENDS_RUN",
                "403|{\"error\":\"Your team has used all available credits\"}|captions-no-credit|ENDS_RUN",
                "429|{\"error\":{\"code\":\"insufficient_quota\",\"message\":\"quota\"}}|captions-no-credit|ENDS_RUN",
                "429|{\"error\":{\"message\":\"Rate limit reached for m. Visit https://platform.openai.com/account/billing to add a payment method.\",\"code\":\"rate_limit_exceeded\"}}|captions-busy|TOO_FAST",
                "429|{\"error\":{\"message\":\"You exceeded your current quota, please check your plan and billing details.\",\"code\":\"insufficient_quota\"}}|captions-no-credit|ENDS_RUN",
                "403|{\"error\":\"Content violates usage guidelines\"}|caption-declined|CONCERNS_PICTURE",
                "400|{\"error\":{\"code\":\"content_policy_violation\",\"message\":\"no\"}}|caption-declined|CONCERNS_PICTURE",
                "400|{\"error\":\"'url' field must be a base64 encoded image.\"}|caption-picture-refused|CONCERNS_PICTURE",
                "413|<html>too large</html>|caption-picture-refused|CONCERNS_PICTURE",
                "422|{\"detail\":\"bad picture\"}|caption-picture-refused|CONCERNS_PICTURE",
                "429|{\"error\":\"slow down\"}|captions-busy|TOO_FAST",
                "404|<html>nginx</html>|captions-faulty|ENDS_RUN",
                "404|{\"error\":\"no such path\"}|captions-faulty|ENDS_RUN",
                "405|no|captions-faulty|ENDS_RUN",
                "301|moved|captions-faulty|ENDS_RUN",
                "404|{\"error\":{\"message\":\"No endpoints found that support image input\"}}|captions-model-blind|ENDS_RUN",
                "500|{\"error\":{\"message\":\"this model is missing data required for image input\"}}|captions-model-blind|ENDS_RUN",
                "500|oops|captions-failing|TRY_AGAIN",
                "503|{\"error\":{\"message\":\"overloaded\"}}|captions-failing|TRY_AGAIN",
                "202||captions-failing|TRY_AGAIN",
                "200|{\"error\":{\"code\":502,\"message\":\"provider failed\"}}|captions-failing|TRY_AGAIN",
                "200|{\"choices\":[{\"error\":{\"code\":429,\"message\":\"slow\"}}]}|captions-busy|TOO_FAST",
                "200|{\"error\":\"Unexpected endpoint or method. (POST /chat/completions)\"}|captions-faulty|ENDS_RUN",
                "200|{\"choices\":[|captions-faulty|TRY_AGAIN",
                "200|{\"choices\":[]}|captions-faulty|TRY_AGAIN",
                "200|<html>hello</html>|captions-faulty|ENDS_RUN"
            })
    void sortsFailures(int status, String body, String code, Effect effect) {
        server.answer(status, body == null ? "" : body);
        assertFails(code, effect);
    }

    @Test
    void aWrongKeyThatIsRepeatedInTheAnswerIsNotTold() {
        String wrong = "canary-wrong-key-92";
        try (var client = client("CAPTIONS_API_KEY", wrong)) {
            VisionFailure failure =
                    assertThrows(
                            VisionFailure.class,
                            () -> client.describe(VisionServer.MODEL, "x", jpeg, "dune.jpg"));
            assertEquals("captions-refused", failure.problem().code());
            assertTrue(failure.problem().detail().contains("Incorrect API key"));
            assertFalse(failure.problem().toString().contains(wrong));
        }
    }

    @Test
    void aKeyThatNoHeaderHoldsIsRefusedAndNotTold() {
        try (var client = client("CAPTIONS_API_KEY", "canary\u00e4\n93")) {
            VisionFailure failure =
                    assertThrows(
                            VisionFailure.class,
                            () -> client.describe(VisionServer.MODEL, "x", jpeg, "dune.jpg"));
            assertEquals("captions-refused", failure.problem().code());
            for (Throwable at = failure; at != null; at = at.getCause()) {
                assertFalse(at.toString().contains("canary"));
            }
        }
    }

    @Test
    void aModelThatIsNotThereIsToldWithTheNearest() {
        server.models.addFirst("gemma-3-27b");
        server.answer(404, "{\"code\":\"x\",\"error\":\"The model grok-2 does not exist\"}");
        try (var client = client()) {
            VisionFailure failure =
                    assertThrows(
                            VisionFailure.class,
                            () -> client.describe("grok-2", "x", jpeg, "dune.jpg"));
            assertEquals("captions-model-misnamed", failure.problem().code());
            assertTrue(failure.problem().action().contains("grok-4."), failure.problem().action());
        }
        server.models.clear();
        server.answer(400, "{\"error\":{\"message\":\"No models loaded.\"}}");
        assertFails("captions-model-missing", Effect.ENDS_RUN);
    }

    @Test
    void aModelIsChosenWhenNobodyDid() throws VisionFailure {
        server.models.addFirst("llava:7b");
        try (var client = client()) {
            assertEquals("llava:7b", client.model());
        }
        try (var client = client("CAPTIONS_MODEL", "mine")) {
            assertEquals("mine", client.model());
        }
        try (var client = client("CAPTIONS_API_URL", "https://api.x.ai/v1")) {
            assertEquals("grok-4.5", client.model());
        }
        server.models.clear();
        try (var client = client()) {
            VisionFailure failure = assertThrows(VisionFailure.class, client::model);
            assertEquals("captions-model-unset", failure.problem().code());
        }
        server.key = "another";
        try (var client = client("CAPTIONS_API_KEY", SECRET)) {
            VisionFailure failure = assertThrows(VisionFailure.class, client::model);
            assertEquals("captions-refused", failure.problem().code());
        }
    }

    @Test
    void descriptionsComeInManyShapes() throws VisionFailure {
        server.answer(
                200,
                VisionServer.reply(
                        "[{\"type\":\"text\",\"text\":\"red \"},{\"type\":"
                                + "\"output_text\",\"text\":\"hat\"}]",
                        "stop"));
        assertEquals("red hat", ask());
        server.say("<think>hm</think>\n```\nred hat\n```");
        assertEquals("red hat", ask());
        server.answer(200, VisionServer.reply("\"red hat\"", "stop").replace("\"stop\"", "null"));
        assertEquals("red hat", ask());
    }

    @Test
    void whatIsNoDescriptionIsTold() {
        server.answer(200, VisionServer.reply("null,\"refusal\":\"Not this one.\"", "stop"));
        VisionFailure refused = failure();
        assertEquals("caption-declined", refused.problem().code());
        assertTrue(refused.problem().sentence().contains("Not this one"));
        assertTrue(refused.problem().sentence().contains("dune.jpg"));
        server.say("I'm sorry, but I can't describe this.");
        assertFails("caption-declined", Effect.CONCERNS_PICTURE);
        server.answer(200, VisionServer.reply("\"\"", "content_filter"));
        assertFails("caption-declined", Effect.CONCERNS_PICTURE);
        server.answer(200, VisionServer.reply("\"a red\"", "length"));
        assertFails("caption-cut-off", Effect.CONCERNS_PICTURE);
        server.answer(200, VisionServer.reply("null", "stop"));
        assertFails("caption-empty", Effect.CONCERNS_PICTURE);
    }

    @Test
    void saysHowLongItIsToWait() {
        server.answer(429, "{}", "7");
        assertEquals(Optional.of(Duration.ofSeconds(7)), failure().pause());
        server.answer(429, "{}", "Fri, 27 Nov 2026 10:00:30 GMT");
        assertEquals(Optional.of(Duration.ofSeconds(30)), failure().pause());
        server.answer(429, "{}", "soon");
        assertEquals(Optional.empty(), failure().pause());
        server.answer(503, "{}", "0.5");
        assertEquals(Optional.of(Duration.ofMillis(500)), failure().pause());
    }

    @Test
    void longAndBrokenAnswersAreBounded() {
        server.answer(200, "{\"choices\":[\"" + "x".repeat(3 << 20));
        VisionFailure huge = failure();
        assertEquals("captions-faulty", huge.problem().code());
        assertTrue(huge.problem().detail().length() < 5000);
        server.breakOff();
        assertFails("captions-unreachable", Effect.TRY_AGAIN);
        server.close();
        assertFails("captions-unreachable", Effect.TRY_AGAIN);
    }

    @Test
    void nothingIsAskedForEver() {
        server.millis = 20_000;
        try (var client =
                new VisionClient(
                        server.address(), Duration.ofMillis(300), InstantSource.fixed(NOW))) {
            VisionFailure failure =
                    assertThrows(
                            VisionFailure.class,
                            () -> client.describe(VisionServer.MODEL, "x", jpeg, "dune.jpg"));
            assertEquals("captions-unreachable", failure.problem().code());
        }
    }

    @Test
    void cancellingEndsTheCallAtOnceAndLaterOnes() {
        server.millis = 20_000;
        try (var client = client()) {
            CompletableFuture<String> asked = CompletableFuture.supplyAsync(() -> describe(client));
            org.awaitility.Awaitility.await().until(() -> server.asked() == 1);
            client.cancel();
            Throwable end = assertThrows(Throwable.class, asked::join);
            assertTrue(
                    end instanceof CancellationException
                            || end.getCause() instanceof CancellationException,
                    end.toString());
            assertThrows(CancellationException.class, () -> describe(client));
            assertEquals(1, server.asked());
        }
    }

    private String describe(VisionClient client) {
        try {
            return client.describe(VisionServer.MODEL, "x", jpeg, "dune.jpg");
        } catch (VisionFailure e) {
            throw new CompletionException(e);
        }
    }

    @Test
    void problemsNameWhatToDo() {
        server.answer(402, "{}");
        Problem problem = failure().problem();
        assertTrue(problem.action().startsWith("Add credit there"));
    }
}
