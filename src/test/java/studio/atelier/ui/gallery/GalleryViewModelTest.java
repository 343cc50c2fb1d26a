package studio.atelier.ui.gallery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import studio.atelier.gallery.GalleryKey;
import studio.atelier.gallery.GalleryQuery;
import studio.atelier.model.BatchId;
import studio.atelier.model.ImageId;
import studio.atelier.model.Job;
import studio.atelier.model.JobId;
import studio.atelier.model.JobStatus;
import studio.atelier.model.ModelId;
import studio.atelier.model.Problem;
import studio.atelier.queue.Cancelled;
import studio.atelier.queue.QueueEvent;
import studio.atelier.ui.kit.GridRange;
import studio.atelier.ui.kit.Toast;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

class GalleryViewModelTest {
    private final FakeGallery gallery = new FakeGallery();
    private final FakeQueue queue = new FakeQueue();
    private final SteppedBackground background = new SteppedBackground();
    private final List<Toast> toasts = new ArrayList<>();
    private final GalleryViewModel model =
            new GalleryViewModel(
                    gallery, Samples.library(), queue, background, Runnable::run, toasts::add);

    @Test
    void saysWhatIsThereAndWhyThereIsNothing() {
        assertInstanceOf(GalleryViewModel.State.Loading.class, model.state().get());
        model.open();
        assertInstanceOf(GalleryViewModel.State.NothingYet.class, model.state().get());

        gallery.addAll(Samples.pictures(1, 5));
        model.showNews();
        assertInstanceOf(GalleryViewModel.State.Showing.class, model.state().get());
        assertEquals(keys(5, 4, 3, 2, 1), shown());

        model.filters().text().set("zebra");
        assertInstanceOf(GalleryViewModel.State.NothingMatches.class, model.state().get());
        model.filters().clear();
        assertEquals(keys(5, 4, 3, 2, 1), shown());
    }

    @Test
    void aReadingThatFailsSaysSoAndKeepsWhatWasThere() {
        var problem = Problem.of(Problem.Kind.DATABASE_UNREACHABLE, "localhost");
        gallery.broken = Optional.of(problem);
        model.open();
        assertEquals(new GalleryViewModel.State.Failed(problem), model.state().get());

        gallery.broken = Optional.empty();
        gallery.addAll(Samples.pictures(1, 3));
        model.showNews();
        gallery.broken = Optional.of(problem);
        model.showNews();
        assertEquals(keys(3, 2, 1), shown());
        assertEquals(problem.sentence(), toasts.getLast().text());
    }

    @Test
    void aWaitingJobThatIsCancelledIsOfferedBack() {
        Job job = Samples.job(1, JobStatus.CANCELLED).job();
        model.actions().cancel(job.id());
        assertTrue(toasts.isEmpty());
        queue.waiting = new Cancelled(List.of(job), 0);
        model.actions().cancel(job.id());
        assertEquals(List.of(job.id(), job.id()), queue.cancelled);
        toasts.getLast().action().orElseThrow().run().run();
        assertEquals(List.of(queue.waiting), queue.undone);
        model.actions().undo();
        assertEquals(1, queue.undone.size(), "it was taken back already");
        model.actions().cancel(job.id());
        model.actions().undo();
        assertEquals(List.of(queue.waiting, queue.waiting), queue.undone);
    }

    @Test
    void filtersNarrowTogether() {
        gallery.addAll(Samples.pictures(1, 24));
        model.open();
        model.filters().model().set(Optional.of(new ModelId(1)));
        assertEquals(keys(24, 20, 16, 12, 8, 4), shown());
        model.filters().category().set(Optional.of("beach"));
        assertEquals(keys(24, 16, 12, 4), shown());
        model.filters().text().set("  DUNE ");
        assertEquals(keys(24, 12), shown());
        model.filters().order().set(GalleryQuery.Order.OLDEST_FIRST);
        assertEquals(keys(12, 24), shown());
        model.filters().status().set(Optional.of(JobStatus.FAILED));
        assertEquals(List.of(), shown());
        assertEquals(List.of("beach", "mirror", "street", "studio"), model.categories());
        assertEquals(Samples.MODELS, model.models());
    }

    @Test
    void onlyTheLatestSearchArrives() {
        gallery.addAll(Samples.pictures(1, 12));
        model.open();
        background.stepped = true;
        model.filters().text().set("dune");
        model.filters().text().set("pier");
        assertEquals(1, background.waiting());
        background.finish();
        assertEquals(keys(10, 4), shown());
    }

