package studio.atelier.app;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import studio.atelier.model.StudioException;
import studio.atelier.queue.EarlierJobs;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Looks after the jobs of the earlier web client now and then: it may still be in use on the same database.
final class EarlierJobsWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EarlierJobsWatch.class);
    private static final long PAUSE_SECONDS = 60;

    private final EarlierJobs jobs;
    private final ScheduledExecutorService worker =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofVirtual().name("earlier-jobs").factory());

    EarlierJobsWatch(EarlierJobs jobs) {
        this.jobs = jobs;
    }

    void begin() {
        var _ = worker.scheduleWithFixedDelay(this::look, 0, PAUSE_SECONDS, TimeUnit.SECONDS);
    }

    private void look() {
        try {
            jobs.run();
        } catch (StudioException e) {
            LOG.info("the web client's jobs could not be looked at: {}", e.getMessage());
        } catch (RuntimeException e) {
            // A loop runner: the next look may meet other rows.
            LOG.error("the watch over the web client's jobs failed and goes on", e);
        }
    }

    @Override
    public void close() {
        worker.shutdownNow();
    }
}
