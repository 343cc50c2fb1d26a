package studio.atelier.queue;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import studio.atelier.db.PostgresExtension;
import studio.atelier.engine.Engine;
import studio.atelier.engine.demo.DemoEngineServer;
import studio.atelier.model.BatchPlan;
import studio.atelier.model.BatchRequest;
import studio.atelier.model.JobStatus;
import studio.atelier.model.LoraModel;
import studio.atelier.model.ModelId;
import studio.atelier.model.Problem;
import studio.atelier.model.Workflow;
import studio.atelier.plan.Planner;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;

/// What is said before a batch where the engines in use do not have the same, over real sockets.
class PreflightTest {
    @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

    private static final String MILAN = "milan.safetensors";
    private static final String GRAPH = SavedNameTest.GRAPH.replace("PREFIX", "x");

    @TempDir Path folder;
    private DemoEngines engines;
    private final Map<String, DemoEngineServer> servers = new HashMap<>();
    private QueueWorld world;

    @BeforeEach
    void openWorld() {
        postgres.clear();
        world = new QueueWorld(folder, postgres.database());
        engines = new DemoEngines(folder);
    }

    @AfterEach
    void close() {
        world.close();
        engines.close();
    }

    @Test
    void oneThatLacksSomethingIsNamedAndStopsNothing() {
        DurableQueue queue = queue(demo("Attic", "milan2.safetensors"), demo("Cellar", MILAN));
        BatchCheck check = queue.preflight(plan(GRAPH));

        assertEquals(List.of(), check.problems());
        assertEquals(
                List.of(
                        "Attic will not take part: it has no LoRA “milan.safetensors” (nearest:"
                                + " “milan2.safetensors”)."),
                check.aside().stream().map(EngineAside::sentence).toList());
    }

    @Test
    void whereNoneCanEachIsNamedWithWhatItLacks() {
        DurableQueue queue = queue(demo("Attic", "milan2.safetensors"), demo("Cellar", MILAN));
        BatchCheck check = queue.preflight(plan(GRAPH.replace("SaveImage", "SaveImages")));

        assertEquals(List.of(), check.aside());
        assertEquals(
                List.of(
                        "Attic does not have the node “SaveImages”, but it has “SaveImage”.",
                        "Attic does not have the LoRA “milan.safetensors”, but it has"
                                + " “milan2.safetensors”.",
                        "Cellar does not have the node “SaveImages”, but it has “SaveImage”."),
                check.problems().stream().map(Problem::sentence).toList());
    }

    /// As of the earlier web client, which let it be null.
    @Test
    void aModelThatNamesNoLoraIsNamedAndNotTheEngine() {
        LoraModel nameless =
                new LoraModel(new ModelId(1), "Sky", "sky", "", "", "", "", "sky", "blurry");
        DurableQueue queue = queue(demo("Attic", MILAN));
        BatchPlan asked = plan(GRAPH);
        var request =
                new BatchRequest(
                        nameless,
                        asked.request().workflow(),
                        asked.request().references(),
                        1,
                        asked.request().parameters(),
                        asked.request().seed());
        BatchPlan plan = Planner.plan(request, RandomGenerator.getDefault());

        assertEquals(
                List.of("The model “Sky” names no LoRA file, and this workflow loads one."),
                queue.preflight(plan).problems().stream().map(Problem::sentence).toList());
        EngineReport report = queue.engineReport(List.of(nameless), List.of(workflow()));
        assertEquals(
                "lora-unset",
                Objects.requireNonNull(report.loras().missing().get(nameless.id())).code());
    }

    @Test
    void thatNoEngineIsInUseIsSaidBeforeABatchWaitsForEver() {
        DurableQueue queue = queue(demo("Attic", MILAN));
        queue.enableEngine("Attic", false);
        assertEquals(
                List.of("No engine is in use here."),
                queue.preflight(plan(GRAPH)).problems().stream().map(Problem::sentence).toList());
    }

    @Test
    void oneThatIsAwayOrDisabledMakesNothingMissing() {
        Engine away = demo("Attic", "other.safetensors");
        goAway("Attic");
        var disabled =
                new EngineLane(
                        demo("Loft", "other.safetensors"),
                        false,
                        OptionalInt.empty(),
                        Optional.empty(),
                        _ -> {});
        DurableQueue queue =
                queue(List.of(EngineLane.of(away), disabled, EngineLane.of(demo("Cellar", MILAN))));

        assertEquals(BatchCheck.WELL, queue.preflight(plan(GRAPH)));
        EngineReport report = report(queue);
        assertEquals("Cellar", report.engineName());
        assertEquals(Optional.empty(), report.problem());
        assertEquals(EngineReport.Loras.ALL, report.loras());
        assertEquals(List.of("Cellar"), report.lists().engines());
        assertEquals(Map.of(), report.lists().notOn());

        goAway("Cellar");
        assertEquals("engine-unreachable", report(queue).problem().orElseThrow().code());
        assertEquals(EngineReport.Loras.ALL, report(queue).loras());
    }

