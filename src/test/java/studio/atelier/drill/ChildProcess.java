package studio.atelier.drill;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A JVM of its own, to be killed or frozen. It speaks in lines; what else it prints goes to a file.
public final class ChildProcess implements AutoCloseable {
    private static final long LONGEST_SECONDS = 60;

    private final Process process;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final Writer input;

    private ChildProcess(Process process) {
        this.process = process;
        this.input = process.outputWriter(StandardCharsets.UTF_8);
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        Thread.ofVirtual().start(() -> output.lines().forEach(lines::add));
    }

    /// Starts a class of this test tree.
    ///
    /// @param errors what it prints to its error stream is added there
    public static ChildProcess java(
            Class<?> main,
            List<String> options,
            List<String> words,
            Map<String, String> environment,
            Path errors)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(
                List.of(
                        "-Xmx512m",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-Djava.awt.headless=true",
                        "-classpath",
                        System.getProperty("java.class.path", "")));
        command.addAll(options);
        command.add(main.getName());
        command.addAll(words);
        return start(command, environment, errors);
    }

    static ChildProcess start(List<String> command, Map<String, String> environment, Path errors)
            throws IOException {
        var builder = new ProcessBuilder(command);
        Map<String, String> variables = builder.environment();
        Arrays.asList("DATABASE_URL", "DIRECT_URL", "COMFYUI_API_URL", "ATELIER_HOME", "DISPLAY")
                .forEach(variables::remove);
        variables.putAll(environment);
        return new ChildProcess(
                builder.redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile())).start());
    }

    /// The next line that begins with these words, without them.
    public String await(String words) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_SECONDS);
        while (System.nanoTime() < end) {
            String line = lines.poll(100, TimeUnit.MILLISECONDS);
            if (line != null && line.startsWith(words)) {
                return line.substring(words.length()).strip();
            }
            if (line == null && !process.isAlive()) {
                throw new IllegalStateException(
                        "the process ended with "
                                + process.exitValue()
                                + " before it said "
                                + words);
            }
        }
        throw new IllegalStateException("the process never said " + words);
    }

    void say(String line) throws IOException {
        input.write(line + "\n");
        input.flush();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /// @return whether it ended by itself within that time
    public boolean awaitEnd(long millis) throws InterruptedException {
        return process.waitFor(millis, TimeUnit.MILLISECONDS);
    }

    public int exitCode() {
        return process.exitValue();
    }

    /// As `kill -9`.
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /// Writes what all its threads do to a file, virtual ones too.
    void dumpThreads(Path file) throws IOException, InterruptedException {
        String java = ProcessHandle.current().info().command().orElse("java");
        Path jcmd = Path.of(java).resolveSibling("jcmd");
        new ProcessBuilder(
                        jcmd.toString(),
                        String.valueOf(process.pid()),
                        "Thread.dump_to_file",
                        "-overwrite",
                        file.toAbsolutePath().toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    void freeze() throws IOException, InterruptedException {
        signal("-STOP");
    }

    void thaw() throws IOException, InterruptedException {
        signal("-CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        int code =
                new ProcessBuilder("kill", name, String.valueOf(process.pid()))
                        .inheritIO()
                        .start()
                        .waitFor();
        if (code != 0) {
            throw new IOException("kill " + name + " ended with " + code);
        }
    }

    @Override
    public void close() {
        try {
            kill();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
