package studio.atelier.app;

import org.jspecify.annotations.Nullable;

import studio.atelier.app.EngineEntries.Made;
import studio.atelier.checks.Check;
import studio.atelier.model.Problem;
import studio.atelier.model.StudioException;
import studio.atelier.queue.EngineState;
import studio.atelier.queue.Queue;
import studio.atelier.ui.settings.EngineSettings;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

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
    public Saved save(List<Entry> put, Set<String> removed) {
        EngineSecrets kept = home.connections().secrets();
        List<Made> made = put.stream().map(entry -> EngineEntries.made(entry, kept)).toList();
        Map<String, Optional<String>> secrets = new LinkedHashMap<>();
        made.forEach(each -> secrets.putAll(each.secrets()));
        List<EngineRecord> engines = made.stream().map(Made::record).toList();
        Map<String, EngineRecord> before = new HashMap<>();
        home.engines().all().forEach(engine -> before.put(engine.id(), engine));
        Set<String> renamed =
                engines.stream()
                        .filter(engine -> isOtherName(before.get(engine.id()), engine))
                        .map(EngineRecord::id)
                        .collect(Collectors.toSet());
        Optional<Problem> left = change(engines, removed, secrets, renamed);
        if (follow.getAsBoolean()) {
            return new Saved(Effect.AT_ONCE, left);
        }
        boolean atOnce =
                removed.isEmpty() && secrets.values().stream().noneMatch(Optional::isPresent);
        for (EngineRecord engine : engines) {
            boolean held = !renamed.contains(engine.id()) && atWork.holds(engine);
            atOnce &=
                    held
                            && Optional.ofNullable(before.get(engine.id()))
                                    .filter(was -> was.enabled(engine.enabled()).equals(engine))
                                    .isPresent();
        }
        return new Saved(atOnce ? Effect.AT_ONCE : Effect.NEXT_START, left);
    }

    private static boolean isOtherName(@Nullable EngineRecord before, EngineRecord after) {
        return before != null && !before.name().equals(after.name());
    }

    /// What changes its name, or goes, gets no more jobs from before on.
    private Optional<Problem> change(
            List<EngineRecord> put,
            Set<String> removed,
            Map<String, Optional<String>> secrets,
            Set<String> renamed) {
        Set<String> leaving = new LinkedHashSet<>(removed);
        leaving.addAll(renamed);
        List<EngineState> left = atWork.leave(leaving);
        try {
            Optional<Problem> trouble = new EngineKeeping(home).change(put, removed, secrets);
            for (EngineRecord engine : put) {
                if (renamed.contains(engine.id())) {
                    Optional<Problem> pause = atWork.renamed(engine.id(), engine.name());
                    trouble = trouble.or(() -> pause);
                }
            }
            return trouble;
        } catch (StudioException e) {
            atWork.back(left);
            throw e;
        }
    }
}
