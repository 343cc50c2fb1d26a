package studio.atelier.queue;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import studio.atelier.checks.BesideOthers;
import studio.atelier.db.PostgresExtension;
import studio.atelier.engine.Engine;
import studio.atelier.model.BatchId;
import studio.atelier.model.BatchPlan;
import studio.atelier.model.BatchRequest;
import studio.atelier.model.Job;
import studio.atelier.model.JobStatus;
import studio.atelier.model.LoraModel;
import studio.atelier.model.ReferenceImage;
import studio.atelier.model.SeedChoice;
import studio.atelier.plan.Planner;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/// Several engines that do not have the same files, over real sockets.
@BesideOthers
class RoutingTest {
    @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

    private static final String MILAN = "milan.safetensors";
    private static final String SKYLER = "skyler.safetensors";

    @TempDir Path folder;
    private DemoEngines demos;
    private final List<QueueEvent> events = new CopyOnWriteArrayList<>();
    private QueueWorld world;

    @BeforeEach
    void openWorld() {
        postgres.clear();
        world = new QueueWorld(folder, postgres.database());
        demos = new DemoEngines(folder);
    }

    @AfterEach
    void close() {
        world.close();
        demos.close();
    }

    @Test
    void jobsGoOnlyToEnginesThatCanRunThem() {
        DurableQueue queue = queue(demo("Attic", 10, MILAN), demo("Cellar", 10, SKYLER));
        BatchId milan = queue.enqueue(plan(MILAN, 3));
        BatchId skyler = queue.enqueue(plan(SKYLER, 3));
        queue.start();

        assertEquals(Set.of("Attic"), enginesOf(queue, milan));
        assertEquals(Set.of("Cellar"), enginesOf(queue, skyler));
    }

    @Test
    void aFasterEngineGetsMoreAndNoneIsIdle() {
        DurableQueue queue = queue(demo("Fast", 10, MILAN), demo("Slow", 800, MILAN));
        BatchId batch = queue.enqueue(plan(MILAN, 12));
        queue.start();
        List<Job> jobs = QueueWorld.awaitAll(queue, batch, JobStatus.COMPLETED);

        long slow = jobs.stream().filter(job -> job.engine().equals(Optional.of("Slow"))).count();
        assertTrue(slow >= 1 && slow <= 5, "slow engine: " + slow);
    }

    @Test
    void whatNoEngineCanRunEndsWithOneMessageThatNamesAllOfThem() {
        DurableQueue queue =
                queue(demo("Attic", 10, "milana.safetensors"), demo("Cellar", 10, "x"));
        BatchId batch = queue.enqueue(plan(MILAN, 4));
        queue.start();
        List<Job> jobs = QueueWorld.awaitAll(queue, batch, JobStatus.FAILED);

        await().until(() -> !stops().isEmpty());
        assertEquals(4, stops().getFirst().jobs().size());
        String sentence = jobs.getFirst().problem().orElseThrow().sentence();
        assertTrue(sentence.contains("Attic") && sentence.contains("milana"), sentence);
        assertTrue(sentence.contains("Cellar"), sentence);
        assertEquals(1, stops().size());
    }

    @Test
    void jobsWaitForACapableEngineThatIsOnlyOutOfReach() {
        var away = new FakeEngine("Attic");
        away.setUnreachable(true);
        DurableQueue queue = queue(away, demo("Cellar", 10, SKYLER));
        BatchId milan = queue.enqueue(plan(MILAN, 2));
        BatchId skyler = queue.enqueue(plan(SKYLER, 2));
        queue.start();

        assertEquals(Set.of("Cellar"), enginesOf(queue, skyler));
        assertTrue(
                QueueWorld.jobs(queue, milan).stream()
                        .allMatch(job -> job.status() == JobStatus.QUEUED));
        away.setUnreachable(false);
        queue.tryNow("Attic");
        assertEquals(Set.of("Attic"), enginesOf(queue, milan));
    }

    @Test
    void anEngineThatIsTakenOutOfUseGetsNothingUntilItIsTakenBack() {
        List<Boolean> remembered = new CopyOnWriteArrayList<>();
        var attic =
                new EngineLane(
                        demo("Attic", 10, MILAN),
                        false,
                        OptionalInt.empty(),
                        Optional.empty(),
                        remembered::add);
        DurableQueue queue = queue(List.of(attic, EngineLane.of(demo("Cellar", 10, MILAN))));
        BatchId first = queue.enqueue(plan(MILAN, 3));
        queue.start();
        assertEquals(Set.of("Cellar"), enginesOf(queue, first));

        queue.enableEngine("Cellar", false);
        queue.enableEngine("Attic", true);
        assertEquals(Set.of("Attic"), enginesOf(queue, queue.enqueue(plan(MILAN, 3))));
        assertEquals(List.of(true), remembered);
    }

