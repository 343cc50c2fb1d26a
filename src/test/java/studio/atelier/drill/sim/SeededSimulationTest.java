package studio.atelier.drill.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import studio.atelier.drill.ChildProcess;
import studio.atelier.drill.DrillWorld;
import studio.atelier.drill.sim.SimTable.Total;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;

/// A thousand seeds, each a batch on one or two desktops with misfortunes of its own, under a virtual clock and the
/// studio's own time limits. The plan of a seed is always the same, and time passes only when nobody is at work;
/// what is at work at one moment still runs as it likes, so a failing seed may have to be repeated
/// (`-Ddrill.scale=0.05` runs it fifty times).
///
/// `-Ddrill.seed=N` runs that seed alone, else seeds from `drill.first` (1) on; `-Ddrill.scale` multiplies
/// their number, `-Ddrill.lanes` says how many processes share them.
@Tag("drill")
class SeededSimulationTest {
    private static final int SEEDS = 1_000;

    private static final int LANES =
            Integer.getInteger("drill.lanes", Runtime.getRuntime().availableProcessors());

    @TempDir Path folder;
    private final SimTable table = new SimTable("Seeded simulation");
    private final List<String> failures = Collections.synchronizedList(new ArrayList<>());

    @Test
    void everySeedEndsWell() throws Exception {
        long begun = System.nanoTime();
        List<Long> seeds = seeds();
        try (var postgres = new SimPostgres(folder.resolve("postgres"));
                var lanes = Executors.newFixedThreadPool(LANES)) {
            List<Future<?>> running = new ArrayList<>();
            for (int lane = 0; lane < Math.min(LANES, seeds.size()); lane++) {
                int number = lane;
                String address = DrillWorld.url(postgres.create("lane" + lane));
                running.add(
                        lanes.submit(
                                () -> {
                                    run(address, share(seeds, number));
                                    return null;
                                }));
            }
            for (Future<?> lane : running) {
                await(lane);
            }
        }
        var told = table.told(begun);
        told.line("seeds", seeds.getFirst() + " to " + seeds.getLast());
        failures.forEach(failure -> told.line("FAILED", failure));
        told.publish();
        assertEquals(seeds.size(), table.totals().get(Total.ROUNDS), "some were not run");
        assertTrue(
                Long.getLong("drill.seed") != null || table.faults() > 0, "nothing was injected");
        assertEquals(0, failures.size(), () -> failures.getFirst());
    }

    @Test
    void aSeedAlwaysGivesTheSamePlan() {
        for (long seed = 1; seed <= 200; seed++) {
            assertEquals(FaultPlan.of(seed), FaultPlan.of(seed));
        }
    }

    private static List<Long> seeds() {
        double scale = Double.parseDouble(System.getProperty("drill.scale", "1"));
        long count = Math.max(1, Math.round(SEEDS * scale));
        Long only = Long.getLong("drill.seed");
        long first = Long.getLong("drill.first", 1);
        return LongStream.range(first, first + count)
                .map(seed -> only == null ? seed : only)
                .boxed()
                .toList();
    }

    /// @return each that falls to this lane
    private static List<Long> share(List<Long> seeds, int lane) {
        List<Long> share = new ArrayList<>();
        for (int i = lane; i < seeds.size(); i += LANES) {
            share.add(seeds.get(i));
        }
        return share;
    }

    /// In a process of its own, whose words are heard until its end.
    private void run(String address, List<Long> seeds) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(address, quick().toString()));
        seeds.forEach(seed -> words.add(seed.toString()));
        Path errors = folder.resolve("errors-" + seeds.getFirst());
        try (var child = ChildProcess.java(SeedsMain.class, List.of(), words, Map.of(), errors)) {
            for (String line = child.await(""); !line.equals(SeedsMain.SAYS_END); ) {
                hear(line);
                line = child.await("");
            }
        } catch (IllegalStateException e) {
            throw new IOException(Files.readString(errors), e);
        }
    }

    private void hear(String line) {
        if (line.startsWith(SeedsMain.SAYS_FAILED)) {
            byte[] told =
                    Base64.getDecoder().decode(line.substring(SeedsMain.SAYS_FAILED.length()));
            failures.add(new String(told, StandardCharsets.UTF_8));
        } else if (line.startsWith(SeedsMain.SAYS_FAULT)) {
            String[] words = line.split(" ", 3);
            table.injected(words[2], Long.parseLong(words[1]));
        } else if (line.startsWith(SeedsMain.SAYS_TOTAL)) {
            String[] words = line.split(" ", 3);
            table.add(Total.valueOf(words[2]), Long.parseLong(words[1]));
        }
    }

    /// Pictures are brought to the disk before anybody is told of them, and here are thousands.
    private Path quick() {
        Path memory = Path.of("/dev/shm");
        return Files.isWritable(memory) ? memory : folder;
    }

    private static void await(Future<?> lane) throws InterruptedException, IOException {
        try {
            lane.get();
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
    }
}
