package studio.atelier.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import studio.atelier.checks.Connection;
import studio.atelier.model.StudioException;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class ConnectionsFileTest {
    private static final String SECRET = "pa#ss \"w\\ord";

    @TempDir Path folder;

    @Test
    void aFileOfTheWebsToolsIsTakenOver() throws IOException {
        Path env = folder.resolve("old.env");
        Files.writeString(
                env,
                """
                \uFEFF# of the web client
                export DATABASE_URL="postgresql://postgres:secret@db.example:6543/postgres?pgbouncer=true"
                DIRECT_URL='postgresql://postgres:secret@db.example:5432/postgres'  # sessions
                NEXT_PUBLIC_TITLE=Pictures
                COMFYUI_API_URL=http://127.0.0.1:8188 # at home
                COMFYUI_API_URL=http://127.0.0.1:8189

                this line says nothing
                """);
        var file =
                new ConnectionsFile(
                        folder.resolve("home/connections.env"), lock(), Optional::empty);
        ConnectionsFile.Imported imported = file.take(env);

        assertEquals(List.of("COMFYUI_API_URL", "DATABASE_URL", "DIRECT_URL"), imported.taken());
        assertEquals(List.of("NEXT_PUBLIC_TITLE"), imported.left());
        var environment = StudioEnvironment.of(file.under(Map.of()));
        assertEquals("http://127.0.0.1:8189", environment.engine().orElseThrow().toString());
        assertTrue(environment.database().orElseThrow().endsWith("pgbouncer=true"));
        assertTrue(environment.migrations().orElseThrow().endsWith("5432/postgres"));
        assertEquals(
                "rw-------",
                PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(folder.resolve("home/connections.env"))));
    }

    @Test
    void theAddressOfTheProjectIsKnownUnderTheNameThatPagesSee() throws IOException {
        var file = new ConnectionsFile(folder.resolve("pages.env"), lock(), Optional::empty);
        Path env = folder.resolve("old.env");
        Files.writeString(env, "NEXT_PUBLIC_SUPABASE_URL=https://abc.supabase.co");
        assertEquals(List.of("SUPABASE_URL"), file.look(env).taken());
        Files.writeString(
                env, "VITE_SUPABASE_URL=https://x.example\nSUPABASE_URL=https://abc.supabase.co");
        ConnectionsFile.Imported imported = file.take(env);
        assertEquals(List.of("VITE_SUPABASE_URL"), imported.left());
        assertEquals("https://abc.supabase.co", file.under(Map.of()).get("SUPABASE_URL"));
    }

    @Test
    void theEnvironmentReplacesAConnectionAsAWhole() throws IOException {
        var file = filled("DATABASE_URL=postgresql://a@h/x\nDIRECT_URL=postgresql://a@h/x\n");
        Map<String, String> under = file.under(Map.of("DATABASE_URL", "postgresql://b@other/y"));
        assertEquals("postgresql://b@other/y", under.get("DATABASE_URL"));
        assertFalse(under.containsKey("DIRECT_URL"), "of another database");
    }

    @Test
    void aSecondImportKeepsWhatItSaysNothingOf() throws IOException {
        var file = filled("DATABASE_URL=postgresql://a@h/x\nDIRECT_URL=postgresql://a@h/x\n");
        Path more = Files.writeString(folder.resolve("more.env"), "COMFYUI_API_URL=10.0.0.5:8188");
        file.take(more);
        assertEquals(
                List.of("COMFYUI_API_URL", "DATABASE_URL", "DIRECT_URL"),
                file.under(Map.of()).keySet().stream().sorted().toList());
    }

    @Test
    void valuesSurviveAsTheyAre() throws IOException {
        var file = filled("RUNPOD_ENDPOINT_ID=abc\nRUNPOD_API_KEY=" + DotEnv.quoted("rpa_x"));
        assertEquals("rpa_x", file.under(Map.of()).get("RUNPOD_API_KEY"));
        assertEquals(SECRET, DotEnv.parse("A=" + DotEnv.quoted(SECRET)).get("A"));
        assertTrue(StudioEnvironment.of(file.under(Map.of())).endpoint().isPresent());
    }

    /// As the tools of the web client read their files.
    @Test
    void valuesMayNameOtherValuesOfTheSameFile() throws IOException {
        var file =
                filled(
                        """
                        HOST=db.example
                        DB_PASSWORD='a${HOST}b'
                        DATABASE_URL="postgresql://me:${DB_PASSWORD}@${HOST}:5432/${NAME}"
                        LOOP=${LOOP}x
                        """);

        assertEquals(
                "postgresql://me:a${HOST}b@db.example:5432/${NAME}",
                file.under(Map.of()).get("DATABASE_URL"));
        assertEquals("${LOOP}xxxx", DotEnv.expanded("LOOP=${LOOP}x").get("LOOP"));
    }

    @Test
    void whatCannotBeUsedChangesNothingAndTellsNoPassword() throws IOException {
        var file = filled("COMFYUI_API_URL=http://127.0.0.1:8188");
        for (String bad :
                List.of(
                        "DATABASE_URL=mysql://me:hidden@h/x",
                        "COMFYUI_API_URL=ftp://me:hidden@h/x",
                        "RUNPOD_ENDPOINT_ID=abc\nRUNPOD_API_KEY=\"two words hidden\"")) {
            Path env = Files.writeString(folder.resolve("bad.env"), bad);
            var refused = assertThrows(StudioException.class, () -> file.take(env));
            assertFalse(refused.problem().sentence().contains("hidden"), refused.getMessage());
        }
        assertEquals(Map.of("COMFYUI_API_URL", "http://127.0.0.1:8188"), file.under(Map.of()));
        assertEquals("not-found", codeOf(file, folder.resolve("none.env")));
        Path binary = Files.write(folder.resolve("picture.env"), new byte[] {(byte) 0xff, 0, 1});
        assertEquals("connections-unreadable", codeOf(file, binary));
    }

    @Test
    void theVerbSaysWhatItTookAndNoValue() throws IOException {
        Path env =
                Files.writeString(
                        folder.resolve("a.env"),
                        "DATABASE_URL=postgresql://a:hidden@h/x\nOTHER=hidden\n");
        var said = new StringWriter();
        var line =
                new Launcher(Map.of("ATELIER_HOME", folder.resolve("h").toString())).commandLine();
        line.setOut(new PrintWriter(said));
        assertEquals(0, line.execute("import-env", env.toString()));
        assertTrue(said.toString().contains("DATABASE_URL"), said.toString());
        assertTrue(said.toString().contains("OTHER"), said.toString());
        assertFalse(said.toString().contains("hidden"), said.toString());
    }

    @Test
    void secretsMoveToTheKeychainAndNothingIsLost() throws IOException {
        Path at = folder.resolve("home/connections.env");
        filled(
                """
                DATABASE_URL=postgresql://a:hidden@h/x
                S3_ENDPOINT=http://s3.example
                S3_ACCESS_KEY_ID=hidden-id
                S3_SECRET_ACCESS_KEY=hidden-key
                """);
        var chain = new MemoryKeychain();
        var file = new ConnectionsFile(at, lock(), () -> Optional.of(chain));
        Map<String, String> before = file.under(Map.of());
        chain.refuses = "S3_SECRET_ACCESS_KEY";
        file.settle();
        assertEquals(before, file.under(Map.of()));
        assertTrue(Files.readString(at).contains("hidden-key"), "not taken, so not given up");
        chain.refuses = "";
        file.settle();
        assertEquals(before, file.under(Map.of()));
        assertFalse(Files.readString(at).contains("hidden"), Files.readString(at));
        assertTrue(Files.readString(at).contains("http://s3.example"));

        file.save(Connection.DATABASE, Map.of("DATABASE_URL", ""));
        assertFalse(chain.kept.containsKey("DATABASE_URL"));
        chain.kept.remove("S3_SECRET_ACCESS_KEY");
        var silent = assertThrows(StudioException.class, () -> file.under(Map.of()));
        assertEquals("keychain-silent", silent.problem().code());
        file.save(Connection.STORE, Map.of("ATELIER_STORE", "/pictures"));
        assertEquals(Map.of("ATELIER_STORE", "/pictures"), file.under(Map.of()));
    }

    @Test
    void aKeychainThatIsLockedLosesNoSecretOfOthersWhenOneConnectionIsSaved() throws IOException {
        Path at = folder.resolve("home/connections.env");
        filled(
                "DATABASE_URL=postgresql://a:hid/den@h/x?password=hidden%nXAI_API_KEY=hidden%n"
                        .formatted());
        var chain = new MemoryKeychain();
        var file = new ConnectionsFile(at, lock(), () -> Optional.of(chain));
        Map<String, String> before = file.under(Map.of());
        file.settle();
        assertFalse(Files.readString(at).contains("hid"), Files.readString(at));
        chain.silent = true;
        file.save(Connection.STORE, Map.of("ATELIER_STORE", "/pictures"));
        file.save(Connection.CAPTIONS, Map.of("CAPTIONS_API_URL", "http://localhost:11434/v1"));
        chain.silent = false;
        Map<String, String> after = file.under(Map.of());
        assertEquals(before.get("DATABASE_URL"), after.get("DATABASE_URL"));
        assertEquals("/pictures", after.get("ATELIER_STORE"));
        assertFalse(after.containsKey("XAI_API_KEY"), "given up for another service");
    }

    private HomeLock lock() {
        return new HomeLock(folder.resolve("home/changes.lock"));
    }

    private static String codeOf(ConnectionsFile file, Path env) {
        return assertThrows(StudioException.class, () -> file.take(env)).problem().code();
    }

    private ConnectionsFile filled(String text) throws IOException {
        Path env = Files.writeString(folder.resolve("first.env"), text);
        var file =
                new ConnectionsFile(
                        folder.resolve("home/connections.env"), lock(), Optional::empty);
        file.take(env);
        return file;
    }
}
