package studio.atelier.ui.generate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import studio.atelier.model.ParameterValue;
import studio.atelier.model.Parameters;
import studio.atelier.model.Problem;
import studio.atelier.model.ReferenceId;
import studio.atelier.model.SeedChoice;
import studio.atelier.model.Workflow;
import studio.atelier.queue.EngineAside;
import studio.atelier.queue.EngineLists;
import studio.atelier.queue.EngineReport;
import studio.atelier.queue.QueueEvent;
import studio.atelier.ui.kit.SameThreadBackground;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

class GenerateViewModelTest {
    private final TestClock clock = new TestClock();
    private final MemoryLibrary library = new MemoryLibrary(24);
    private final MemoryQueue queue = new MemoryQueue(clock);
    private final MemorySettings settings = new MemorySettings();
    private GenerateViewModel viewModel = viewModel();

    @BeforeEach
    void open() {
        viewModel.open();
    }

    @Test
    void aBatchIsReferencesTimesVariations() {
        select(1, 2, 3);
        viewModel.parameters().variations().set(2);
        assertEquals("3 images × 2 variations = 6 jobs", viewModel.batch().line().get());
        assertEquals("Generate 6 images", viewModel.batch().generateLabel().get());
        assertEquals("", viewModel.batch().reason().get());

        viewModel.batch().generate();

        assertEquals(6, queue.enqueued.getFirst().jobs().size());
        assertTrue(viewModel.batch().queued().get().isPresent());
    }

    @Test
    void whatIsMissingIsSaidInWords() {
        assertFalse(viewModel.batch().able().get());
        assertEquals("Select one or more references.", viewModel.batch().reason().get());
        select(1);
        viewModel.parameters().randomSeed().set(false);
        viewModel.parameters().seedText().set("twelve");
        assertFalse(viewModel.batch().able().get());
        assertTrue(viewModel.batch().reason().get().contains("seed"));
    }

    @Test
    void anEngineOutOfReachBlocksAndSaysWhy() {
        Problem problem =
                Problem.of(Problem.Kind.ENGINE_UNREACHABLE, "Studio PC", "http://pc:8188");
        queue.unreachable(problem);
        viewModel.askEngine();
        select(1);
        assertEquals(problem.sentence(), viewModel.batch().reason().get());
        assertFalse(viewModel.batch().able().get());
        assertTrue(viewModel.batch().previewable().get());
    }

    @Test
    void aMissingLoraIsShownAtItsModelAndBlocksOnlyThat() {
        queue.lacksLora(
                Fixtures.MILAN.id(),
                Problem.of(Problem.Kind.LORA_MISSING, "milan.safetensors", "Studio PC"));
        viewModel.askEngine();
        select(1);
        assertFalse(viewModel.batch().able().get());
        assertTrue(viewModel.models().getFirst().missing().isPresent());
        viewModel.choose(viewModel.models().get(1));
        assertTrue(viewModel.batch().able().get());
    }

    @Test
    void aMissingLoraStopsNothingThatLoadsNone() {
        var model =
                new ModelChoice(
                        Fixtures.MILAN,
                        Optional.of(Problem.of(Problem.Kind.LORA_UNSET, "Milan")),
                        List.of());
        Workflow own = Fixtures.workflow();
        Workflow plain =
                new Workflow(
                        own.id(),
                        own.name(),
                        own.slug(),
                        "",
                        own.graph().replace("{{lora_file}}", "style.safetensors"),
                        own.parameters());
        assertTrue(draft(model, own).missingLora().isPresent());
        assertEquals(Optional.empty(), draft(model, plain).missingLora());
    }

    private static Draft draft(ModelChoice model, Workflow workflow) {
        return new Draft(
                Optional.of(model),
                Optional.of(workflow),
                List.of(),
                1,
                Parameters.EMPTY,
                Optional.of(new SeedChoice.Random()));
    }

    @Test
    void aDoubleClickMakesOneBatch() {
        select(1);
        viewModel.batch().generate();
        clock.advance(Duration.ofMillis(150));
        viewModel.batch().generate();
        assertEquals(1, queue.enqueued.size());
        clock.advance(Duration.ofSeconds(2));
        viewModel.batch().generate();
        assertEquals(2, queue.enqueued.size());
    }

