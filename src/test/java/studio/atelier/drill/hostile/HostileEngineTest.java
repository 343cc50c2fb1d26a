package studio.atelier.drill.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import studio.atelier.drill.DrillTable;
import studio.atelier.drill.hostile.EngineCalls.Aimed;
import studio.atelier.engine.ComfyAddress;
import studio.atelier.engine.ComfyEngine;
import studio.atelier.engine.SubmissionUnclear;
import studio.atelier.model.StudioException;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The real client before a server that answers every call with garbage: a corpus, and right shapes with
/// something broken in them. Each call has to end in time, as a known problem or a known state.
///
/// `-Ddrill.seed` sets the fuzzer, `-Ddrill.scale` the number of its answers.
@Tag("drill")
class HostileEngineTest {
    private static final Duration LONGEST = Duration.ofSeconds(3);
    private static final long HANG_SECONDS = 15;
    private static final int FUZZED = 3_000;
    private static final long MOST_ALLOCATED = 600L << 20;
    private static final long MOST_LEFT = 64L << 20;

    @TempDir Path folder;
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final Map<String, Integer> outcomes = new TreeMap<>();
    private final List<String> faults = new ArrayList<>();
    private volatile Optional<Garbage> garbage = Optional.empty();
    private volatile String route = "";
    private long mostAllocated;
    private String mostAllocatedBy = "";

    @Test
    void noAnswerBringsTheClientDown() throws Exception {
        long seed = Long.getLong("drill.seed", 20_261_124);
        double scale = Double.parseDouble(System.getProperty("drill.scale", "1"));
        long begun = System.nanoTime();
        var calls = new EngineCalls(folder);
        List<Aimed> aims = calls.all();
        Aimed view = aims.getLast();
        long before = usedAfterCollection();
        int sent;
        try (var secrets = new Secrets();
                var hands = Executors.newSingleThreadExecutor();
                var server = new HostileServer(this::choose, HostilePictures.good())) {
            for (Garbage entry : Corpus.quick()) {
                for (Aimed aim : aims) {
                    run(entry, aim, server, hands, secrets);
                }
            }
            for (Garbage picture : HostilePictures.all()) {
                run(picture, view, server, hands, secrets);
            }
            var fuzzer = new ShapeFuzzer(seed);
            for (int i = 0; i < FUZZED * scale; i++) {
                run(fuzzer.next(), aims.get(i % (aims.size() - 1)), server, hands, secrets);
            }
            secrets.leaks().forEach(leak -> faults.add("secret in " + leak));
            sent = server.garbageSent();
        }
        long left = usedAfterCollection() - before;
        report("Hostile engine", sent, begun)
                .line("seed", seed)
                .line(
                        "most allocated for one answer",
                        (mostAllocated >> 20) + " MB (" + mostAllocatedBy + ")")
                .line("left after collection", (left >> 20) + " MB")
                .publish();
        requireNothingOutside();
        assertTrue(sent > aims.size(), "nothing was injected");
        assertEquals(List.of(), faults.stream().limit(20).toList(), faults.size() + " faults");
        assertTrue(mostAllocated < MOST_ALLOCATED, mostAllocatedBy);
        assertTrue(left < MOST_LEFT, left + " bytes are kept");
    }

