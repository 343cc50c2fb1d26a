package studio.atelier.app;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import studio.atelier.model.StudioException;
import studio.atelier.queue.audit.Audit;
import studio.atelier.queue.audit.AuditReport;
import studio.atelier.queue.audit.Depth;
import studio.atelier.queue.audit.Finding.Kind;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// The audit that runs by itself at a start: in the background, cheaply, and with one line in the log.
final class QuietAudit implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(QuietAudit.class);
    private static final long GRACE_SECONDS = 2;

    private final Audit audit;
    private final ExecutorService worker =
            Executors.newSingleThreadExecutor(Thread.ofVirtual().name("audit-at-start").factory());

    QuietAudit(Audit audit) {
        this.audit = audit;
    }

    void begin() {
        worker.execute(this::run);
    }

    private void run() {
        try {
            AuditReport report = audit.run(Depth.QUICK);
            LOG.info(
                    "audit: {} pictures, {} missing, {} brought home, {} adopted, {} orphans",
                    report.pictures(),
                    report.missing(),
                    report.of(Kind.COLLECTED).size(),
                    report.of(Kind.ADOPTED).size() + report.of(Kind.MOVED).size(),
                    report.of(Kind.ORPHAN).size());
        } catch (StudioException e) {
            LOG.info("the audit could not be made: {}", e.getMessage());
        }
    }

    /// What it began to bring home goes on in the queue.
    @Override
    public void close() {
        worker.shutdownNow();
        try {
            if (!worker.awaitTermination(GRACE_SECONDS, TimeUnit.SECONDS)) {
                LOG.info("the audit did not end in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