    @Test
    void whatThePreflightFindsIsShownAndNothingIsQueued() {
        queue.preflight.add(Problem.of(Problem.Kind.STORE_READ_ONLY, "/pictures"));
        select(1);
        viewModel.batch().generate();
        assertEquals(queue.preflight, viewModel.batch().problems());
        assertTrue(queue.enqueued.isEmpty());
        assertTrue(viewModel.batch().able().get(), "it can be tried again");
        viewModel.parameters().variations().set(3);
        assertTrue(viewModel.batch().problems().isEmpty());
    }

    @Test
    void thePreviewedSeedsAreTheOnesThatAreSent() {
        select(1, 2);
        List<PreviewViewModel> shown = new ArrayList<>();
        viewModel.batch().preview(shown::add);
        PreviewViewModel preview = shown.getFirst();
        assertEquals("1 of 2", preview.position());
        assertTrue(preview.positive().startsWith("milan, long brunette hair, tan skin"));
        assertTrue(preview.graph().get().contains(preview.seed()));
        preview.next();
        String second = preview.seed();

        viewModel.batch().generate();

        assertEquals(second, String.valueOf(queue.enqueued.getFirst().jobs().get(1).seed()));
    }

    @Test
    void settingsOfAJobFillTheTab() {
        Parameters made =
                new Parameters(
                        Map.of("steps", ParameterValue.of(41), "gone", ParameterValue.of(1)),
                        "film grain",
                        "text");
        viewModel.references().search().set("nothing at all");
        viewModel.applySettings(
                Optional.of(Fixtures.SKY.id()),
                Optional.of(Fixtures.workflow().id()),
                made,
                OptionalLong.of(77),
                List.of(new ReferenceId(5)));
        assertEquals("Sky", viewModel.model().get().orElseThrow().model().name());
        assertEquals("41", viewModel.parameters().parameters().value("steps").orElseThrow().text());
        assertEquals("film grain", viewModel.parameters().positiveSuffix().get());
        assertEquals(Optional.of(new SeedChoice.Fixed(77)), viewModel.parameters().seed());
        assertEquals(1, viewModel.references().selected().get().size());
        assertEquals(24, viewModel.references().shown().get().size());
    }

    @Test
    void whatWasSetLastComesBack() {
        viewModel.choose(viewModel.models().get(2));
        viewModel.choose(viewModel.workflows().get(1));
        viewModel.parameters().variations().set(4);
        viewModel.parameters().negativeSuffix().set("hats");

        viewModel = viewModel();
        viewModel.open();

        assertEquals("Sky", viewModel.model().get().orElseThrow().model().name());
        assertEquals("img2img-lora-sdxl", viewModel.workflow().get().orElseThrow().slug());
        assertEquals(4, viewModel.parameters().variations().get());
        assertEquals("hats", viewModel.parameters().negativeSuffix().get());
        viewModel.parameters().reset();
        assertEquals(1, viewModel.parameters().variations().get());
    }

    @Test
    void theEnginesFilesAreTheChoices() {
        queue.lists(
                Fixtures.lists(Map.of("Loader.vae", List.of("a.safetensors", "b.safetensors"))));
        viewModel.askEngine();
        ParameterField vae = field("vae");
        assertEquals(
                List.of("qwen_image_vae.safetensors", "a.safetensors", "b.safetensors"),
                vae.choices());
        assertTrue(vae.unknownToEngine().get());
        vae.value().set(ParameterValue.of("b.safetensors"));
        assertFalse(vae.unknownToEngine().get());
    }

