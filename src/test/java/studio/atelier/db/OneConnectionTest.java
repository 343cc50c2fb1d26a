package studio.atelier.db;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import studio.atelier.drill.ChildProcess;
import studio.atelier.drill.Pooler;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/// PgBouncer that has one connection for everybody, and no way around it.
@Tag("drill")
@Timeout(90)
class OneConnectionTest {
    @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

    private DatabaseAddress behind = postgres.address();

    @Test
    void aFirstStartGoesThroughIt() throws Exception {
        try (var _ = start();
                var database = Database.connect(behind)) {
            assertTrue(DatabaseProbe.pendingSteps(behind) > 0);
            database.migrate();
            assertEquals(0, DatabaseProbe.pendingSteps(behind));
            assertEquals(0, jobs(database));
            database.migrate();
        }
    }

    @Test
    void firstStartsOfSeveralDesktopsDoToo() throws Exception {
        try (var _ = start()) {
            List<CompletableFuture<Integer>> starts =
                    Stream.generate(
                                    () ->
                                            CompletableFuture.supplyAsync(
                                                    this::firstStart, Thread::startVirtualThread))
                            .limit(4)
                            .toList();
            for (CompletableFuture<Integer> one : starts) {
                assertEquals(0, one.get());
            }
        }
    }

    private int firstStart() {
        try (var database = Database.connect(behind)) {
            database.migrate();
            return jobs(database);
        }
    }

    private ChildProcess start() throws IOException {
        Pooler pooler =
                Pooler.settings(postgres.createEmpty())
                        .with("default_pool_size = 3", "default_pool_size = 1");
        behind = DatabaseAddress.parse(pooler.url());
        return pooler.startAndAwait();
    }

    private static int jobs(Database database) {
        return database.read(
                handle ->
                        handle.createQuery("select count(*) from generation_jobs")
                                .mapTo(Integer.class)
                                .one());
    }
}
