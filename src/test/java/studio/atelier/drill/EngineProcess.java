package studio.atelier.drill;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// An engine in a process of its own, and its ledger.
final class EngineProcess implements AutoCloseable {
    private final ChildProcess process;
    private final URI address;
    private final Path log;

    private EngineProcess(ChildProcess process, URI address, Path log) {
        this.process = process;
        this.address = address;
        this.log = log;
    }

    /// One run of a prompt.
    ///
    /// @param outcome `success`, `error`, `interrupted` or `lost`
    record Run(String prompt, String outcome) {}

    static EngineProcess start(Path folder, Duration job) throws IOException, InterruptedException {
        Path log = folder.resolveSibling(folder.getFileName() + ".log");
        var process =
                ChildProcess.java(
                        EngineMain.class,
                        List.of(),
                        List.of(folder.toString(), String.valueOf(job.toMillis())),
                        Map.of(),
                        log);
        return new EngineProcess(process, URI.create(process.await("address")), log);
    }

    URI address() {
        return address;
    }

    ChildProcess process() {
        return process;
    }

    /// What it printed.
    Path log() {
        return log;
    }

    /// What it says runs and waits in it, or why it does not.
    String queue() throws InterruptedException {
        var question =
                HttpRequest.newBuilder(address.resolve("/queue"))
                        .timeout(Duration.ofSeconds(5))
                        .build();
        try (var client = HttpClient.newHttpClient()) {
            return client.send(question, HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException e) {
            return e.toString();
        }
    }

    /// Forgets queue and history, as a crash and a new start do.
    void restart() throws IOException, InterruptedException {
        process.say("restart");
        process.await("done restart");
    }

    void freeze() throws IOException, InterruptedException {
        process.freeze();
    }

    void thaw() throws IOException, InterruptedException {
        process.thaw();
    }

    /// Everything it ran, in order.
    List<Run> runs() throws IOException, InterruptedException {
        process.say("ledger");
        List<Run> runs = new ArrayList<>();
        for (String line = process.await(""); !line.equals("end"); line = process.await("")) {
            if (line.startsWith("ran ")) {
                int second = line.lastIndexOf(' ');
                runs.add(new Run(line.substring(4, second), line.substring(second + 1)));
            }
        }
        process.await("done ledger");
        return runs;
    }

    @Override
    public void close() {
        process.close();
    }
}
