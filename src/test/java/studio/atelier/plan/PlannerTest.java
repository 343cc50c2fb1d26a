package studio.atelier.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static studio.atelier.plan.PlanFixtures.MILAN;
import static studio.atelier.plan.PlanFixtures.decimal;
import static studio.atelier.plan.PlanFixtures.reference;
import static studio.atelier.plan.PlanFixtures.request;
import static studio.atelier.plan.PlanFixtures.shipped;
import static studio.atelier.plan.PlanFixtures.workflow;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import studio.atelier.model.BatchPlan;
import studio.atelier.model.BatchRequest;
import studio.atelier.model.JobDraft;
import studio.atelier.model.LoraModel;
import studio.atelier.model.ModelId;
import studio.atelier.model.ParameterValue;
import studio.atelier.model.Parameters;
import studio.atelier.model.Problem;
import studio.atelier.model.SeedChoice;
import studio.atelier.model.StudioException;
import studio.atelier.model.Workflow;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

class PlannerTest {
    private static final String GRAPH =
            "{\"1\":{\"class_type\":\"KSampler\",\"inputs\":{\"seed\":\"{{seed}}\",\"denoise\":\"{{denoise}}\"}}}";
    private static final Workflow WORKFLOW =
            workflow(GRAPH, decimal("denoise", "0.5", "1", "0.75"));
    private final RandomGenerator random = RandomGenerator.of("L64X128MixRandom");

    @Test
    void aBatchIsEachReferenceTimesEachVariation() {
        BatchPlan plan = Planner.plan(request(WORKFLOW, 2, new SeedChoice.Random()), random);

        assertEquals(6, plan.jobs().size());
        assertEquals(
                List.of("1/1", "1/2", "2/1", "2/2", "3/1", "3/2"),
                plan.jobs().stream().map(j -> j.reference().id() + "/" + j.variation()).toList());
        assertEquals(
                6, plan.jobs().stream().map(JobDraft::seed).distinct().count(), "seeds differ");
    }

    @Property(tries = 50)
    void randomSeedsAreNeverNegativeAndNotTooLargeForAnyNode(
            @ForAll @IntRange(min = 1, max = 5) int variations) {
        BatchPlan plan =
                Planner.plan(request(WORKFLOW, variations, new SeedChoice.Random()), random);

        assertTrue(plan.jobs().stream().allMatch(j -> j.seed() >= 0 && j.seed() < 1L << 31));
        assertEquals(3 * variations, plan.jobs().size());
    }

    @Test
    void aFixedSeedCountsUpByVariation() {
        BatchPlan plan = Planner.plan(request(WORKFLOW, 3, new SeedChoice.Fixed(42)), random);

        assertEquals(
                List.of(42L, 43L, 44L), plan.jobs().stream().limit(3).map(JobDraft::seed).toList());
        assertTrue(
                Planner.plan(request(WORKFLOW, 2, new SeedChoice.Fixed(Long.MAX_VALUE)), random)
                        .jobs()
                        .stream()
                        .allMatch(j -> j.seed() >= 0));
    }

    @Test
    void thePromptsArePutTogetherAsDocumented() {
        var parameters = new Parameters(Map.of(), "85mm photo", "blurry, deformed, bad anatomy");
        var prompts =
                Prompts.of(
                        MILAN,
                        "orange top, mirror selfie, holding phone, neutral lighting",
                        parameters);

        assertEquals(
                "milan, long brunette hair, tan skin, orange top, mirror selfie, holding phone,"
                        + " neutral lighting, 85mm photo",
                prompts.positive());
        assertEquals(
                "blonde hair, light hair, pale skin, blurry, deformed, bad anatomy",
                prompts.negative());
    }

    @Test
    void emptyPartsVanishWithTheirComma() {
        var bare =
                new LoraModel(new ModelId(2), "Bare", "bare", "", "", "", "b.safetensors", "", "");

        assertEquals(new Prompts("", ""), Prompts.of(bare, "", Parameters.EMPTY));
        assertEquals(new Prompts("studio", ""), Prompts.of(bare, "studio", Parameters.EMPTY));
    }

    @Test
    void everyValueIsRecordedWithTheJob() {
        BatchPlan plan = Planner.plan(request(WORKFLOW, 1, new SeedChoice.Random()), random);

        assertEquals(
                "0.75", plan.jobs().getFirst().parameters().value("denoise").orElseThrow().text());
    }

    @Test
    void problemsAreSaidBeforeAnythingIsPlanned() {
        var given =
                new Parameters(
                        Map.of("denoise", ParameterValue.of(1.5), "zoom", ParameterValue.of(2)),
                        "",
                        "");
        var request =
                new BatchRequest(MILAN, WORKFLOW, List.of(), 9, given, new SeedChoice.Random());

        assertEquals(
                List.of(
                        "no-references",
                        "not-found",
                        "parameter-out-of-range",
                        "parameter-out-of-range"),
                Planner.problems(request).stream().map(Problem::code).sorted().toList());
        assertThrows(StudioException.class, () -> Planner.plan(request, random));
    }

    @ParameterizedTest
    @ValueSource(strings = {"img2img-lora", "img2img-lora-sdxl"})
    void theShippedWorkflowsFillCompletely(String slug) throws IOException {
        BatchRequest request = request(shipped(slug), 1, new SeedChoice.Fixed(7));
        BatchPlan plan = Planner.plan(request, random);

        String graph =
                Planner.graph(request, plan.jobs().getFirst(), "x/milan.safetensors", "ref.png");

        assertFalse(graph.contains("{{"), graph);
        assertTrue(graph.contains("x/milan.safetensors"));
        assertTrue(graph.contains("milan_a"));
    }

    @Test
    void aReferenceNameCannotLeaveTheEnginesFolder() {
        var names =
                new JobVariables.Names(
                        "milan", "m", reference(1, "../../x%y.png", "").stem(), "r", "p");
        var variables =
                JobVariables.of(names, new Prompts("", ""), 1, Parameters.EMPTY).entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().text()));

        assertEquals("__.._x_y", variables.get("reference_filename"));
    }
}
