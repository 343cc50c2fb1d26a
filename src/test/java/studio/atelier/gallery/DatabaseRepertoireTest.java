package studio.atelier.gallery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import studio.atelier.db.ModelStore;
import studio.atelier.db.PostgresExtension;
import studio.atelier.db.SettingStore;
import studio.atelier.db.WorkflowFile;
import studio.atelier.db.WorkflowJson;
import studio.atelier.db.WorkflowStore;
import studio.atelier.model.LoraModel;
import studio.atelier.model.ModelId;
import studio.atelier.model.Workflow;
import studio.atelier.model.WorkflowId;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

class DatabaseRepertoireTest {
    @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

    private static final String GRAPH = "{\"1\":{\"class_type\":\"SaveImage\",\"inputs\":{}}}";

    @TempDir Path folder;
    private final ModelStore models = new ModelStore(postgres.database());
    private final WorkflowStore workflows = new WorkflowStore(postgres.database());

    @BeforeEach
    void clear() {
        postgres.clear();
    }

    @Test
    void modelsGetSlugsOfTheirOwn() {
        var repertoire = repertoire();
        assertEquals("lea-muller", repertoire.create(model("Léa Müller")).slug());
        assertEquals("lea-muller-2", repertoire.create(model("Lea Muller")).slug());
        assertEquals("model", repertoire.create(model("日本")).slug());
        String longest = repertoire.create(model("x".repeat(90))).slug();
        String next = repertoire.create(model("x".repeat(90))).slug();
        assertEquals(50, longest.length());
        assertEquals(50, next.length());
        assertTrue(next.endsWith("-2"));
    }

    @Test
    void aChangeKeepsTheSlugThatIsInThePicturesNames() {
        var repertoire = repertoire();
        LoraModel first = repertoire.create(model("Lea"));
        LoraModel changed =
                repertoire.change(
                        new LoraModel(
                                first.id(),
                                "Mia",
                                "mia",
                                "tan",
                                "",
                                "",
                                "mia.safetensors",
                                "m",
                                "x"));
        assertEquals("lea", changed.slug());
        assertEquals("Mia", models.list().getFirst().name());
        assertEquals("mia.safetensors", models.list().getFirst().loraFile());
    }

    @Test
    void whatIsPutAwayIsNotOfferedButFoundAndComesBack() {
        var repertoire = repertoire();
        LoraModel lea = repertoire.create(model("Lea"));
        LoraModel mia = repertoire.create(model("Mia"));
        assertTrue(repertoire.archive(lea.id(), true));
        assertFalse(repertoire.archive(lea.id(), true));
        assertEquals(List.of(mia), models.list());
        assertEquals(List.of(lea), repertoire.archivedModels());
        assertEquals(Optional.of(lea), models.find(lea.id()));
        assertEquals("lea-2", repertoire.create(model("Lea")).slug());
        assertTrue(repertoire.archive(lea.id(), false));
        assertEquals(lea, models.list().getFirst());
    }

    @Test
    void aNewVersionTakesThePlaceOfTheEarlierOneAndNothingIsOverwritten() {
        var repertoire = repertoire();
        Workflow first = repertoire.add(draft("Beach light", GRAPH), Optional.empty());
        String second = GRAPH.replace("SaveImage", "PreviewImage");
        Workflow next = repertoire.add(draft("Beach light", second), Optional.of(first.id()));
        assertEquals("beach-light", first.slug());
        assertEquals("beach-light-2", next.slug());
        assertEquals(List.of(next), workflows.list());
        assertEquals(List.of(first), repertoire.archivedWorkflows());
        assertEquals(Optional.of(first), workflows.find(first.id()));
        assertTrue(repertoire.archive(first.id(), false));
        assertTrue(repertoire.archive(next.id(), true));
        assertEquals(List.of(first), workflows.list());
    }

    @Test
    void theFolderHasTheSamePairAndOnlyALaterEditOfItCounts() throws IOException {
        var repertoire = repertoire();
        Workflow stored = repertoire.add(draft("Mine", GRAPH), Optional.empty());
        WorkflowFile read = read("mine");
        assertEquals(stored.parameters(), read.parameters());
        assertEquals(GRAPH, read.graph());
        assertFalse(files().isNews(read));
        Files.writeString(folder.resolve("mine.json"), GRAPH.replace("SaveImage", "PreviewImage"));
        assertTrue(files().isNews(read("mine")));
        repertoire.archive(stored.id(), true);
        workflows.save(read("mine"));
        assertEquals(List.of(stored.id()), ids(workflows.list()));
    }

    @Test
    void aFolderThatCannotBeWrittenCostsNothing() throws IOException {
        Path file = Files.writeString(folder.resolve("in-the-way"), "");
        var repertoire =
                new DatabaseRepertoire(
                        models,
                        workflows,
                        new WorkflowFiles(file, new SettingStore(postgres.database())));
        repertoire.add(draft("Mine", GRAPH), Optional.empty());
        assertEquals(1, workflows.list().size());
    }

    @Test
    void theOlderClientStillReadsBothTables() {
        var repertoire = repertoire();
        LoraModel lea = repertoire.create(model("Lea"));
        Workflow mine = repertoire.add(draft("Mine", GRAPH), Optional.empty());
        repertoire.archive(lea.id(), true);
        repertoire.archive(mine.id(), true);
        int readable =
                postgres.database()
                        .read(
                                handle ->
                                        handle.createQuery(
                                                        "select count(*) from models m, workflows w"
                                                                + " where m.lora_file is not null"
                                                                + " and w.comfyui_workflow is not null"
                                                                + " and w.editable_params is not null")
                                                .mapTo(Integer.class)
                                                .one());
        assertEquals(1, readable);
    }

    private WorkflowFile read(String slug) throws IOException {
        return WorkflowJson.read(
                slug,
                Files.readString(folder.resolve(slug + ".json")),
                Files.readString(folder.resolve(slug + ".params.json")));
    }

    private static List<WorkflowId> ids(List<Workflow> list) {
        return list.stream().map(Workflow::id).toList();
    }

    private Repertoire repertoire() {
        return new DatabaseRepertoire(models, workflows, files());
    }

    private WorkflowFiles files() {
        return new WorkflowFiles(folder, new SettingStore(postgres.database()));
    }

    private static Workflow draft(String name, String graph) {
        return new Workflow(new WorkflowId(0), name, "", "as imported", graph, List.of());
    }

    private static LoraModel model(String name) {
        return new LoraModel(new ModelId(0), name, "", "", "", "", "lea.safetensors", "lea", "");
    }
}
