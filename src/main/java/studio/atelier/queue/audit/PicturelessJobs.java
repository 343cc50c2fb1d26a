package studio.atelier.queue.audit;

import studio.atelier.db.AuditStore;

/// Completed jobs of which no picture is recorded.
final class PicturelessJobs implements Check {
    private final AuditStore rows;

    PicturelessJobs(AuditStore rows) {
        this.rows = rows;
    }

    @Override
    public void run(Findings findings) {
        rows.completedWithoutPicture()
                .forEach(job -> findings.add(Finding.Kind.NO_PICTURE, job.toString(), job));
    }
}
