package studio.atelier.drill.sim;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/// Everything that goes wrong in one simulated run, drawn from its seed before the run begins: what the engine
/// does to each job, and what happens to engine, store, database, desktops and by the person's hand at which
/// moment. The same seed gives an equal plan. All times are virtual.
///
/// @param desktops 1 or 2, on one database and one engine
/// @param troubles what is wrong with the engine's messages, may be none
/// @param acts in the order of their moments
record FaultPlan(
        long seed,
        int desktops,
        Set<Family> families,
        List<JobPlan> jobs,
        Set<Family> troubles,
        List<Timed> acts) {
    static final int HORIZON_MILLIS = 35_000;
    private static final int MOST_STEPS = 60;

    FaultPlan {
        jobs = List.copyOf(jobs);
        acts = List.copyOf(acts);
    }

    /// Kinds of misfortune. A seed has a few of them, so that each also meets the others alone.
    enum Family {
        SUBMISSION,
        RUN,
        OUTPUT,
        LATE_HISTORY,
        EVENTS_DROPPED,
        EVENTS_REPEATED,
        EVENTS_FOREIGN,
        EVENTS_REORDERED,
        ENGINE_RESTART,
        ENGINE_DOWN,
        STORE,
        DATABASE,
        CRASH,
        FREEZE,
        PERSON
    }

    enum Sending {
        ACCEPTED,
        REFUSED,
        FAILED_BEFORE,
        ANSWER_LOST,
        NEVER_ARRIVED,
        ARRIVES_LATE
    }

    enum Ending {
        WELL,
        NODE_FAILED,
        OUT_OF_MEMORY,
        INTERRUPTED,
        NO_PICTURE,
        HANGS
    }

    enum Serving {
        TRUNCATED,
        CORRUPT,
        WEB_PAGE,
        EMPTY,
        CUT_OFF,
        GONE
    }

    /// @param sendings of its first submissions, the later ones are accepted
    /// @param endings of its first runs, the later ones end well
    /// @param servings of the first downloads of each of its pictures
    /// @param lateLooks so many questions after its end find it nowhere
    record JobPlan(
            List<Sending> sendings,
            List<Ending> endings,
            List<Serving> servings,
            int pictures,
            int lateLooks,
            int runMillis,
            boolean deafToCancel) {}

    /// @param steps of the desktops after that moment until it strikes, so that it meets them at work
    record Timed(int atMillis, int steps, Act act) {}

    sealed interface Act {
        record RestartEngine() implements Act {}

        record StopEngine(int millis) implements Act {}

        /// @param afterwards whether what was put is stored although the answer is a failure
        record FailStore(int millis, boolean full, boolean afterwards) implements Act {}

        record CutDatabase(int desktop) implements Act {}

        record StopDatabase(int desktop, int millis) implements Act {}

        /// The connection of the next statement ends after so many bytes of answers.
        record LoseAnswer(int desktop, int bytes) implements Act {}

        record Crash(int desktop, int millis) implements Act {}

        record Freeze(int desktop, int millis) implements Act {}

        record Cancel(int job) implements Act {}

        record CancelBatch() implements Act {}

        record Retry(int job) implements Act {}

        record RetryFailed() implements Act {}

        record Pause(int millis) implements Act {}

        record CheckStatus(int job) implements Act {}
    }

    static FaultPlan of(long seed) {
        return new Drawing(seed).plan();
    }

    boolean has(Family family) {
        return families.contains(family);
    }

    /// Draws one plan.
    private static final class Drawing {
        private static final Set<Family> EVENTS =
                EnumSet.range(Family.EVENTS_DROPPED, Family.EVENTS_REORDERED);

        private final long seed;
        private final Random random;
        private final Set<Family> families = EnumSet.noneOf(Family.class);
        private final List<Timed> acts = new ArrayList<>();
        private int jobs;
        private int desktops;

        Drawing(long seed) {
            this.seed = seed;
            // Neighbouring seeds begin alike otherwise.
            this.random = new Random(seed * 0x9E3779B97F4A7C15L);
        }

        FaultPlan plan() {
            jobs = 4 + random.nextInt(6);
            desktops = 1 + random.nextInt(2);
            do {
                for (Family family : Family.values()) {
                    if (random.nextInt(100) < 22) {
                        families.add(family);
                    }
                }
            } while (families.isEmpty());
            if (families.contains(Family.FREEZE)) {
                // Somebody has to be there to take over.
                desktops = 2;
            }
            List<JobPlan> plans = new ArrayList<>();
            for (int i = 0; i < jobs; i++) {
                plans.add(job());
            }
            families.forEach(this::addActs);
            acts.sort(Comparator.comparingInt(Timed::atMillis));
            Set<Family> troubles = EnumSet.copyOf(families);
            troubles.retainAll(EVENTS);
            return new FaultPlan(seed, desktops, families, plans, troubles, acts);
        }

        private JobPlan job() {
            List<Sending> sendings = new ArrayList<>();
            if (families.contains(Family.SUBMISSION)) {
                int refusedOneIn = 40;
                for (int i = random.nextInt(3); i > 0; i--) {
                    sendings.add(
                            random.nextInt(refusedOneIn) == 0
                                    ? Sending.REFUSED
                                    : of(
                                            Sending.ACCEPTED,
                                            Sending.FAILED_BEFORE,
                                            Sending.ANSWER_LOST,
                                            Sending.NEVER_ARRIVED,
                                            Sending.ARRIVES_LATE));
                }
            }
            List<Ending> endings = new ArrayList<>();
            if (families.contains(Family.RUN) && random.nextInt(3) == 0) {
                endings.add(of(Ending.values()));
                endings.add(of(Ending.WELL, Ending.OUT_OF_MEMORY, Ending.NODE_FAILED));
            }
            List<Serving> servings = new ArrayList<>();
            if (families.contains(Family.OUTPUT) && random.nextInt(2) == 0) {
                for (int i = random.nextInt(7); i > 0; i--) {
                    servings.add(
                            random.nextInt(40) == 0
                                    ? Serving.GONE
                                    : of(
                                            Serving.TRUNCATED,
                                            Serving.CORRUPT,
                                            Serving.WEB_PAGE,
                                            Serving.EMPTY,
                                            Serving.CUT_OFF));
                }
            }
            boolean several = families.contains(Family.RUN) || families.contains(Family.OUTPUT);
            return new JobPlan(
                    sendings,
                    endings,
                    servings,
                    several ? 1 + random.nextInt(3) : 1,
                    families.contains(Family.LATE_HISTORY) ? random.nextInt(2) : 0,
                    100 + random.nextInt(2_500),
                    families.contains(Family.PERSON) && random.nextInt(4) == 0);
        }

        private void addActs(Family family) {
            switch (family) {
                case ENGINE_RESTART -> repeat(2, Act.RestartEngine::new);
                case ENGINE_DOWN ->
                        repeat(2, () -> new Act.StopEngine(2_000 + random.nextInt(12_000)));
                case STORE ->
                        repeat(
                                3,
                                () ->
                                        new Act.FailStore(
                                                1_000 + random.nextInt(10_000),
                                                random.nextBoolean(),
                                                random.nextBoolean()));
                case DATABASE -> repeat(4, this::databaseAct);
                case CRASH ->
                        repeat(3, () -> new Act.Crash(desktop(), 100 + random.nextInt(6_000)));
                case FREEZE ->
                        repeat(2, () -> new Act.Freeze(desktop(), 30_000 + random.nextInt(90_000)));
                case PERSON -> repeat(6, this::personAct);
                default -> {
                    // belongs to the jobs or the messages
                }
            }
        }

        private Act databaseAct() {
            return switch (random.nextInt(3)) {
                case 0 -> new Act.CutDatabase(desktop());
                case 1 -> new Act.StopDatabase(desktop(), 1_000 + random.nextInt(8_000));
                default -> new Act.LoseAnswer(desktop(), random.nextInt(2_000));
            };
        }

        private Act personAct() {
            return switch (random.nextInt(8)) {
                case 0, 1, 2 -> new Act.Cancel(random.nextInt(jobs));
                case 3 -> new Act.Retry(random.nextInt(jobs));
                case 4 -> new Act.RetryFailed();
                case 5 -> new Act.Pause(1_000 + random.nextInt(10_000));
                case 6 -> new Act.CheckStatus(random.nextInt(jobs));
                default -> random.nextInt(4) == 0 ? new Act.CancelBatch() : new Act.RetryFailed();
            };
        }

        private void repeat(int most, java.util.function.Supplier<Act> act) {
            for (int i = 1 + random.nextInt(most); i > 0; i--) {
                // The first of them strike while the first jobs are sent.
                acts.add(
                        new Timed(
                                random.nextInt(1 + random.nextInt(HORIZON_MILLIS)),
                                random.nextInt(MOST_STEPS),
                                act.get()));
            }
        }

        private int desktop() {
            return random.nextInt(desktops);
        }

        @SafeVarargs
        private <T> T of(T... choices) {
            return choices[random.nextInt(choices.length)];
        }
    }
}
