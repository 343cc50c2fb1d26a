package studio.atelier.drill;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// An engine in a process of its own, and its ledger.
final class EngineProcess implements AutoCloseable {
    private final ChildProcess process;
    private final URI address;

    private EngineProcess(ChildProcess process, URI address) {
        this.process = process;
        this.address = address;
    }

    /// One run of a prompt.
    ///
    /// @param outcome `success`, `error`, `interrupted` or `lost`
    record Run(String prompt, String outcome) {}

    static EngineProcess start(Path folder, Duration job) throws IOException, InterruptedException {
        var process =
                ChildProcess.java(
                        EngineMain.class,
                        List.of(),
                        List.of(folder.toString(), String.valueOf(job.toMillis())),
                        Map.of(),
                        folder.resolveSibling(folder.getFileName() + ".log"));
        return new EngineProcess(process, URI.create(process.await("address")));
    }

    URI address() {
        return address;
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
