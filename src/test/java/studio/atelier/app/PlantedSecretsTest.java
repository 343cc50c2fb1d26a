package studio.atelier.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

import studio.atelier.captions.CaptionsAddress;
import studio.atelier.captions.VisionServer;
import studio.atelier.checks.Check;
import studio.atelier.checks.Connection;
import studio.atelier.db.DatabaseAddress;
import studio.atelier.db.PostgresExtension;
import studio.atelier.engine.demo.DemoEngineServer;
import studio.atelier.engine.demo.DemoOptions;
import studio.atelier.gallery.GalleryQuery;
import studio.atelier.storage.image.ImageIoJpegDecoder;
import studio.atelier.ui.settings.EngineSettings.Access;
import studio.atelier.ui.settings.EngineSettings.Change;
import studio.atelier.ui.settings.EngineSettings.Entry;
import studio.atelier.ui.settings.EngineSettings.Header;
import studio.atelier.ui.settings.EngineSettings.Login;
import studio.atelier.ui.settings.EngineSettings.Protocol;
import studio.atelier.ui.settings.EngineSettings.Secret;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// A secret of every kind is planted; then the studio works, fails and exports, and none of them turns up in what it
/// says, logs, stores or hands out. Only the file of the connections has them.
class PlantedSecretsTest {
    @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

    @TempDir Path folder;

    private final Map<String, String> planted = new HashMap<>();
    private final List<String> secrets =
            new ArrayList<>(
                    List.of(
                            "canary-engine-71",
                            "canary-runpod-72",
                            "canary-s3-id-73",
                            "canary-s3-key-74",
                            "canary-captions-75",
                            "canary-token-77",
                            "canary-header-78"));

    @Test
    void noSecretTurnsUpAnywhere() throws Exception {
        try (var log = new Log();
                var vision = VisionServer.start();
                var engine =
                        DemoEngineServer.start(
                                DemoOptions.in(folder.resolve("engine"))
                                        .withJobDuration(Duration.ofMillis(40))
                                        .withPreviewPause(Duration.ofMinutes(1)))) {
            plant(engine, vision);
            StringBuilder said = new StringBuilder();
            said.append(run("import-env", folder.resolve("all.env").toString()));
            said.append(run("doctor"));
            said.append(run("doctor", "--json"));
            // The endpoint and the store are not there, and the password is refused: failures
            // speak too.
            said.append(run("jobs", "--home", refusedHome().toString()));
            forget("S3_ENDPOINT", "RUNPOD_ENDPOINT_ID");
            said.append(run("import-env", folder.resolve("all.env").toString()));
            String made = run("generate", "--model", "milan", "--category", "beach");
            assertTrue(made.contains("6 completed"), made);
            said.append(made).append(run("jobs", "--json")).append(run("audit", "--deep"));
            // The service takes another key, and repeats the one that it was given.
            String refused = run("caption", "--category", "beach", "--replace");
            assertTrue(refused.contains("does not accept the key"), refused);
            said.append(refused)
                    .append(run("caption", "--category", "beach", "--replace", "--json"));
            said.append(exported());
            said.append(printed());
            said.append(entered());
            said.append(rows());
            assertClean("what was said", said.toString());
            assertFalse(log.lines.isEmpty());
            log.lines.forEach(line -> assertClean("the log", line));
            assertFilesAreClean();
        }
    }

    private void plant(DemoEngineServer engine, VisionServer vision) throws IOException {
        secrets.add(postgres.address().password());
        DatabaseAddress at = postgres.address();
        planted.put(
                "DATABASE_URL",
                "postgresql://%s:%s@%s/%s"
                        .formatted(at.user(), at.password(), at.hosts().getFirst(), at.database()));
        planted.put(
                "COMFYUI_API_URL",
                engine.address().toString().replace("//", "//me:" + secrets.get(0) + "@"));
        planted.put("RUNPOD_ENDPOINT_ID", "http://127.0.0.1:1/v2/none");
        planted.put("RUNPOD_API_KEY", secrets.get(1));
        planted.put("S3_ENDPOINT", "http://127.0.0.1:1");
        planted.put("S3_ACCESS_KEY_ID", secrets.get(2));
        planted.put("S3_SECRET_ACCESS_KEY", secrets.get(3));
        planted.put("XAI_API_KEY", secrets.get(4));
        vision.key = "right";
        planted.put("CAPTIONS_API_URL", vision.url());
        planted.put("CAPTIONS_MODEL", VisionServer.MODEL);
        write();
    }

    /// Whose database refuses another password, which is a secret as well.
    private Path refusedHome() throws IOException {
        String wrong = "canary-wrong-76";
        secrets.add(wrong);
        Path refused = Files.createDirectories(folder.resolve("refused"));
        Files.writeString(
                refused.resolve("connections.env"),
                "DATABASE_URL="
                        + planted.getOrDefault("DATABASE_URL", "")
                                .replace(postgres.address().password(), wrong));
        return refused;
    }

