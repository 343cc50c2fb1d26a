package studio.atelier.db;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import studio.atelier.model.ReferenceChange;
import studio.atelier.model.ReferenceChange.Caption;
import studio.atelier.model.ReferenceChange.Captions;
import studio.atelier.model.ReferenceChange.Categories;
import studio.atelier.model.ReferenceChange.Deletion;
import studio.atelier.model.ReferenceChange.Moved;
import studio.atelier.model.ReferenceChange.Recaptioned;
import studio.atelier.model.ReferenceId;
import studio.atelier.model.ReferenceImage;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class ReferenceEditStoreTest {
    private static final Instant NOW = Instant.parse("2026-11-27T10:00:00.123Z");

    @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

    private ReferenceStore references = new ReferenceStore(postgres.database());
    private ReferenceEditStore edits = new ReferenceEditStore(postgres.database());
    private ReferenceEditStore otherDesktop = edits;

    @BeforeEach
    void fill() {
        postgres.clear();
        references = new ReferenceStore(postgres.database());
        edits = new ReferenceEditStore(postgres.database());
        otherDesktop = new ReferenceEditStore(postgres.connect(postgres.pooled()));
        execute(
                """
                insert into reference_images (filename, category, storage_path, vision_description,
                    analyzed_at) values
                    ('a.png', 'beach', 'beach/a.png', 'orange top', '2026-01-02 03:04:05'),
                    ('b.png', 'Beach', 'beach/b.png', null, null),
                    ('c.png', null, 'c.png', 'O''Hara''s "hat", {x}', null),
                    ('d.png', 'studio', 'studio/d.png', '', null)
                """);
    }

    @Test
    void aMoveIsTakenBackExactly() {
        List<Map<String, Object>> before = rows();
        List<Moved> moved =
                references.list().stream()
                        .map(each -> new Moved(each.id(), each.category(), "night \\ \"x\""))
                        .toList();
        ReferenceChange done = edits.apply(new Categories(moved));
        assertEquals(4, done.size());
        assertEquals(4, of("night \\ \"x\"").size());
        assertEquals(4, edits.apply(done.inverse()).size());
        assertEquals(before, rows());
    }

    @Test
    void aRenameTakesAllThatPeopleSeeAsOneAndMerges() {
        List<Map<String, Object>> before = rows();
        edits.apply(new Deletion(List.of(named("a.png").id()), true));
        ReferenceChange done = edits.rename("beach", "studio", false);
        assertEquals(2, done.size(), "the deleted one too");
        assertEquals(List.of("b.png", "d.png"), of("studio"));
        edits.apply(done.inverse());
        edits.apply(new Deletion(List.of(new ReferenceId(id("a.png"))), false));
        assertEquals(before, rows());
        assertEquals(1, edits.rename("uncategorized", "loose", true).size());
        assertEquals(List.of("c.png"), of("loose"));
        assertEquals(1, edits.rename("loose", "Loose", false).size(), "letter case alone");
    }

    @Test
    void captionsComeBackWithTheirTimes() {
        List<Map<String, Object>> before = rows();
        List<Recaptioned> changes =
                references.list().stream()
                        .map(
                                each ->
                                        new Recaptioned(
                                                each.id(),
                                                Caption.of(each),
                                                new Caption("new, {\"}\n words", Optional.of(NOW))))
                        .toList();
        ReferenceChange done = edits.apply(new Captions(changes));
        assertEquals(4, done.size());
        ReferenceImage a = named("a.png");
        assertEquals("new, {\"}\n words", a.caption());
        assertEquals(Optional.of(NOW), a.analyzedAt());
        edits.apply(done.inverse());
        assertEquals(
                before.stream().map(row -> row.get("analyzed_at")).toList(),
                rows().stream().map(row -> row.get("analyzed_at")).toList());
        assertEquals("orange top", named("a.png").caption());
        assertEquals("O'Hara's \"hat\", {x}", named("c.png").caption());
    }

    @Test
    void whatAnotherDesktopChangedMeanwhileStays() {
        ReferenceImage a = named("a.png");
        Caption before = Caption.of(a);
        Caption theirs = new Caption("their words", Optional.of(NOW));
        otherDesktop.apply(new Captions(List.of(new Recaptioned(a.id(), before, theirs))));
        Caption ours = new Caption("our words", Optional.of(NOW));
        ReferenceChange done =
                edits.apply(new Captions(List.of(new Recaptioned(a.id(), before, ours))));
        assertEquals(0, done.size());
        assertEquals("their words", named("a.png").caption());
        assertEquals(1, edits.apply(new Deletion(List.of(a.id()), true)).size());
        assertEquals(0, otherDesktop.apply(new Deletion(List.of(a.id()), true)).size());
    }

    @Test
    void aDeletedReferenceIsHiddenAndStaysWhatItWas() {
        ReferenceImage a = named("a.png");
        List<ReferenceImage> all = references.list();
        execute("insert into generation_jobs (reference_image_id) values (" + a.id() + ")");
        ReferenceChange done = edits.apply(new Deletion(List.of(a.id()), true));
        assertEquals(3, references.list().size());
        assertEquals(Optional.of(a), references.find(a.id()), "for jobs and galleries");
        assertEquals(List.of(a), references.find(List.of(a.id())));
        assertTrue(references.isTaken("beach/a.png"));
        assertEquals(4, rows().size(), "for the older client");
        edits.apply(done.inverse());
        assertEquals(all, references.list());
    }

    @Test
    void everyKindOfChangeIsSeenByOtherDesktops() {
        List<String> versions = new ArrayList<>(List.of(otherDesktop.version()));
        ReferenceId a = named("a.png").id();
        edits.apply(new Categories(List.of(new Moved(a, "beach", "x"))));
        versions.add(otherDesktop.version());
        edits.apply(new Deletion(List.of(a), true));
        versions.add(otherDesktop.version());
        execute("insert into reference_images (storage_path) values ('older/client.png')");
        versions.add(otherDesktop.version());
        execute("update reference_images set analyzed_at = '2027-01-01', vision_description = 'w'");
        versions.add(otherDesktop.version());
        execute("delete from reference_images where filename = 'd.png'");
        versions.add(otherDesktop.version());
        assertEquals(versions.size(), versions.stream().distinct().count(), versions::toString);
        assertEquals(versions.getLast(), edits.version());
        assertNotEquals("", edits.version());
    }

    private ReferenceImage named(String filename) {
        return references.list().stream()
                .filter(each -> each.filename().equals(filename))
                .findFirst()
                .orElseThrow();
    }

    private List<String> of(String category) {
        return references.list().stream()
                .filter(each -> each.category().equals(category))
                .map(ReferenceImage::filename)
                .toList();
    }

    private static int id(String filename) {
        return postgres.database()
                .read(
                        handle ->
                                handle.createQuery(
                                                "select id from reference_images where filename = :f")
                                        .bind("f", filename)
                                        .mapTo(Integer.class)
                                        .one());
    }

    /// As the older client reads them.
    private static List<Map<String, Object>> rows() {
        return postgres.database()
                .read(
                        handle ->
                                handle.createQuery(
                                                """
                                                select id, filename, category, storage_path,
                                                    vision_description, analyzed_at
                                                from reference_images order by id
                                                """)
                                        .mapToMap()
                                        .list());
    }

    private static void execute(String sql) {
        postgres.database().useTransaction(handle -> handle.execute(sql));
    }
}
