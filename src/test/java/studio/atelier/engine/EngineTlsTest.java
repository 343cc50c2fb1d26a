package studio.atelier.engine;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import studio.atelier.checks.BesideOthers;
import studio.atelier.engine.Submission.InputFile;
import studio.atelier.engine.UntrustedCertificate.Reason;
import studio.atelier.model.Problem;
import studio.atelier.model.PromptId;
import studio.atelier.model.StudioException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

import javax.net.ssl.X509ExtendedTrustManager;

/// Encrypted engines: whose certificates are believed, and who gets to see the password.
@BesideOthers
class EngineTlsTest {
    private static final PromptId PROMPT = new PromptId("5b0c46cb-36cc-4f1c-9a4c-6a5ad54a2a10");

    private final HeldCertificate authority =
            new HeldCertificate.Builder().certificateAuthority(0).build();
    private final HeldCertificate own =
            new HeldCertificate.Builder().commonName("workshop.example").build();
    private final ScriptedServer server = server(own);

    @TempDir private Path folder;

    EngineTlsTest() throws IOException {}

    private static ScriptedServer server(HeldCertificate certificate) throws IOException {
        var shown = new HandshakeCertificates.Builder().heldCertificate(certificate).build();
        return new ScriptedServer(Optional.of(shown));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aCertificateThatNobodyVouchesForIsRefusedAndNamed() {
        Problem problem = refused(address(server));

        assertEquals("engine-untrusted", problem.code());
        String fingerprint = Fingerprint.of(own.certificate()).toString();
        assertTrue(problem.sentence().contains(fingerprint), problem.sentence());
        assertTrue(server.requests.isEmpty());
    }

    @Test
    void whatIsTrustedByItsFingerprintIsUsedForEverythingAndGetsThePassword() throws Exception {
        server.withSocket("/ws");
        server.on("POST /upload/image", ScriptedServer.json("{\"name\":\"a.png\"}"));
        server.on(
                "POST /prompt",
                ScriptedServer.json("{\"prompt_id\":\"%s\",\"node_errors\":{}}".formatted(PROMPT)));
        server.on("GET /view", ScriptedServer.response(200, "image/png", "picture"));
        var events = new CopyOnWriteArrayList<EngineEvent>();
        try (ComfyEngine engine = engine(trusting(own))) {
            engine.watch(events::add);
            await().until(() -> events.contains(new EngineEvent.Connected()));
            Path picture = Files.writeString(folder.resolve("a.png"), "picture");
            engine.submit(
                    new Submission(
                            PROMPT,
                            "{\"1\":{\"class_type\":\"LoadImage\",\"inputs\":{\"image\":\"x\"}}}",
                            List.of(new InputFile("x", picture, "a.png"))));
            engine.fetch(
                    new OutputFile("9", "b.png", "", "output"), folder.resolve("b.png"), 1_000);
        }

        assertEquals("picture", Files.readString(folder.resolve("b.png")));
        List.of("GET /ws", "POST /upload/image", "POST /prompt", "GET /view")
                .forEach(route -> assertFalse(server.asked(route).isEmpty(), route));
        server.requests.forEach(
                request ->
                        assertEquals(
                                "Basic YW5uOnBhNTV3b3Jk",
                                request.getHeaders().get("Authorization"),
                                request.getTarget()));
    }

    @Test
    void anotherCertificateThanTheTrustedOneIsRefused() {
        Problem problem = refused(trusting(authority));

        assertEquals("engine-certificate-changed", problem.code());
        assertTrue(server.requests.isEmpty());
    }

    @Test
    void trustInOneCertificateReachesNoOtherServer() throws IOException {
        ScriptedServer other = server(own);
        server.on(
                "GET /system_stats",
                ScriptedServer.empty(302)
                        .newBuilder()
                        .setHeader(
                                "Location",
                                other.server.url("/x").newBuilder().host("localhost").build())
                        .build());

        assertEquals("engine-untrusted", refused(trusting(own)).code());
        assertTrue(other.requests.isEmpty());
        other.close();
    }

    @Test
    void whatTheSystemVouchesForIsGoodUnderItsNameAlone() throws IOException {
        HeldCertificate signed = signed("127.0.0.1");
        try (ScriptedServer good = server(signed)) {
            good.on("GET /x", ScriptedServer.json("{}"));
            try (var response = get(good)) {
                assertEquals(200, response.code());
            }
        }
        try (ScriptedServer misnamed = server(signed("elsewhere.example"))) {
            var failure = assertThrows(IOException.class, () -> get(misnamed));
            var shown = UntrustedCertificate.behind(failure).orElseThrow();
            assertEquals(Reason.OTHER_NAME, shown.reason());
        }
    }

    @Test
    void aFingerprintIsReadHoweverItIsWritten() {
        String hex = "ab".repeat(32);

        assertEquals(hex, Fingerprint.of("SHA256 Fingerprint=" + "AB:".repeat(31) + "AB").hex());
        assertEquals(hex, Fingerprint.of(" sha256:" + hex).hex());
        var failure = assertThrows(StudioException.class, () -> Fingerprint.of("ab:cd"));
        assertEquals("setting-invalid", failure.problem().code());
    }

    private HeldCertificate signed(String name) {
        return new HeldCertificate.Builder()
                .signedBy(authority)
                .addSubjectAlternativeName(name)
                .build();
    }

    /// As a computer sees it that knows the authority.
    private okhttp3.Response get(ScriptedServer from) throws IOException {
        var known =
                new HandshakeCertificates.Builder()
                        .addTrustedCertificate(authority.certificate())
                        .build();
        var builder = new OkHttpClient.Builder();
        new EngineTrust(address(from), () -> (X509ExtendedTrustManager) known.trustManager())
                .secure(builder);
        return builder.build()
                .newCall(new Request.Builder().url(address(from).base() + "x").build())
                .execute();
    }

    private static ComfyAddress address(ScriptedServer of) {
        return ComfyAddress.of("https://ann:pa55word@127.0.0.1:" + of.server.getPort());
    }

    private ComfyAddress trusting(HeldCertificate certificate) {
        return address(server).trusting(Fingerprint.of(certificate.certificate()));
    }

    private static ComfyEngine engine(ComfyAddress address) {
        return new ComfyEngine("Workshop", address, false, InstantSource.system());
    }

    private static Problem refused(ComfyAddress address) {
        try (ComfyEngine engine = engine(address)) {
            Problem problem = assertThrows(StudioException.class, engine::describe).problem();
            assertFalse((problem.sentence() + problem.detail()).contains("pa55word"));
            return problem;
        }
    }
}