    @Test
    void jobsOfAnotherProcessWaitBehindThePillToo() {
        gallery.addAll(Samples.pictures(1, 3));
        model.open();
        gallery.add(Samples.job(4, JobStatus.PROCESSING));
        queue.emit(new QueueEvent.JobChanged(Samples.job(4, JobStatus.PROCESSING).job()));
        assertEquals(keys(3, 2, 1), shown());
        assertEquals(1, model.news().get());
        gallery.add(Samples.picture(5));
        model.othersChanged();
        assertEquals(2, model.news().get());
    }

    @Test
    void newPicturesWaitBehindThePillAndComeWhenAsked() {
        gallery.addAll(Samples.pictures(1, 3));
        model.open();
        gallery.add(Samples.picture(4));
        gallery.add(Samples.picture(5));
        completed(5);
        assertEquals(keys(3, 2, 1), shown());
        assertEquals(2, model.news().get());

        model.showNews();
        assertEquals(keys(5, 4, 3, 2, 1), shown());
        assertEquals(0, model.news().get());
    }

    @Test
    void whoComesBackUndisturbedSeesWhatIsNew() {
        gallery.addAll(Samples.pictures(1, 3));
        model.open();
        gallery.add(Samples.picture(4));
        completed(4);
        model.arrive(false);
        assertEquals(1, model.news().get());
        model.arrive(true);
        assertEquals(keys(4, 3, 2, 1), shown());
    }

    @Test
    void aRunningJobBecomesItsPictureInPlace() {
        gallery.addAll(Samples.pictures(1, 3));
        gallery.add(Samples.job(4, JobStatus.PROCESSING));
        gallery.add(Samples.picture(5));
        model.open();
        GalleryKey job = new GalleryKey(4, 0);
        model.lightbox().open(job);

        queue.emit(new QueueEvent.JobProgressed(new JobId(4), 0.4));
        queue.emit(new QueueEvent.JobPreviewed(new JobId(4), new byte[] {1, 2}));
        assertEquals(0.4, model.live().fraction(new JobId(4)));
        assertEquals(2, model.live().preview(new JobId(4)).orElseThrow().length);

        gallery.replace(job, Samples.picture(4));
        completed(4);
        assertEquals(keys(5, 4, 3, 2, 1), shown());
        assertEquals(0, model.news().get());
        assertEquals(0, model.live().fraction(new JobId(4)));
        assertTrue(model.live().preview(new JobId(4)).isEmpty());
        assertEquals(Optional.of(Samples.key(4)), model.lightbox().key().get());
    }

    @Test
    void aBurstOfReportsCausesOneMoreReadingNotMany() {
        gallery.addAll(Samples.pictures(1, 3));
        model.open();
        background.stepped = true;
        for (int job = 10; job < 60; job++) {
            gallery.add(Samples.picture(job));
            completed(job);
        }
        background.step();
        assertEquals(1, background.waiting());
        background.finish();
        assertEquals(50, model.news().get());
    }

    @Test
    void deletingIsAtOnceAndUndoBringsBackToThePlace() {
        gallery.addAll(Samples.pictures(1, 5));
        gallery.add(Samples.job(6, JobStatus.FAILED));
        model.open();
        model.actions().delete(List.of(Samples.key(4), Samples.key(2), new GalleryKey(6, 0)));
        assertEquals(withJob(6, 5, 3, 1), shown());
        assertEquals("2 pictures moved to the trash", toasts.getLast().text());

        toasts.getLast().action().orElseThrow().run().run();
        assertEquals(withJob(6, 5, 4, 3, 2, 1), shown());
        model.actions().undo();
        assertEquals(withJob(6, 5, 4, 3, 2, 1), shown());
    }

    @Test
    void aDeletionDuringAReadingIsNotUndoneByIt() {
        gallery.addAll(Samples.pictures(1, 3));
        model.open();
        background.stepped = true;
        completed(9);
        model.actions().delete(List.of(Samples.key(2)));
        background.finish();
        assertEquals(keys(3, 1), shown());
    }

    @Test
    void aDeletionThatFailsPutsThePictureBack() {
        gallery.addAll(Samples.pictures(1, 3));
        model.open();
        background.stepped = true;
        model.actions().delete(List.of(Samples.key(2)));
        assertEquals(keys(3, 1), shown());
        gallery.broken = Optional.of(Problem.of(Problem.Kind.DATABASE_UNREACHABLE, "localhost"));
        background.step();
        gallery.broken = Optional.empty();
        background.finish();
        assertEquals(keys(3, 2, 1), shown());
        assertEquals(Toast.Kind.ERROR, toasts.getLast().kind());
    }

    @Test
    void runsEachJobAgainOnce() {
        gallery.addAll(Samples.pictures(1, 3));
        model.open();
        model.actions()
                .runAgain(List.of(new GalleryKey(2, 20), new GalleryKey(2, 21), Samples.key(1)));
        assertEquals(List.of(new JobId(2), new JobId(1)), queue.ranAgain);
        assertEquals("2 jobs queued again", toasts.getLast().text());
    }

