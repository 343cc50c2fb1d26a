package studio.atelier.app;

import studio.atelier.app.EngineEntries.Made;
import studio.atelier.checks.Check;
import studio.atelier.queue.Queue;
import studio.atelier.ui.settings.EngineSettings;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// The engines of a home as the settings show and change them. Safe to share between threads.
final class HomeEngines implements EngineSettings {
    private final Home home;
    private final Map<String, String> environment;
    private final EnginesAtWork atWork;
    private final BooleanSupplier follow;

    /// What the engines of the environment are called, as it was when this was last read.
    private volatile Set<String> said = Set.of();

    /// @param running the queue of this process, when there is one
    /// @param follow makes that queue work with what is saved, where it can; blocks
    HomeEngines(
            Home home,
            Map<String, String> environment,
            Supplier<Optional<Queue>> running,
            BooleanSupplier follow) {
        this.follow = follow;
        this.home = home;
        this.environment = environment;
        this.atWork = new EnginesAtWork(running);
    }

    @Override
    public List<Entry> load() {
        said = EngineSetup.names(home, environment);
        return home.engines().all().stream().map(EngineEntries::entry).toList();
    }

    @Override
    public String newId() {
        return EngineRecord.newId();
    }

    @Override
    public List<Complaint> complaints(Entry entry, Set<String> taken) {
        Set<String> all = new HashSet<>(taken);
        all.addAll(said);
        return EngineComplaints.about(entry, all);
    }

    @Override
    public List<Check> checks(Entry entry) {
        EngineSecrets kept = home.connections().secrets();
        Made made = EngineEntries.made(entry, kept);
        return new ConnectionChecks(home)
                .engine(
                        made.record(),
                        new EngineKeeping(home).with(made.record(), made.secrets()),
                        variables())
                .map(List::of)
                .orElse(List.of());
    }

    private Map<String, String> variables() {
        return home.connections().under(environment);
    }

    @Override
    public Saved save(List<Change> put, List<Entry> removed) {
        return new EngineSaving(home, atWork, put, removed).run(follow);
    }
}
