package studio.atelier.ui.generate.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import studio.atelier.model.Job;
import studio.atelier.model.JobId;
import studio.atelier.model.JobStatus;
import studio.atelier.model.Parameters;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

class JobItemTest {
    private static final Instant START = Instant.parse("2026-05-04T10:00:00Z");

    @Test
    void aPictureThatWasFasterThanItsCancelSaysSo() {
        assertEquals(
                "Finished before it could be cancelled",
                line(JobStatus.COMPLETED, Optional.of(START)));
        assertEquals("Done in 9\u00a0s", line(JobStatus.COMPLETED, Optional.empty()));
        assertEquals("Cancelled", line(JobStatus.CANCELLED, Optional.of(START)));
    }

    private static String line(JobStatus status, Optional<Instant> cancelRequestedAt) {
        var job =
                new Job(
                        new JobId(1),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        1,
                        OptionalLong.of(7),
                        status,
                        "",
                        "",
                        Parameters.EMPTY,
                        Optional.empty(),
                        Optional.empty(),
                        1,
                        0,
                        Optional.empty(),
                        cancelRequestedAt,
                        Optional.empty(),
                        START,
                        Optional.of(START),
                        Optional.of(START.plusSeconds(9)));
        return new JobItem(job, "dune.png", 1, START).line().get();
    }
}
