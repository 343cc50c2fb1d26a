package studio.atelier.app;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import studio.atelier.db.DatabaseAddress;
import studio.atelier.db.PostgresExtension;
import studio.atelier.drill.Pooler;

import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// A studio whose database has one connection for everybody, from its first start to its first picture.
@Tag("drill")
class OnePoolConnectionTest {
    @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

    @TempDir Path folder;

    @Test
    @Timeout(180)
    void worksFromTheFirstStartOn() throws Exception {
        Pooler pooler = Pooler.settings(postgres.createEmpty());
        Files.writeString(
                pooler.settings(),
                Files.readString(pooler.settings())
                        .replace("default_pool_size = 3", "default_pool_size = 1"));
        try (var _ = pooler.start()) {
            DatabaseAddress.Host host = DatabaseAddress.parse(pooler.url()).hosts().getFirst();
            await().ignoreExceptions()
                    .until(
                            () -> {
                                new Socket(host.name(), host.port()).close();
                                return true;
                            });
            var launcher =
                    new Launcher(
                            Map.of(
                                    "ATELIER_HOME", folder.resolve("home").toString(),
                                    "DATABASE_URL", pooler.url()));
            Answer made = Answer.of(launcher, "generate", "--model", "milan", "--reference", "1");
            assertEquals(0, made.exit(), made.err());
            assertTrue(made.out().contains("1 completed"), made.out());
        }
    }
}
