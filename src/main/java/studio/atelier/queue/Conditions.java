package studio.atelier.queue;

import studio.atelier.model.PromptId;

import java.nio.file.Path;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// The world around the queue, handed in so that tests and simulations can set it.
///
/// @param home stable name of this desktop's data folder, without a colon: its own earlier leases carry it
/// @param spool folder for files on their way between engine and store
/// @param time by which the queue waits; that of the database is its own
/// @param random jitter, and seeds of jobs that are run again
/// @param promptIds the engine's job ids
/// @param witness sees how far jobs are, for drills
public record Conditions(
        String home,
        Path spool,
        Timing timing,
        Time time,
        RandomGenerator random,
        Supplier<PromptId> promptIds,
        Step.Witness witness) {
    public static Conditions of(String home, Path spool) {
        return new Conditions(
                home,
                spool,
                Timing.DEFAULT,
                System::nanoTime,
                RandomGenerator.of("L64X128MixRandom"),
                PromptId::random,
                (_, _) -> {});
    }

    public Conditions with(Timing other) {
        return new Conditions(home, spool, other, time, random, promptIds, witness);
    }

    public Conditions with(Step.Witness other) {
        return new Conditions(home, spool, timing, time, random, promptIds, other);
    }

    Conditions withSpool(Path other) {
        return new Conditions(home, other, timing, time, random, promptIds, witness);
    }

    /// Names one start of this desktop: no two processes share it.
    String owner(String session) {
        return home + ":" + session;
    }
}
