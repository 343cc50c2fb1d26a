package studio.atelier.db;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import studio.atelier.model.ImageId;
import studio.atelier.model.JobId;
import studio.atelier.model.JobStatus;
import studio.atelier.model.ModelId;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

class GalleryStoreTest {
    @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

    private static final GalleryFilter ALL =
            filter(Optional.empty(), Optional.empty(), Optional.empty(), "");

    private final GalleryStore gallery = new GalleryStore(postgres.database());

    /// Job 1: Milan, beach, two pictures. 2: Sky, mirror, one picture. 3: queued. 4: failed.
    /// 5: completed by the older client, with no row for its picture.
    @BeforeEach
    void fill() {
        postgres.clear();
        execute("insert into models (name, slug) values ('Milan', 'milan'), ('Sky', 'sky')");
        execute(
                """
                insert into reference_images (filename, category, storage_path)
                values ('dune.jpg', 'beach', 'beach/dune.jpg'), ('hall.jpg', 'mirror', 'mirror/hall.jpg')
                """);
        execute(
                """
                insert into generation_jobs (model_id, reference_image_id, status, prompt_used,
                    negative_prompt_used, created_at)
                values (1, 1, 'completed', 'milan, Sunny beach, 100% cotton', 'blurry', '2026-05-01 10:00'),
                    (2, 2, 'completed', 'sky, snake_case', 'BEACH towel', '2026-05-01 11:00'),
                    (1, 2, 'queued', 'milan, hall', '', '2026-05-01 12:00'),
                    (1, 1, 'failed', 'milan, \u00c4RGER', '', '2026-05-01 13:00'),
                    (2, null, 'completed', 'old', null, null)
                """);
        execute(
                """
                insert into generated_images (job_id, ordinal, storage_path, sha256, width, height, bytes)
                values (1, 0, 'milan_dune_00001_.png', 'aa', 8, 8, 3),
                    (1, 1, 'milan_dune_00002_.png', 'bb', 8, 8, 3),
                    (2, 0, 'sky_hall_00003_.png', 'cc', 8, 8, 3)
                """);
    }

    @Test
    void everyJobHasItsCellsNewestFirst() {
        assertEquals(List.of("5/0", "4/0", "3/0", "2/3", "1/1", "1/2"), cells(ALL));
    }

    @Test
    void filtersNarrow() {
        assertEquals(
                List.of("4/0", "3/0", "1/1", "1/2"),
                cells(filter(Optional.of(new ModelId(1)), Optional.empty(), Optional.empty(), "")));
        assertEquals(
                List.of("3/0"),
                cells(
                        filter(
                                Optional.empty(),
                                Optional.of(JobStatus.QUEUED),
                                Optional.empty(),
                                "")));
        assertEquals(
                List.of("3/0", "2/3"),
                cells(filter(Optional.empty(), Optional.empty(), Optional.of("mirror"), "")));
    }

    @Test
    void textIsFoundInBothPromptsAndMeansItself() {
        assertEquals(List.of("2/3", "1/1", "1/2"), search("beach"));
        assertEquals(List.of("1/1", "1/2"), search("100%"));
        assertEquals(List.of("2/3"), search("e_c"));
        assertEquals(List.of(), search("a_c"));
        assertEquals(List.of("4/0"), search("\u00e4rger"));
        assertEquals(List.of(), search("\\"));
        assertEquals(List.of(), search("'; drop table models; --"));
    }

    @Test
    void ordersAreStable() {
        assertEquals(
                List.of("1/1", "1/2", "2/3", "3/0", "4/0", "5/0"),
                cells(sorted(GalleryFilter.Sort.OLDEST_FIRST)));
        assertEquals(
                List.of("4/0", "3/0", "1/1", "1/2", "5/0", "2/3"),
                cells(sorted(GalleryFilter.Sort.MODEL)));
        assertEquals(
                List.of("4/0", "1/1", "1/2", "3/0", "2/3", "5/0"),
                cells(sorted(GalleryFilter.Sort.REFERENCE)));
    }

    @Test
    void whatIsTrashedIsGoneUntilItIsRestored() {
        List<ImageId> both = List.of(new ImageId(1), new ImageId(2));
        gallery.trash(both.subList(0, 1));
        assertEquals(List.of("5/0", "4/0", "3/0", "2/3", "1/2"), cells(ALL));
        assertEquals("bb", gallery.firstOf(new JobId(1)).orElseThrow().sha256());
        gallery.trash(both);
        assertTrue(gallery.firstOf(new JobId(1)).isEmpty());
        assertEquals(List.of("5/0", "4/0", "3/0", "2/3"), cells(ALL));
        assertEquals(List.of(), gallery.rows(List.of(1), List.of(1L)));
        assertTrue(gallery.images(both).getFirst().deletedAt().isPresent());

        gallery.restore(both);
        assertEquals(List.of("5/0", "4/0", "3/0", "2/3", "1/1", "1/2"), cells(ALL));
    }

    @Test
    void rowsComeInTheOrderAskedForAndWithoutThoseThatAreGone() {
        List<GalleryRow> rows = gallery.rows(List.of(3, 99, 1, 5), List.of(0L, 0L, 2L, 0L));

        assertEquals(List.of(3, 1, 5), rows.stream().map(row -> row.job().id().value()).toList());
        GalleryRow picture = rows.get(1);
        assertEquals("Milan", picture.modelName());
        assertEquals("dune.jpg", picture.referenceName());
        assertEquals("milan_dune_00002_.png", picture.image().orElseThrow().filename());
        assertEquals(Instant.parse("2026-05-01T10:00:00Z"), picture.job().createdAt());
        assertEquals("", rows.get(2).referenceName());
    }

    private List<String> search(String text) {
        return cells(filter(Optional.empty(), Optional.empty(), Optional.empty(), text));
    }

    private List<String> cells(GalleryFilter filter) {
        return gallery.cells(filter, (job, image) -> job + "/" + image);
    }

    private static GalleryFilter sorted(GalleryFilter.Sort sort) {
        return new GalleryFilter(Optional.empty(), Optional.empty(), Optional.empty(), "", sort);
    }

    private static GalleryFilter filter(
            Optional<ModelId> model,
            Optional<JobStatus> status,
            Optional<String> category,
            String text) {
        return new GalleryFilter(model, status, category, text, GalleryFilter.Sort.NEWEST_FIRST);
    }

    private static void execute(String sql) {
        postgres.database().useTransaction(handle -> handle.execute(sql));
    }
}
