package studio.atelier.ui.generate.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import studio.atelier.model.Delay;
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

    @Test
    void aColdStartIsShownUntilTheJobRuns() {
        JobItem item = item(JobStatus.PROCESSING, Optional.empty());
        for (Delay why : Delay.values()) {
            item.delayed(Optional.of(why), START.plusSeconds(30));
            assertTrue(item.line().get().endsWith("\u00a0\u00b7 30\u00a0s"), item.line().get());
        }
        item.delayed(Optional.of(Delay.COLD_START), START.plusSeconds(31));
        assertEquals("The engine starts a machine\u00a0\u00b7 31\u00a0s", item.line().get());
        item.delayed(Optional.empty(), START.plusSeconds(32));
        assertEquals("Starting\u00a0\u00b7 32\u00a0s", item.line().get());
    }

    private static String line(JobStatus status, Optional<Instant> cancelRequestedAt) {
        return item(status, cancelRequestedAt).line().get();
    }

    private static JobItem item(JobStatus status, Optional<Instant> cancelRequestedAt) {
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
        return new JobItem(job, "dune.png", status.isFinal() ? 1 : 0, START);
    }
}
