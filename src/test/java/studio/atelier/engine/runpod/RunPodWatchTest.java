package studio.atelier.engine.runpod;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import studio.atelier.checks.BesideOthers;
import studio.atelier.engine.EngineDescription;
import studio.atelier.engine.EngineEvent;
import studio.atelier.engine.Submission;
import studio.atelier.model.Delay;
import studio.atelier.model.PromptId;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/// What the endpoint is asked without anybody asking, and what is told of it.
@BesideOthers
class RunPodWatchTest {
    private final RunPodServer server = new RunPodServer();
    private final List<AutoCloseable> open = new ArrayList<>();
    private final List<EngineEvent> events = new CopyOnWriteArrayList<>();

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
        server.close();
    }

    @Test
    void aColdStartIsToldAsOneThenTheRunThenTheEnd() {
        server.take(Duration.ofMillis(1_500), Duration.ofMillis(1_500));
        RunPodEngine engine = watched(server.engine("Cloud"));
        PromptId job = engine.submit(submission());
        await().until(() -> events.contains(new EngineEvent.Ended(job)));

        List<String> kinds =
                events.stream().map(event -> event.getClass().getSimpleName()).distinct().toList();
        assertEquals(List.of("Connected", "Delayed", "Started", "OutputReady", "Ended"), kinds);
        assertTrue(events.contains(new EngineEvent.Delayed(job, Delay.COLD_START)));
    }

    @Test
    void aJobBehindAnotherWaitsForThat() {
        server.take(Duration.ZERO, Duration.ofMillis(400));
        RunPodEngine engine = watched(server.engine("Cloud"));
        engine.submit(submission());
        await().until(() -> !server.works().getFirst().state.equals("IN_QUEUE"));
        PromptId second = engine.submit(submission());
        await().until(() -> events.contains(new EngineEvent.Delayed(second, Delay.OTHERS_FIRST)));
    }

    @Test
    void anEndpointThatMayHaveNoWorkersIsRecognised() {
        server.setWorkers(0);
        RunPodEngine engine =
                watched(
                        server.engine(
                                "Cloud",
                                r ->
                                        new RunPodRhythm(
                                                r.first(),
                                                r.longest(),
                                                r.fresh(),
                                                r.health(),
                                                Duration.ofMillis(200),
                                                r.longestRest())));
        PromptId job = engine.submit(submission());
        await().until(() -> events.contains(new EngineEvent.Delayed(job, Delay.COLD_START)));
        await().until(() -> events.contains(new EngineEvent.Delayed(job, Delay.NO_WORKERS)));

        server.setWorkers(1);
        await().until(() -> events.contains(new EngineEvent.Ended(job)));
    }

    @Test
    void whileNothingIsInsideNothingIsAsked() {
        RunPodEngine engine = watched(server.engine("Cloud"));
        PromptId job = engine.submit(submission());
        await().until(() -> events.contains(new EngineEvent.Ended(job)));
        long asked = server.asked("status") + server.asked("health");
        stays(asked, () -> server.asked("status") + server.asked("health"));
    }

    @Test
    void whileNobodyListensNothingIsAsked() {
        server.take(Duration.ZERO, Duration.ofMinutes(1));
        RunPodEngine engine = server.engine("Cloud");
        open.add(engine);
        var subscription = engine.watch(events::add);
        engine.submit(submission());
        await().until(() -> server.asked("status") > 1);
        subscription.close();
        // The one that was on its way comes through.
        await().during(Duration.ofMillis(200)).until(sameAsBefore(() -> server.asked("status")));
        stays(server.asked("status"), () -> server.asked("status"));
    }

    @Test
    void manyWhoAskShareOneQuestion() throws InterruptedException {
        server.take(Duration.ZERO, Duration.ofMinutes(1));
        RunPodEngine engine =
                server.engine(
                        "Cloud",
                        r ->
                                new RunPodRhythm(
                                        Duration.ofSeconds(5),
                                        Duration.ofSeconds(5),
                                        Duration.ofSeconds(5),
                                        r.health(),
                                        r.startPatience(),
                                        r.longestRest()));
        open.add(engine);
        PromptId job = engine.submit(submission());
        List<Thread> askers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            askers.add(Thread.startVirtualThread(() -> engine.lookUp(job)));
        }
        for (Thread asker : askers) {
            asker.join();
        }
        assertEquals(1, server.asked("status"));
    }

    @Test
    void failuresAreToldOnceAndTheQuestionsBecomeFew() {
        server.take(Duration.ZERO, Duration.ofMinutes(1));
        RunPodEngine engine = watched(server.engine("Cloud"));
        PromptId job = engine.submit(submission());
        await().until(() -> events.contains(new EngineEvent.Started(job)));
        for (int i = 0; i < 4; i++) {
            server.next("status", RunPodServer.page(502));
        }
        await().until(() -> count(EngineEvent.Connected.class) == 2);
        assertEquals(1, count(EngineEvent.Disconnected.class));
    }

    @Test
    void aJobOfAnEarlierProcessIsWatchedOnceItWasAskedFor() {
        server.take(Duration.ZERO, Duration.ofMillis(300));
        RunPodEngine first = server.engine("Cloud");
        PromptId job = first.submit(submission());
        first.close();

        RunPodEngine second = watched(server.engine("Cloud"));
        second.lookUp(job);
        await().until(() -> events.contains(new EngineEvent.Ended(job)));
    }

    @Test
    void itTellsHowManyWorkersThereAreAndNothingOfWhatTheyHave() {
        RunPodEngine engine = watched(server.engine("Cloud"));
        EngineDescription description = engine.describe(java.util.Set.of("KSampler"));
        assertEquals("no worker is up; the first job starts one", description.device());
        assertTrue(description.isSilent());
        assertTrue(description.nodeTypes().contains("KSampler"));

        server.take(Duration.ofMinutes(1), Duration.ZERO);
        engine.submit(submission());
        assertEquals(
                "workers: 0 running, 0 idle, 1 starting, 0 waiting for a GPU",
                engine.describe().device());
    }

    private RunPodEngine watched(RunPodEngine engine) {
        open.add(engine);
        engine.watch(events::add);
        return engine;
    }

    private long count(Class<? extends EngineEvent> type) {
        return events.stream().filter(type::isInstance).count();
    }

    private static Submission submission() {
        return new Submission(
                PromptId.random(), "{\"9\":{\"class_type\":\"SaveImage\"}}", List.of());
    }

    /// A number of requests at which it stays for a while.
    private static void stays(long number, LongSupplier asked) {
        await().during(Duration.ofMillis(400))
                .atMost(Duration.ofSeconds(2))
                .until(() -> asked.getAsLong() == number);
    }

    private static Callable<Boolean> sameAsBefore(LongSupplier asked) {
        var before = new AtomicLong(-1);
        return () -> before.getAndSet(asked.getAsLong()) == asked.getAsLong();
    }
}
