package studio.atelier.drill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import studio.atelier.db.Database;
import studio.atelier.db.EmbeddedPostgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// What survives a power cut: the system calls of storing an object are watched for their order, and the built-in
/// database is asked whether it syncs. A disk that fails to sync must not be believed.
@Tag("drill")
class DurabilityDrillTest {
    private static final String KEY = "milan_dune_00001_.png";

    @TempDir Path folder;
    private final long began = System.nanoTime();

    @Test
    void bytesAreForcedBeforeTheyGetTheirNameAndTheNameAfterwards() throws Exception {
        List<String> calls =
                calls(
                        List.of(
                                "-e",
                                "trace=fsync,fdatasync,link,linkat,rename,renameat,renameat2"),
                        0);
        int bytes = first(calls, line -> line.contains("sync(") && line.contains("/.part-"));
        int name = first(calls, line -> line.contains(KEY) && line.contains(".part-"));
        int folderSync =
                first(calls, line -> line.contains("sync(") && line.contains("/generated-images>"));
        assertTrue(bytes < name, "the name came before the bytes: " + calls);
        assertTrue(name < lastIndex(calls, folderSync), "the name was not forced: " + calls);
        tell(
                "order of storing",
                calls,
                line -> line.contains("sync("),
                "syncs watched (nothing is injected)");
    }

    @Test
    void aDiskThatFailsToSyncIsNotBelieved() throws Exception {
        List<String> calls =
                calls(
                        List.of(
                                "-e",
                                "trace=fsync,fdatasync",
                                "-e",
                                "inject=fsync,fdatasync:error=EIO"),
                        1);
        Path object = folder.resolve("store/generated-images").resolve(KEY);
        assertTrue(Files.notExists(object), "an object that is not on the disk got its name");
        tell(
                "failing disk",
                calls,
                line -> line.contains("(INJECTED)"),
                "faults injected: syncs that fail");
    }

    @Test
    void theBuiltInDatabaseSyncs() {
        try (var server = EmbeddedPostgres.start(folder.resolve("home"));
                var database = Database.open(server.address())) {
            for (String setting : List.of("fsync", "full_page_writes", "synchronous_commit")) {
                assertEquals(
                        "on",
                        database.read(
                                handle ->
                                        handle.createQuery("select current_setting(:name)")
                                                .bind("name", setting)
                                                .mapTo(String.class)
                                                .one()),
                        setting);
            }
        }
    }

    private List<String> calls(List<String> options, int exitCode) throws Exception {
        Path trace = folder.resolve("trace");
        Path store = folder.resolve("store");
        List<String> command = new java.util.ArrayList<>(List.of("strace", "-f", "-y"));
        command.addAll(options);
        command.addAll(List.of("-o", trace.toString()));
        command.addAll(
                List.of(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-Xshare:auto",
                        "-classpath",
                        System.getProperty("java.class.path", ""),
                        StoreMain.class.getName(),
                        store.toString()));
        try (var process = ChildProcess.start(command, Map.of(), folder.resolve("errors"))) {
            assertTrue(process.awaitEnd(60_000));
            assertEquals(exitCode, process.exitCode(), errors());
        }
        return Files.readAllLines(trace);
    }

    private void tell(String what, List<String> calls, Predicate<String> fault, String counted)
            throws IOException {
        long faults = calls.stream().filter(fault).count();
        new DrillTable("DurabilityDrillTest, " + what)
                .line(counted, faults)
                .line("jobs", 1)
                .line("lost", 0)
                .line("doubled", 0)
                .line("wrong state", 0)
                .seconds(began)
                .publish();
        assertTrue(faults > 0, "the drill injected nothing");
    }

    private String errors() throws IOException {
        return Files.readString(folder.resolve("errors"));
    }

    private static int first(List<String> calls, Predicate<String> wanted) {
        for (int i = 0; i < calls.size(); i++) {
            if (wanted.test(calls.get(i))) {
                return i;
            }
        }
        throw new AssertionError("no such call: " + calls);
    }

    private static int lastIndex(List<String> calls, int of) {
        return calls.lastIndexOf(calls.get(of));
    }
}
