package studio.atelier.drill.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import studio.atelier.drill.DrillTable;
import studio.atelier.drill.hostile.HostileServer.SocketScript;
import studio.atelier.engine.ComfyAddress;
import studio.atelier.engine.ComfyEngine;
import studio.atelier.engine.EngineEvent;
import studio.atelier.engine.Submission;
import studio.atelier.model.PromptId;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// A websocket that sends what no honest server sends: frames without an end, of wrong kinds, huge, in floods,
/// and messages with something broken in them. Messages are hints, so nothing may come of them but events, and
/// the engine has to answer afterwards as before.
@Tag("drill")
class HostileSocketTest {
    private static final long MOST_LIVE = 160L << 20;
    private static final int MESSAGES = 3_000;

    @TempDir Path folder;
    private final MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    private final Queue<EngineEvent> events = new ConcurrentLinkedQueue<>();

    @Test
    void noMessageBringsTheClientDown() throws Exception {
        long begun = System.nanoTime();
        var fuzzer = new ShapeFuzzer(Long.getLong("drill.seed", 20_261_124));
        var secrets = new Secrets();
        int sent = 0;
        var table = new DrillTable("Hostile websocket");
        try (secrets) {
            for (Map.Entry<String, SocketScript> script : scripts(fuzzer).entrySet()) {
                long live = play(script.getKey(), script.getValue());
                table.line(script.getKey(), "live heap " + (live >> 20) + " MB");
                assertTrue(live < MOST_LIVE, script.getKey() + " makes us keep " + live);
                sent++;
            }
        }
        table.line("scripts", sent)
                .line("messages fuzzed", MESSAGES)
                .line("events", events.size())
                .line("secrets shown", secrets.leaks().size())
                .seconds(begun)
                .publish();
        assertEquals(List.of(), secrets.leaks());
        assertTrue(sent > 0, "nothing was injected");
    }

    /// @return the most bytes that were alive while the script ran
    private long play(String name, SocketScript script) throws Exception {
        var done = new CountDownLatch(1);
        var rounds = new AtomicInteger();
        try (var server = new HostileServer(_ -> Optional.empty(), HostilePictures.good());
                var engine = engine(server)) {
            server.onSocket(
                    out -> {
                        try {
                            if (rounds.getAndIncrement() == 0) {
                                script.play(out);
                                out.flush();
                            }
                        } finally {
                            done.countDown();
                        }
                    });
            engine.submit(
                    new Submission(
                            new PromptId(Corpus.PROMPT),
                            "{\"9\":{\"class_type\":\"SaveImage\",\"inputs\":{}}}",
                            List.of()));
            long before = live();
            long most = 0;
            try (var _ = engine.watch(events::add)) {
                for (int i = 0; i < 100 && !done.await(150, TimeUnit.MILLISECONDS); i++) {
                    most = Math.max(most, live() - before);
                }
                most = Math.max(most, live() - before);
                assertTrue(done.await(1, TimeUnit.SECONDS), name + " is never read to its end");
                engine.lookUp(new PromptId(Corpus.PROMPT));
            }
            return most;
        }
    }

    private static ComfyEngine engine(HostileServer server) {
        var address =
                ComfyAddress.of(
                        "http://" + Secrets.userInfo() + "@127.0.0.1:" + server.port() + "/");
        return new ComfyEngine(
                "Workshop", address, false, InstantSource.system(), Duration.ofSeconds(3));
    }

    private long live() {
        System.gc();
        return memory.getHeapMemoryUsage().getUsed();
    }

    private static Map<String, SocketScript> scripts(ShapeFuzzer fuzzer) {
        byte[] block = "x".repeat(1 << 16).getBytes(StandardCharsets.UTF_8);
        byte[] preview = new byte[64 << 20];
        preview[3] = 1;
        Map<String, SocketScript> scripts = new LinkedHashMap<>();
        scripts.put("closes at once", _ -> {});
        scripts.put("text of 2^62 bytes", out -> endless(out, Frames.TEXT, 1L << 62, block));
        scripts.put("negative length", out -> Frames.begin(out, Frames.BINARY, Long.MIN_VALUE));
        scripts.put("preview of 64 MB", out -> Frames.write(out, Frames.BINARY, preview));
        scripts.put(
                "text of 64 MB",
                out ->
                        Frames.write(
                                out,
                                Frames.TEXT,
                                "[".repeat(64 << 20).getBytes(StandardCharsets.UTF_8)));
        scripts.put("a text in endless pieces", out -> pieces(out, block));
        scripts.put(
                "continues what never began", out -> Frames.write(out, Frames.CONTINUED, block));
        scripts.put("reserved bits", out -> Frames.write(out, 0xF1, new byte[5]));
        scripts.put("unknown kind", out -> Frames.write(out, 0x8B, new byte[5]));
        scripts.put("long ping", out -> Frames.write(out, 0x89, new byte[500]));
        scripts.put("flood of pings", out -> flood(out, 0x89, new byte[100], 100_000));
        scripts.put(
                "flood of small texts",
                out ->
                        flood(
                                out,
                                Frames.TEXT,
                                "{\"type\":\"status\"}".getBytes(StandardCharsets.UTF_8),
                                300_000));
        scripts.put("flood of previews", out -> flood(out, Frames.BINARY, picture(), 100_000));
        scripts.put(
                "not UTF-8",
                out -> Frames.write(out, Frames.TEXT, new byte[] {(byte) 0xFF, (byte) 0xFE}));
        scripts.put("wrong close code", out -> Frames.write(out, 0x88, new byte[] {0, 1, 2}));
        scripts.put("close with a long reason", out -> Frames.write(out, 0x88, new byte[300]));
        scripts.put("100,000 deep", out -> Frames.text(out, "[".repeat(100_000)));
        scripts.put(
                "no frames",
                out -> out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.UTF_8)));
        scripts.put(
                "broken messages",
                out -> {
                    for (int i = 0; i < MESSAGES; i++) {
                        Frames.text(out, fuzzer.message());
                    }
                });
        return scripts;
    }

    private static byte[] picture() {
        byte[] good = HostilePictures.good();
        byte[] frame = new byte[8 + good.length];
        frame[3] = 1;
        System.arraycopy(good, 0, frame, 8, good.length);
        return frame;
    }

    private static void endless(OutputStream out, int kind, long length, byte[] block)
            throws IOException {
        Frames.begin(out, kind, length);
        for (int i = 0; i < 8_000; i++) {
            out.write(block);
        }
    }

    private static void pieces(OutputStream out, byte[] block) throws IOException {
        Frames.write(out, Frames.TEXT_GOES_ON, block);
        for (int i = 0; i < 8_000; i++) {
            Frames.write(out, Frames.CONTINUED, block);
        }
    }

    private static void flood(OutputStream out, int kind, byte[] payload, int count)
            throws IOException {
        for (int i = 0; i < count; i++) {
            Frames.begin(out, kind, payload.length);
            out.write(payload);
        }
    }
}