    @Test
    void anotherEngineDoesWhatARemovedOneHad() {
        var removed = new FakeEngine("Attic");
        removed.hold();
        DurableQueue before = queue(removed, demo("Cellar", 10, MILAN));
        BatchId batch = before.enqueue(plan(MILAN, 6));
        before.start();
        await().until(
                        () ->
                                QueueWorld.jobs(before, batch).stream()
                                                .filter(job -> !job.status().isFinal())
                                                .count()
                                        == removed.accepted().size());
        before.close();
        assertTrue(!removed.accepted().isEmpty());

        DurableQueue after = queue(demo("Loft", 10, MILAN));
        after.start();
        List<Job> jobs = QueueWorld.awaitAll(after, batch, JobStatus.COMPLETED);
        assertTrue(jobs.stream().noneMatch(job -> job.engine().equals(Optional.of("Attic"))));
    }

    @Test
    void aWindowOfItsOwnIsKept() {
        var wide = new FakeEngine("Wide");
        wide.hold();
        var lane = new EngineLane(wide, true, OptionalInt.of(5), Optional.empty(), _ -> {});
        DurableQueue queue = queue(List.of(lane));
        queue.enqueue(plan(MILAN, 9));
        queue.start();

        await().until(() -> wide.accepted().size() == 5);
        var load = queue.engines().getFirst().load();
        assertEquals(5, load.window());
        assertEquals(5, load.inside());
    }

    @Test
    void anEngineThatDoesNotTellWhatItHasIsNotStarved() {
        var shed = new FakeEngine("Shed");
        shed.setTaciturn(true);
        DurableQueue queue = queue(shed);
        BatchId batch = queue.enqueue(plan(MILAN, 3));
        queue.start();

        assertEquals(Set.of("Shed"), enginesOf(queue, batch));
        assertEquals(3, shed.accepted().size());
    }

    @Test
    void aLackThatShowsLateSendsTheJobToTheOtherEngine() {
        var attic = new FakeEngine("Attic");
        var cellar = new FakeEngine("Cellar");
        cellar.setUnreachable(true);
        attic.onNextSubmit(
                submission -> {
                    throw new studio.atelier.model.StudioException(
                            studio.atelier.model.Problem.of(
                                    studio.atelier.model.Problem.Kind.LORA_MISSING,
                                    MILAN,
                                    "Attic"));
                });
        DurableQueue queue = queue(attic, cellar);
        BatchId batch = queue.enqueue(plan(MILAN, 1));
        queue.start();
        await().until(
                        () ->
                                QueueWorld.jobs(queue, batch).stream()
                                        .allMatch(job -> job.problem().isPresent()));
        attic.setLoras("other.safetensors");
        cellar.setUnreachable(false);
        queue.tryNow("Cellar");

        assertEquals(Set.of("Cellar"), enginesOf(queue, batch));
    }

    private List<QueueEvent.BatchStopped> stops() {
        return events.stream()
                .filter(QueueEvent.BatchStopped.class::isInstance)
                .map(QueueEvent.BatchStopped.class::cast)
                .toList();
    }

    private static Set<String> enginesOf(DurableQueue queue, BatchId batch) {
        return QueueWorld.awaitAll(queue, batch, JobStatus.COMPLETED).stream()
                .map(job -> job.engine().orElseThrow())
                .collect(Collectors.toSet());
    }

    private BatchPlan plan(String lora, int references) {
        List<ReferenceImage> chosen = new ArrayList<>();
        for (int i = 1; i <= references; i++) {
            chosen.add(world.reference(i));
        }
        String graph = SavedNameTest.GRAPH.replace("PREFIX", "x");
        BatchRequest request = QueueWorld.plan(graph, chosen, 1).request();
        LoraModel model = request.model();
        return Planner.plan(
                new BatchRequest(
                        new LoraModel(
                                model.id(), model.name(), model.slug(), "", "", "", lora, "", ""),
                        request.workflow(),
                        chosen,
                        1,
                        request.parameters(),
                        new SeedChoice.Random()),
                RandomGenerator.of("L64X128MixRandom"));
    }

    private Engine demo(String name, int millis, String lora) {
        return demos.start(name, Duration.ofMillis(millis), List.of(lora)).engine();
    }

    private DurableQueue queue(Engine... engines) {
        return queue(List.of(engines).stream().map(EngineLane::of).toList());
    }

    private DurableQueue queue(List<EngineLane> lanes) {
        DurableQueue queue = world.lanes(postgres.database(), "desk", lanes);
        var _ = queue.subscribe(events::add);
        return queue;
    }
}