    /// The folder is the store again, and the server the only engine.
    private void forget(String... names) throws IOException {
        for (String name : names) {
            planted.remove(name);
        }
        planted.put("ATELIER_STORE", folder.resolve("home").toString());
        Files.delete(folder.resolve("home/connections.env"));
        write();
    }

    private void write() throws IOException {
        Files.write(
                folder.resolve("all.env"),
                planted.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + DotEnv.quoted(entry.getValue()))
                        .toList());
    }

    /// With the exit code, whatever it is.
    private String run(String... words) {
        var out = new StringWriter();
        var line =
                new Launcher(Map.of("ATELIER_HOME", folder.resolve("home").toString()))
                        .commandLine();
        line.setOut(new PrintWriter(out)).setErr(new PrintWriter(out));
        int code = line.execute(words);
        return out + " " + code + "\n";
    }

    private String exported() throws IOException {
        Home home = new Home(folder.resolve("home"));
        try (Core core = Core.open(home, home.environment(Map.of()), new ImageIoJpegDecoder())) {
            var items = core.gallery().items(core.gallery().keys(GalleryQuery.ALL));
            assertEquals(6, items.size());
            core.gallery()
                    .saveAll(
                            items.stream().map(i -> i.image().orElseThrow().id()).toList(),
                            folder.resolve("exports"),
                            _ -> {});
            return core.places();
        }
    }

    /// Everything that holds a secret, as it prints itself.
    private String printed() {
        Home home = new Home(folder.resolve("home"));
        var environment = StudioEnvironment.of(planted);
        return environment
                + " "
                + environment.endpoint()
                + environment.store()
                + environment.s3()
                + DatabaseAddress.parse(planted.getOrDefault("DATABASE_URL", ""))
                + CaptionsAddress.of(planted)
                + new HomeConnections(home, planted).load(Connection.DATABASE);
    }

    /// An engine as the settings take it, test it and show it again.
    private String entered() {
        Home home = new Home(folder.resolve("home"));
        var engines = new HomeEngines(home, Map.of(), Optional::empty, () -> false);
        var entry =
                new Entry(
                        "e1",
                        Protocol.COMFYUI,
                        "Attic",
                        false,
                        "http://me:" + secrets.get(0) + "@127.0.0.1:1",
                        new Login(Access.TOKEN, "", new Secret.Typed(secrets.get(5))),
                        List.of(new Header("X-Key", new Secret.Typed(secrets.get(6)))),
                        "",
                        "",
                        "");
        engines.save(List.of(new Change(Optional.empty(), entry)), List.of());
        try (Check check = engines.checks(entry).getFirst()) {
            return entry.login()
                    + " "
                    + entry
                    + entry.headers()
                    + engines.load()
                    + engines.load().getFirst().login()
                    + check.run(_ -> {})
                    + run("engines", "list", "--json")
                    + run("doctor");
        }
    }

    /// The whole database.
    private static String rows() {
        return postgres.database()
                .read(
                        handle ->
                                String.join(
                                        "\n",
                                        handle.createQuery(
                                                        """
                                                        select query_to_xml(
                                                            format('select * from %I', table_name),
                                                            true, true, '')::text
                                                        from information_schema.tables
                                                        where table_schema = 'public'
                                                        """)
                                                .mapTo(String.class)
                                                .list()));
    }

    private void assertFilesAreClean() throws IOException {
        for (Path root : List.of(folder.resolve("home"), folder.resolve("exports"))) {
            try (var files = Files.walk(root)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    if (!file.endsWith("connections.env")) {
                        assertClean(
                                file.toString(),
                                new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
                    }
                }
            }
        }
    }

    private void assertClean(String where, String text) {
        for (String secret : secrets) {
            int at = text.indexOf(secret);
            assertFalse(
                    at >= 0,
                    () ->
                            where
                                    + ": "
                                    + text.substring(
                                            Math.max(0, at - 80),
                                            Math.min(text.length(), at + 80)));
        }
    }

    /// All that is logged, down to the finest.
    private static final class Log extends AppenderBase<ILoggingEvent> implements AutoCloseable {
        final Queue<String> lines = new ConcurrentLinkedQueue<>();
        private final Logger root = (Logger) LoggerFactory.getLogger("ROOT");
        private final Logger ours = (Logger) LoggerFactory.getLogger("studio.atelier");
        private final Optional<Level> before = Optional.ofNullable(ours.getLevel());

        Log() {
            setContext(root.getLoggerContext());
            start();
            root.addAppender(this);
            ours.setLevel(Level.TRACE);
            ours.addAppender(this);
        }

        @Override
        protected void append(ILoggingEvent event) {
            lines.add(event.getFormattedMessage());
            if (event.getThrowableProxy() != null) {
                lines.add(ThrowableProxyUtil.asString(event.getThrowableProxy()));
            }
        }

        @Override
        public void close() {
            root.detachAppender(this);
            ours.detachAppender(this);
            ours.setLevel(before.orElse(null));
            stop();
        }
    }
}