    @Test
    void filesOfOneNameInTwoFoldersOfAnEngineAreBothToBeChosen() {
        List<String> both = List.of("people/milan.safetensors", "old/Milan.safetensors");
        DurableQueue queue = queue(demo("Attic", both), demo("Cellar", MILAN));
        EngineLists lists = report(queue).lists();
        assertEquals(both, lists.values("LoraLoader.lora_name"));
        assertEquals(List.of(), lists.notOn("LoraLoader.lora_name", both.getLast()));
    }

    @Test
    void theTabIsToldWhatAllHaveTogetherAndWhichDoNot() {
        DurableQueue queue =
                queue(demo("Attic", "sky.safetensors"), demo("Cellar", "people/Milan.safetensors"));
        EngineReport report = report(queue);

        assertEquals(Map.of(), report.loras().missing());
        assertEquals(Map.of(QueueWorld.MILAN.id(), List.of("Attic")), report.loras().notOn());
        EngineLists lists = report.lists();
        assertEquals(
                List.of("sky.safetensors", "people/Milan.safetensors"),
                lists.values("LoraLoader.lora_name"));
        assertEquals(List.of("Cellar"), lists.notOn("LoraLoader.lora_name", "sky.safetensors"));
        assertEquals(
                List.of("Attic"), lists.notOn("LoraLoader.lora_name", "people/Milan.safetensors"));
        assertTrue(lists.values("KSampler.sampler_name").contains("euler"));
        assertEquals(List.of(), lists.notOn("KSampler.sampler_name", "euler"));
    }

    @Test
    void whatNoneHasIsMissingInTheWordsOfAll() {
        DurableQueue queue = queue(demo("Attic", "milana.safetensors"), demo("Cellar", "sky"));
        Problem missing = report(queue).loras().missing().get(QueueWorld.MILAN.id());

        assertEquals(
                "No engine can run this: Attic does not have the LoRA “milan.safetensors”, but it has"
                        + " “milana.safetensors”. Cellar does not have the LoRA “milan.safetensors”.",
                Objects.requireNonNull(missing).sentence());
    }

    /// Nobody is asked again: it is known from the report.
    @Test
    void beforeAPressItIsSaidFromWhatWasHeard() {
        DurableQueue queue = queue(demo("Attic", "sky.safetensors"), demo("Cellar", MILAN));
        assertEquals(List.of(), queue.aside(plan(GRAPH).request()));
        report(queue);
        servers.values().forEach(DemoEngineServer::close);

        assertEquals(
                List.of("Attic"),
                queue.aside(plan(GRAPH).request()).stream().map(EngineAside::engine).toList());
        assertEquals(
                List.of(),
                queue.aside(plan(GRAPH.replace("SaveImage", "Fancy")).request()),
                "never asked for");
    }

    @Test
    void anEngineThatCanTakeNothingOfWhatWaitsSaysSo() {
        DurableQueue queue = queue(demo("Attic", "milan2.safetensors"), demo("Cellar", MILAN));
        queue.pauseEngine("Cellar");
        var batch = queue.enqueue(plan(GRAPH));
        assertEquals(Optional.empty(), queue.engines().getFirst().idle());
        queue.start();

        await().until(() -> queue.engines().getFirst().idle().isPresent());
        assertEquals(
                "It takes nothing of what waits: it has no LoRA “milan.safetensors” (nearest:"
                        + " “milan2.safetensors”).",
                queue.engines().getFirst().idle().orElseThrow());
        assertEquals(Optional.empty(), queue.engines().getLast().idle());

        queue.resumeEngine("Cellar");
        QueueWorld.awaitAll(queue, batch, JobStatus.COMPLETED);
        assertEquals(Optional.empty(), queue.engines().getFirst().idle());
    }

    private void goAway(String name) {
        Objects.requireNonNull(servers.get(name)).close();
    }

    private static EngineReport report(DurableQueue queue) {
        return queue.engineReport(List.of(QueueWorld.MILAN), List.of(workflow()));
    }

    private static Workflow workflow() {
        var reference = List.of(QueueWorld.referenceWithoutFile(1));
        return QueueWorld.plan(GRAPH, reference, 1).request().workflow();
    }

    private BatchPlan plan(String graph) {
        return QueueWorld.plan(graph, List.of(world.reference(1)), 1);
    }

    private Engine demo(String name, String lora) {
        return demo(name, List.of(lora));
    }

    private Engine demo(String name, List<String> loras) {
        DemoEngines.Running demo = engines.start(name, Duration.ofMillis(10), loras);
        servers.put(name, demo.server());
        return demo.engine();
    }

    private DurableQueue queue(Engine... engines) {
        return queue(List.of(engines).stream().map(EngineLane::of).toList());
    }

    private DurableQueue queue(List<EngineLane> lanes) {
        return world.lanes(postgres.database(), "desk", lanes);
    }
}