    @Test
    void whatOnlySomeEnginesHaveIsSaidAndStopsNothing() {
        queue.lists(
                new EngineLists(
                        List.of("Attic", "Cellar"),
                        Map.of("Loader.vae", List.of("a.safetensors", "b.safetensors")),
                        Map.of("Loader.vae", Map.of("b.safetensors", List.of("Attic")))));
        queue.hasLoras(
                new EngineReport.Loras(Map.of(), Map.of(Fixtures.MILAN.id(), List.of("Attic"))));
        viewModel.askEngine();
        select(1);

        ModelChoice milan = viewModel.models().getFirst();
        assertEquals(List.of("Attic"), milan.notOn());
        assertTrue(milan.missing().isEmpty());
        ParameterField vae = field("vae");
        assertEquals(List.of("Attic"), vae.notOn("b.safetensors"));
        assertEquals(List.of(), vae.notOn().get());
        vae.value().set(ParameterValue.of("b.safetensors"));
        assertEquals(List.of("Attic"), vae.notOn().get());
        assertTrue(viewModel.batch().able().get());
    }

    @Test
    void whoWillNotTakePartIsSaidBeforeAndAfterThePress() {
        var attic =
                new EngineAside(
                        "Attic", List.of(Problem.of(Problem.Kind.LORA_MISSING, "milan", "Attic")));
        assertEquals(List.of(), viewModel.batch().aside().get());
        queue.aside.add(attic);
        select(1);
        assertEquals(List.of(attic), viewModel.batch().aside().get());
        queue.aside.clear();
        viewModel.batch().generate();
        assertEquals(List.of(), viewModel.batch().aside().get());
        assertEquals(1, queue.enqueued.size());
        queue.aside.add(attic);
        queue.tell(new QueueEvent.EnginePaused("Attic", false));
        assertEquals(List.of(attic), viewModel.batch().aside().get());
    }

    private ParameterField field(String name) {
        return viewModel.parameters().fields().stream()
                .filter(field -> field.definition().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whatHasNoCategoryHasOneOfThatName() {
        var without = Fixtures.reference(1, "", "orange top");
        var filter = new ReferenceFilter(List.of(without, Fixtures.reference(2, "beach", "hat")));
        ReferenceFilter.Found found = filter.find("uncategorized", "");
        assertEquals(List.of(without), found.shown());
        assertEquals(
                List.of("", "beach", "uncategorized"),
                found.categories().stream().map(CategoryCount::name).toList());
    }

    @Test
    void theSelectionStaysWhenAFilterHidesIt() {
        select(1, 2);
        ReferencesViewModel references = viewModel.references();
        references.category().set("studio");
        assertEquals(6, references.shown().get().size());
        references.search().set("STREET");
        assertEquals(0, references.shown().get().size());
        assertEquals(new ReferencesViewModel.State.NothingMatches(), references.state().get());
        assertEquals(new CategoryCount("", 6), references.categories().get().getFirst());
        assertEquals(2, references.selected().get().size());
        references.clearFilters();
        assertEquals(24, references.shown().get().size());
    }

    @Test
    void anImportAddsReferencesAndSaysHowItWent() {
        library.refusals.add(
                Problem.of(Problem.Kind.REFERENCE_UNREADABLE, "notes.jpg", "not a picture"));
        viewModel.imports().offer(List.of(Path.of("mirror/a.jpg"), Path.of("mirror/b.jpg")));
        assertEquals("mirror", viewModel.imports().question().get().orElseThrow().suggestion());
        viewModel.imports().answer("mirror");
        assertFalse(viewModel.imports().running().get());
        assertEquals("2 added, 0 already there, 1 refused", viewModel.imports().line().get());
        assertEquals(2, viewModel.references().selected().get().size(), "the new ones");
        assertEquals(Optional.of(new ReferenceId(25)), viewModel.references().revealed().get());
        assertTrue(viewModel.imports().troubled().get());
        assertEquals(26, viewModel.references().shown().get().size());
    }

    @Test
    void aFolderWithoutPicturesIsSaidToBeOne(@TempDir Path folder) {
        viewModel.imports().offer(List.of(folder));
        String line = viewModel.imports().line().get();
        assertTrue(line.startsWith("No pictures were found there."), line);
    }

    private GenerateViewModel viewModel() {
        return new GenerateViewModel(
                library,
                new MemoryRepertoire(library),
                queue,
                new SameThreadBackground(),
                Runnable::run,
                settings,
                clock);
    }

    private void select(int... ids) {
        List<ReferenceId> wanted = new ArrayList<>();
        for (int id : ids) {
            wanted.add(new ReferenceId(id));
        }
        viewModel.references().selection().set(wanted);
    }
}