    @Test
    void whatNeverEndsIsEnded() throws Exception {
        long begun = System.nanoTime();
        List<Aimed> aims = new EngineCalls(folder).all();
        List<Future<?>> running = new ArrayList<>();
        List<HostileServer> servers = new ArrayList<>();
        try (var secrets = new Secrets();
                var hands = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Garbage entry : Corpus.slow()) {
                for (Aimed aim : aims) {
                    var server =
                            new HostileServer(
                                    asked ->
                                            asked.equals(aim.route())
                                                    ? Optional.of(entry)
                                                    : Optional.empty(),
                                    HostilePictures.good());
                    servers.add(server);
                    running.add(hands.submit(() -> call(entry, aim, server, secrets)));
                }
            }
            for (Future<?> call : running) {
                call.get(4 * HANG_SECONDS, TimeUnit.SECONDS);
            }
        }
        int sent = servers.stream().mapToInt(HostileServer::garbageSent).sum();
        servers.forEach(HostileServer::close);
        report("Answers without an end", sent, begun).publish();
        assertTrue(sent >= running.size(), "nothing was injected");
        assertEquals(List.of(), faults);
    }

    private Optional<Garbage> choose(String asked) {
        return asked.equals(route) ? garbage : Optional.empty();
    }

    private void run(
            Garbage entry, Aimed aim, HostileServer server, ExecutorService hands, Secrets secrets)
            throws InterruptedException {
        garbage = Optional.of(entry);
        route = aim.route();
        Future<?> call = hands.submit(() -> call(entry, aim, server, secrets));
        try {
            call.get(HANG_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            faults.add("hangs: " + name(entry, aim));
            call.cancel(true);
        } catch (ExecutionException e) {
            faults.add(name(entry, aim) + " breaks the drill: " + e.getCause());
        }
    }

    private void call(Garbage entry, Aimed aim, HostileServer server, Secrets secrets) {
        var address =
                ComfyAddress.of(
                        "http://" + Secrets.userInfo() + "@127.0.0.1:" + server.port() + "/");
        long begun = System.nanoTime();
        try (var engine =
                new ComfyEngine("Workshop", address, false, InstantSource.system(), LONGEST)) {
            long allocated = threads.getCurrentThreadAllocatedBytes();
            int sent = server.garbageSent();
            judge(entry, aim, engine, secrets);
            long answers = Math.max(1, server.garbageSent() - sent);
            noteAllocated(
                    (threads.getCurrentThreadAllocatedBytes() - allocated) / answers,
                    name(entry, aim));
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        if (seconds > HANG_SECONDS) {
            fault("took " + seconds + " s: " + name(entry, aim));
        }
    }

    private void judge(Garbage entry, Aimed aim, ComfyEngine engine, Secrets secrets) {
        try {
            Object outcome = aim.call().on(engine);
            count(aim.route() + " " + outcome.getClass().getSimpleName());
        } catch (StudioException e) {
            secrets.look(e);
            count(aim.route() + " " + e.problem().code());
            requireSentence(e.problem().sentence(), entry, aim);
        } catch (SubmissionUnclear e) {
            secrets.look(e);
            count(aim.route() + " unclear " + e.problem().code());
            requireSentence(e.problem().sentence(), entry, aim);
        } catch (IOException | RuntimeException | StackOverflowError | OutOfMemoryError e) {
            fault(name(entry, aim) + " ends in " + e);
        }
    }

    private void requireSentence(String sentence, Garbage entry, Aimed aim) {
        if (sentence.isBlank() || sentence.length() > 2_000) {
            fault(name(entry, aim) + " says " + sentence.length() + " characters");
        }
    }

    private void requireNothingOutside() throws IOException {
        try (var files = Files.walk(folder)) {
            List<String> names =
                    files.filter(Files::isRegularFile)
                            .map(file -> folder.relativize(file).toString())
                            .filter(name -> !name.equals("reference.png"))
                            .filter(name -> !name.equals("deep/er/fetched.png"))
                            .toList();
            assertEquals(List.of(), names);
        }
    }

    private synchronized void noteAllocated(long bytes, String by) {
        if (bytes > mostAllocated) {
            mostAllocated = bytes;
            mostAllocatedBy = by;
        }
    }

    private synchronized void count(String outcome) {
        outcomes.merge(outcome, 1, Integer::sum);
    }

    private synchronized void fault(String what) {
        faults.add(what);
    }

    private DrillTable report(String drill, int sent, long begun) {
        var table =
                new DrillTable(drill)
                        .line("answers", sent)
                        .line("wrong", faults.size())
                        .lines(outcomes)
                        .seconds(begun);
        faults.forEach(fault -> table.line("FAULT", fault));
        return table;
    }

    private static String name(Garbage entry, Aimed aim) {
        return aim.route() + " <- " + entry.name();
    }

    private static long usedAfterCollection() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
