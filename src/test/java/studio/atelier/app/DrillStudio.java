package studio.atelier.app;

import static org.awaitility.Awaitility.await;

import studio.atelier.drill.ChildWords;
import studio.atelier.model.StudioException;
import studio.atelier.queue.Step;
import studio.atelier.queue.Timing;
import studio.atelier.queue.Totals;
import studio.atelier.storage.image.ImageIoJpegDecoder;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/// The studio without a window as a process of its own, for drills: it hurries, works until the queue is empty,
/// and dies on the spot at the step it is told.
///
/// Properties: `drill.lease` in milliseconds; `drill.forever` to work on; `drill.halt` as `STORED:3`, the third time a
/// job gets there; `drill.usual` for the timing that people get; `drill.tell` to say `completed` after each commit.
public final class DrillStudio {
    /// The exit code of a process that died where it was told.
    public static final int HALTED = 86;

    private DrillStudio() {}

    public static void main(String[] args) {
        var home = new Home(Path.of(args[0]));
        var lease = Duration.ofMillis(Long.getLong("drill.lease", 3_000));
        try (Core core =
                Core.open(
                        home,
                        StudioEnvironment.of(System.getenv()),
                        new ImageIoJpegDecoder(),
                        conditions -> conditions.with(timing(lease)).with(witness()))) {
            core.startWorking();
            ChildWords.say("working at " + System.currentTimeMillis());
            await().forever()
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> !Boolean.getBoolean("drill.forever") && isIdle(core));
        }
        ChildWords.say("idle");
        System.exit(0);
    }

    private static Timing timing(Duration lease) {
        return Boolean.getBoolean("drill.usual") ? Timing.DEFAULT : hurried(lease);
    }

    /// As in the product, with everything that is waited for ten to twenty times shorter.
    private static Timing hurried(Duration lease) {
        Timing usual = Timing.DEFAULT;
        return new Timing(
                usual.window(),
                usual.inHand(),
                lease,
                lease.dividedBy(5),
                Duration.ofMillis(150),
                Duration.ofMillis(300),
                Duration.ofSeconds(20),
                lease.multipliedBy(4),
                usual.attempts() * 4,
                Duration.ofMillis(50),
                Duration.ofSeconds(1),
                Duration.ofSeconds(5),
                Duration.ofSeconds(1));
    }

    private static Step.Witness witness() {
        String halt = System.getProperty("drill.halt", "");
        if (Boolean.getBoolean("drill.tell")) {
            return (step, job) -> {
                if (step == Step.COMPLETED) {
                    ChildWords.say("completed " + job);
                }
            };
        }
        if (halt.isEmpty()) {
            return (_, _) -> {};
        }
        Step deadly = Step.valueOf(halt.substring(0, halt.indexOf(':')));
        var left = new AtomicInteger(Integer.parseInt(halt.substring(halt.indexOf(':') + 1)));
        return (step, _) -> {
            if (step == deadly && left.decrementAndGet() == 0) {
                Runtime.getRuntime().halt(HALTED);
            }
        };
    }

    private static boolean isIdle(Core core) {
        try {
            Totals totals = core.queue().totals();
            return totals.running() + totals.waiting() == 0;
        } catch (StudioException _) {
            // The database is out of reach for a while.
            return false;
        }
    }
}