    @Test
    void rowsAreReadAroundTheViewAndReadAgainWhenTheyChange() {
        gallery.addAll(Samples.pictures(1, 1000));
        model.open();
        model.rows().look(model.snapshot().get(), new GridRange(0, 40));
        assertEquals(100, gallery.pagesAsked.getFirst().size());
        assertTrue(model.rows().row(Samples.key(1000)).isPresent());
        assertFalse(model.rows().row(Samples.key(1)).isPresent());

        gallery.pagesAsked.clear();
        model.rows().look(model.snapshot().get(), new GridRange(500, 540));
        assertEquals(Samples.key(500), gallery.pagesAsked.getFirst().getFirst());

        gallery.pagesAsked.clear();
        queue.emit(new QueueEvent.JobChanged(gallery.get(Samples.key(499)).job()));
        assertEquals(List.of(List.of(Samples.key(499))), gallery.pagesAsked);
    }

    @Test
    void aJumpGivesUpTheRowsOfTheOldPlaceAndScrollingDoesNot() {
        gallery.addAll(Samples.pictures(1, 2000));
        model.open();
        background.stepped = true;
        GallerySnapshot snapshot = model.snapshot().get();
        model.rows().look(snapshot, new GridRange(0, 40));
        model.rows().look(snapshot, new GridRange(8, 48));
        assertEquals(1, background.waiting());
        model.rows().look(snapshot, new GridRange(1500, 1540));
        assertEquals(1, background.waiting());
        background.finish();
        assertTrue(model.rows().row(snapshot.get(1520)).isPresent());
        assertFalse(model.rows().row(snapshot.get(20)).isPresent());
    }

    @Test
    void aCellWhoseRowIsGoneMakesTheGalleryReadAgain() {
        gallery.addAll(Samples.pictures(1, 3));
        model.open();
        gallery.delete(List.of(new ImageId(20)));
        gallery.replace(Samples.key(2), Samples.picture(2, 99));
        gallery.delete(List.of(new ImageId(99)));
        model.rows().look(model.snapshot().get(), new GridRange(0, 3));
        assertEquals(keys(3, 1), shown());
    }

    @Test
    void aStoppedBatchShowsItsFailures() {
        gallery.add(Samples.job(1, JobStatus.QUEUED));
        model.open();
        model.rows().look(model.snapshot().get(), new GridRange(0, 1));
        GalleryKey job = new GalleryKey(1, 0);
        gallery.replace(job, Samples.job(1, JobStatus.FAILED));
        Problem problem = Problem.of(Problem.Kind.LORA_MISSING, "milan.safetensors", "Demo engine");
        queue.emit(new QueueEvent.BatchStopped(new BatchId(1), List.of(new JobId(1)), problem));
        assertEquals(JobStatus.FAILED, model.rows().row(job).orElseThrow().status());
    }

    @Test
    void savesManyWithProgressAndStopsBetweenFiles(@TempDir Path folder) throws IOException {
        List<DownloadViewModel.Progress> seen = new ArrayList<>();
        var downloads = model.downloads();
        downloads
                .progress()
                .subscribe(
                        (_, now) -> {
                            now.ifPresent(seen::add);
                            if (now.filter(progress -> progress.done() == 2).isPresent()) {
                                downloads.stop();
                            }
                        });
        downloads.saveAll(
                List.of(new ImageId(1), new ImageId(2), new ImageId(3), new ImageId(4)), folder);
        assertEquals(new DownloadViewModel.Progress(2, 4), seen.getLast());
        assertTrue(downloads.progress().get().isEmpty());
        try (var files = Files.list(folder)) {
            assertEquals(2, files.count());
        }
        assertTrue(toasts.getLast().text().startsWith("Stopped: 2 of 4"));
    }

    @Test
    void leavesTheQueueWhenClosed() {
        model.open();
        model.open();
        assertEquals(1, queue.listeners());
        model.close();
        assertEquals(0, queue.listeners());
    }

    private void completed(int job) {
        queue.emit(new QueueEvent.JobCompleted(Samples.picture(job).job(), 1));
    }

    private List<GalleryKey> shown() {
        return model.snapshot().get().keys();
    }

    private static List<GalleryKey> keys(int... jobs) {
        List<GalleryKey> keys = new ArrayList<>();
        for (int job : jobs) {
            keys.add(Samples.key(job));
        }
        return keys;
    }

    private static List<GalleryKey> withJob(int job, int... jobs) {
        List<GalleryKey> keys = keys(jobs);
        keys.addFirst(new GalleryKey(job, 0));
        return keys;
    }
}
