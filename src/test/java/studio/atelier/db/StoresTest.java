package studio.atelier.db;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import studio.atelier.model.LoraModel;
import studio.atelier.model.ReferenceImage;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

class StoresTest {
    @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

    private static final Instant THEN = Instant.parse("2026-05-01T08:30:00Z");

    @BeforeEach
    void clear() {
        postgres.clear();
    }

    @Test
    void aNewDatabaseGetsFourModelsOnce() {
        var seeds = new Seeds(postgres.database());
        var models = new ModelStore(postgres.database());

        assertTrue(seeds.plantModels());
        assertFalse(seeds.plantModels());

        assertEquals(
                List.of("Milan", "Skyler", "Sky", "Cam"),
                models.list().stream().map(LoraModel::name).toList());
        LoraModel milan = models.findBySlug("milan").orElseThrow();
        assertEquals("long brunette hair", milan.hairStyle());
        assertEquals("tan", milan.skinTone());
        assertEquals("milan.safetensors", milan.loraFile());
        assertEquals("blonde hair, light hair, pale skin", milan.negativePrompt());
    }

    @Test
    void modelsThatAPersonRemovedDoNotComeBack() {
        var seeds = new Seeds(postgres.database());
        seeds.plantModels();
        postgres.database().useTransaction(handle -> handle.execute("delete from models"));

        assertFalse(seeds.plantModels());
        assertEquals(List.of(), new ModelStore(postgres.database()).list());
    }

    @Test
    void aDatabaseWithModelsOfItsOwnGetsNone() {
        execute("insert into models (name) values ('Ada Lovelace')");

        assertFalse(new Seeds(postgres.database()).plantModels());

        LoraModel own = new ModelStore(postgres.database()).list().getFirst();
        assertEquals("ada-lovelace", own.slug());
        assertEquals("", own.triggerWord());
    }

    @Test
    void sampleReferencesAreWantedUntilAllAreIn() {
        var seeds = new Seeds(postgres.database());
        assertTrue(seeds.wantsReferences());
        insertReference("dune.jpg", "aa");
        assertTrue(seeds.wantsReferences());
        seeds.referencesPlanted();
        assertFalse(seeds.wantsReferences());
    }

    @Test
    void ofTwoStartsAtOnceOneBringsInTheSamples() {
        var planted = new java.util.concurrent.atomic.AtomicInteger();
        try (var starts = java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 2; i++) {
                starts.execute(
                        () ->
                                new Seeds(postgres.database())
                                        .plantReferences(
                                                () -> {
                                                    planted.incrementAndGet();
                                                    insertReference("dune.jpg", "aa");
                                                }));
            }
        }
        assertEquals(1, planted.get());
        assertFalse(new Seeds(postgres.database()).wantsReferences());
    }

    @Test
    void modelsAreChanged() {
        var models = new ModelStore(postgres.database());
        new Seeds(postgres.database()).plantModels();
        LoraModel milan = models.findBySlug("milan").orElseThrow();

        models.update(
                new LoraModel(
                        milan.id(),
                        "Milan",
                        "milan",
                        "tan",
                        "brunette",
                        "bob",
                        "m/milan-v2.safetensors",
                        "milan",
                        ""));

        assertEquals("bob", models.find(milan.id()).orElseThrow().hairStyle());
        assertEquals(4, models.list().size());
    }

    @Test
    void referencesAreFoundByTheirBytes() {
        var references = new ReferenceStore(postgres.database());
        ReferenceImage stored = insertReference("dune.jpg", "ab12");

        assertEquals(stored, references.findBySha256("ab12").orElseThrow().reference());
        assertEquals(Optional.of(stored), references.find(stored.id()));
        assertEquals(List.of(stored), references.find(List.of(stored.id())));
        assertEquals(List.of(stored), references.list());
        assertEquals(Optional.empty(), references.findBySha256("ff"));
        assertTrue(references.isTaken("beach/dune.jpg"));
        assertEquals(Optional.of(THEN), stored.analyzedAt());
        assertEquals(640, stored.width());
    }

    @Test
    void captionsAndFactsAreFilledIn() {
        var references = new ReferenceStore(postgres.database());
        execute("insert into reference_images (storage_path) values ('mirror/old.png')");
        ReferenceImage old = references.list().getFirst();
        assertEquals("old.png", old.filename());
        assertEquals("", old.category());
        assertEquals(Optional.empty(), old.analyzedAt());

        references.updateCaption(old.id(), "a caption \u2600", THEN);
        references.updateFacts(old.id(), "cd", 3, 4, 5);

        ReferenceImage now = references.find(old.id()).orElseThrow();
        assertEquals("a caption \u2600", now.caption());
        assertEquals(Optional.of(THEN), now.analyzedAt());
        assertEquals(Optional.of("cd"), now.sha256());
        assertEquals(5, now.bytes());
    }

    @Test
    void settingsAreKept() {
        var settings = new SettingStore(postgres.database());
        assertEquals(Optional.empty(), settings.find("a"));
        settings.put("a", "1");
        settings.put("a", "2");
        assertEquals(Optional.of("2"), settings.find("a"));
        settings.remove("a");
        assertEquals(Optional.empty(), settings.find("a"));
    }

    private static ReferenceImage insertReference(String filename, String sha256) {
        return new ReferenceStore(postgres.database())
                .insert(
                        new NewReference(
                                filename,
                                "beach",
                                "beach/" + filename,
                                "sand",
                                Optional.of(THEN),
                                sha256,
                                640,
                                480,
                                1234,
                                Optional.empty()));
    }

    private static void execute(String sql) {
        postgres.database().useTransaction(handle -> handle.execute(sql));
    }
}
