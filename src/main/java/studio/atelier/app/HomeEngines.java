package studio.atelier.app;

import studio.atelier.app.EngineEntries.Made;
import studio.atelier.checks.Check;
import studio.atelier.queue.EngineState;
import studio.atelier.queue.Queue;
import studio.atelier.ui.settings.EngineSettings;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// The engines of a home as the settings show and change them. Safe to share between threads.
final class HomeEngines implements EngineSettings {
    private final Home home;
    private final Map<String, String> environment;
    private final Supplier<Optional<Queue>> running;

    /// @param running the queue of this process, when there is one
    HomeEngines(Home home, Map<String, String> environment, Supplier<Optional<Queue>> running) {
        this.home = home;
        this.environment = environment;
        this.running = running;
    }

    @Override
    public List<Entry> load() {
        return home.engines().all().stream().map(EngineEntries::entry).toList();
    }

    @Override
    public String newId() {
        return EngineRecord.newId();
    }

    @Override
    public List<Complaint> complaints(Entry entry, Set<String> taken) {
        return EngineComplaints.about(entry, taken);
    }

    @Override
    public List<Check> checks(Entry entry) {
        EngineSecrets kept = home.connections().secrets();
        Made made = EngineEntries.made(entry, kept);
        return new ConnectionChecks(home)
                .engine(made.record(), kept.after(made.changes()), variables())
                .map(List::of)
                .orElse(List.of());
    }

    private Map<String, String> variables() {
        return home.connections().under(environment);
    }

    @Override
    public Effect save(List<Entry> put, Set<String> removed) {
        EngineSecrets kept = home.connections().secrets();
        List<Made> made = put.stream().map(entry -> EngineEntries.made(entry, kept)).toList();
        Map<String, String> secrets = new LinkedHashMap<>();
        made.forEach(each -> secrets.putAll(each.secrets()));
        List<EngineRecord> engines = made.stream().map(Made::record).toList();
        Map<String, EngineRecord> before = new HashMap<>();
        home.engines().all().forEach(engine -> before.put(engine.id(), engine));
        new EngineKeeping(home).change(engines, removed, secrets);
        boolean atOnce = removed.isEmpty() && secrets.isEmpty();
        for (EngineRecord engine : engines) {
            Optional<EngineRecord> old = Optional.ofNullable(before.get(engine.id()));
            boolean held = old.filter(was -> holds(was.name(), engine.enabled())).isPresent();
            boolean same =
                    old.filter(was -> was.enabled(engine.enabled()).equals(engine)).isPresent();
            atOnce &= held && same;
        }
        return atOnce ? Effect.AT_ONCE : Effect.NEXT_START;
    }

    /// Takes an engine into use or out of it where it works now.
    ///
    /// @return false when it does not work now
    private boolean holds(String name, boolean enabled) {
        Optional<Queue> queue = running.get();
        Optional<EngineState> state =
                queue.stream()
                        .flatMap(working -> working.engines().stream())
                        .filter(engine -> engine.name().equals(name))
                        .findFirst();
        if (state.filter(now -> now.load().enabled() != enabled).isPresent()) {
            queue.ifPresent(working -> working.enableEngine(name, enabled));
        }
        return state.isPresent();
    }
}
