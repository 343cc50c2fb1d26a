package studio.atelier.queue;

import studio.atelier.storage.ObjectStore;

/// Furnishes what one engine's jobs are run with, each engine like the others. Safe to share between threads.
final class Benches {
    private final Means means;
    private final Workers.Shared shared;
    private final Services services;
    private final JobRecords records;
    private final Dispatcher.Source source;
    private final Conditions conditions;
    private final LatestPixels pixels;
    private final References references;
    private final Cores cores = new Cores(Runtime.getRuntime().availableProcessors());

    Benches(
            Means means,
            Workers.Shared shared,
            Services services,
            JobRecords records,
            Dispatcher.Source source,
            Conditions conditions) {
        this.means = means;
        this.shared = shared;
        this.services = services;
        this.records = records;
        this.source = source;
        this.conditions = conditions;
        this.pixels = new LatestPixels(shared.thumbnails());
        this.references = new References(means.store(), conditions.spool());
    }

    /// Where pictures go, and who holds jobs.
    record Means(
            ObjectStore store, Stores stores, KeptPictures kept, KeptSweep sweep, Hands hands) {}

    Dispatcher dispatcher(EngineLane lane) {
        var link = new EngineLink(lane.engine(), shared.feed(), shared.fractions(), conditions);
        var seat = new Seat(lane, link, conditions);
        var patience = new Patience(link, services, cores, conditions);
        var collector =
                new Collector(
                        new Fetcher(link, patience, means.kept(), pixels, conditions),
                        pixels,
                        patience,
                        means.store(),
                        means.stores().images(),
                        records,
                        services,
                        conditions);
        var runJob =
                new RunJob(
                        new RunJob.At(seat, source.router()),
                        new Sender(link, references, records, conditions),
                        new Watch(link, conditions),
                        collector,
                        means.sweep(),
                        records,
                        conditions);
        return new Dispatcher(seat, runJob, source, means.hands(), services, conditions);
    }
}
