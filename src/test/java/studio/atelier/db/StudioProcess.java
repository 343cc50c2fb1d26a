package studio.atelier.db;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;

/// Another process that uses the embedded server of a home, until its standard input ends.
final class StudioProcess {
    private StudioProcess() {}

    public static void main(String[] arguments) throws IOException {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(Path.of(arguments[0]));
                Database database = Database.open(postgres.address())) {
            database.migrate();
            new SettingStore(database).put("from.another.process", "kept");
            System.err.close();
            System.in.transferTo(OutputStream.nullOutputStream());
        }
    }

    /// Starts one and returns when it has written to the database.
    static Process start(Path home) throws IOException {
        Process process =
                new ProcessBuilder(
                                List.of(
                                        Path.of(System.getProperty("java.home"), "bin", "java")
                                                .toString(),
                                        "-cp",
                                        System.getProperty("java.class.path"),
                                        StudioProcess.class.getName(),
                                        home.toString()))
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        process.getErrorStream().readAllBytes();
        return process;
    }
}
