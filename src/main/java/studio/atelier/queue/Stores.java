package studio.atelier.queue;

import studio.atelier.db.BatchStore;
import studio.atelier.db.BudgetStore;
import studio.atelier.db.ClaimStore;
import studio.atelier.db.Database;
import studio.atelier.db.ImageStore;
import studio.atelier.db.JobStore;
import studio.atelier.db.LeaseStore;
import studio.atelier.db.NeedsStore;
import studio.atelier.db.Notices;
import studio.atelier.db.PaceStore;
import studio.atelier.db.SettingStore;

/// The tables that the queue lives in.
public record Stores(
        BatchStore batches,
        JobStore jobs,
        ClaimStore claims,
        LeaseStore leases,
        ImageStore images,
        PaceStore pace,
        NeedsStore needs,
        BudgetStore budget,
        SettingStore settings,
        Notices notices) {
    public static Stores of(Database database) {
        return new Stores(
                new BatchStore(database),
                new JobStore(database),
                new ClaimStore(database),
                new LeaseStore(database),
                new ImageStore(database),
                new PaceStore(database),
                new NeedsStore(database),
                new BudgetStore(database),
                new SettingStore(database),
                new Notices(database));
    }
}
