package studio.atelier.ui.gallery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import studio.atelier.gallery.GalleryDetail;
import studio.atelier.model.Job;
import studio.atelier.model.JobStatus;

import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;

class DetailTextTest {
    private final DetailText words = new DetailText(ZoneOffset.UTC, Locale.ENGLISH);

    @Test
    void aPictureThatWasFasterThanItsCancelSaysSo() {
        assertEquals(
                Optional.of("Finished before it could be cancelled"),
                words.note(cancelled(Samples.picture(1))));
        assertEquals(Optional.empty(), words.note(Samples.picture(1)));
        assertEquals(Optional.empty(), words.note(cancelled(Samples.job(1, JobStatus.CANCELLED))));
    }

    private static GalleryDetail cancelled(GalleryDetail detail) {
        Job job = detail.job();
        return new GalleryDetail(
                detail.key(),
                new Job(
                        job.id(),
                        job.batch(),
                        job.model(),
                        job.workflow(),
                        job.reference(),
                        job.variation(),
                        job.seed(),
                        job.status(),
                        job.positivePrompt(),
                        job.negativePrompt(),
                        job.parameters(),
                        job.promptId(),
                        job.engine(),
                        job.attempt(),
                        job.priority(),
                        job.notBefore(),
                        job.startedAt(),
                        job.problem(),
                        job.createdAt(),
                        job.startedAt(),
                        job.completedAt()),
                detail.image(),
                detail.model(),
                detail.workflow(),
                detail.reference());
    }
}
