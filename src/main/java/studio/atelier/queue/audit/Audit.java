package studio.atelier.queue.audit;

import studio.atelier.db.AuditStore;
import studio.atelier.db.JobStore;
import studio.atelier.engine.Engine;
import studio.atelier.queue.Recovery;
import studio.atelier.storage.ObjectStore;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/// Compares what is recorded, what is stored, what the engines know and what lies on the local disk. Blocks, one
/// at a time; safe to share between threads.
public final class Audit {
    /// One job's pictures; with a store out of reach the work goes on after that.
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final AuditStore rows;
    private final JobStore jobs;
    private final ObjectStore store;
    private final Supplier<List<Engine>> engines;
    private final Recovery recovery;

    /// @param engines those there are, whenever it is run
    public Audit(
            AuditStore rows,
            JobStore jobs,
            ObjectStore store,
            Supplier<List<Engine>> engines,
            Recovery recovery) {
        this.rows = rows;
        this.jobs = jobs;
        this.store = store;
        this.engines = engines;
        this.recovery = recovery;
    }

    /// @throws studio.atelier.model.StudioException when database or store are out of reach
    public synchronized AuditReport run(Depth depth) {
        var findings = new Findings();
        recovery.begin();
        // First what brings pictures home, then what counts them.
        new KeptFiles(jobs, recovery, LONGEST).run(findings);
        new ForgottenJobs(rows, new Engines(engines.get()), recovery, depth, LONGEST).run(findings);
        var bytes = new StoredBytes(store, recovery.scratch());
        Inventory inventory = Inventory.read(rows, store);
        new MovedPictures(rows, bytes, inventory).run(findings);
        inventory = inventory.after(findings.of(Finding.Kind.MOVED), rows, store);
        new StrayObjects(rows, store, recovery, inventory, depth).run(findings);
        inventory = inventory.after(findings.of(Finding.Kind.ADOPTED), rows, store);
        new RecordedPictures(bytes, inventory, depth).run(findings);
        new PicturelessJobs(rows).run(findings);
        new RecordedReferences(rows, store, bytes, depth).run(findings);
        return findings.report(inventory);
    }
}
