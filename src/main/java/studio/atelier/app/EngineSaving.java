package studio.atelier.app;

import org.jspecify.annotations.Nullable;

import studio.atelier.app.EngineEntries.Made;
import studio.atelier.model.Problem;
import studio.atelier.model.StudioException;
import studio.atelier.queue.EngineState;
import studio.atelier.ui.settings.EngineSettings.Change;
import studio.atelier.ui.settings.EngineSettings.Effect;
import studio.atelier.ui.settings.EngineSettings.Entry;
import studio.atelier.ui.settings.EngineSettings.Saved;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/// One saving of the settings' engines: all of it, or nothing where somebody else was there before. Blocks.
final class EngineSaving {
    private static final Saved STALE = new Saved(Effect.STALE, Optional.empty());

    private final Home home;
    private final EnginesAtWork atWork;
    private final List<Entry> known;
    private final Set<String> anew;
    private final Set<String> removed;
    private final List<EngineRecord> put;
    private final Map<String, Optional<String>> secrets = new LinkedHashMap<>();
    private final Map<String, EngineRecord> before = new HashMap<>();

    /// @throws StudioException `SETTING_INVALID`
    EngineSaving(Home home, EnginesAtWork atWork, List<Change> changes, List<Entry> going) {
        this.home = home;
        this.atWork = atWork;
        this.known = new ArrayList<>(going);
        changes.forEach(change -> change.base().ifPresent(known::add));
        this.anew =
                changes.stream()
                        .filter(change -> change.base().isEmpty())
                        .map(change -> change.now().id())
                        .collect(Collectors.toSet());
        this.removed = going.stream().map(Entry::id).collect(Collectors.toSet());
        home.engines().all().forEach(engine -> before.put(engine.id(), engine));
        EngineSecrets kept = home.connections().secrets();
        List<Made> made =
                changes.stream().map(change -> EngineEntries.made(change.now(), kept)).toList();
        made.forEach(each -> secrets.putAll(each.secrets()));
        this.put = made.stream().map(Made::record).toList();
    }

    /// @param follow makes the queue of this process work with what is saved, where it can
    /// @throws StudioException as `EngineSettings.save`
    Saved run(BooleanSupplier follow) {
        if (isStale(Set.of())) {
            return STALE;
        }
        Set<String> renamed =
                put.stream()
                        .filter(engine -> isOtherName(before.get(engine.id()), engine))
                        .map(EngineRecord::id)
                        .collect(Collectors.toSet());
        Optional<Written> written = write(renamed);
        if (written.isEmpty()) {
            return STALE;
        }
        boolean atOnce = follow.getAsBoolean() || holdsAtOnce(renamed);
        return new Saved(atOnce ? Effect.AT_ONCE : Effect.NEXT_START, written.get().left());
    }

    /// @param left what could not be cleaned up
    private record Written(Optional<Problem> left) {}

    /// What changes its name, or goes, gets no more jobs from before on.
    ///
    /// @return empty when somebody else was there before, and nothing is changed
    private Optional<Written> write(Set<String> renamed) {
        Set<String> leaving = new HashSet<>(removed);
        leaving.addAll(renamed);
        List<EngineState> left = atWork.leave(leaving);
        try {
            Optional<Written> done = home.lock().holding(() -> unlessStale(left));
            if (done.isEmpty()) {
                atWork.back(left);
                return done;
            }
            Optional<Problem> trouble = done.get().left();
            for (EngineRecord engine : put) {
                if (renamed.contains(engine.id())) {
                    Optional<Problem> pause = atWork.renamed(engine.id(), engine.name());
                    trouble = trouble.or(() -> pause);
                }
            }
            return Optional.of(new Written(trouble));
        } catch (StudioException e) {
            atWork.back(left);
            throw e;
        }
    }

    private Optional<Written> unlessStale(List<EngineState> left) {
        Set<String> turned = left.stream().map(EngineState::id).collect(Collectors.toSet());
        return isStale(turned)
                ? Optional.empty()
                : Optional.of(new Written(new EngineKeeping(home).change(put, removed, secrets)));
    }

    /// Whether somebody else changed one of these since it was loaded.
    ///
    /// @param turned ids of those that this saving took out of use itself
    private boolean isStale(Set<String> turned) {
        Map<String, Entry> now = new HashMap<>();
        home.engines().all().forEach(one -> now.put(one.id(), EngineEntries.entry(one)));
        for (Entry was : known) {
            Entry is = now.get(was.id());
            boolean same =
                    is != null
                            && was.equals(
                                    turned.contains(was.id()) ? is.enabled(was.enabled()) : is);
            if (!same) {
                return true;
            }
        }
        return anew.stream().anyMatch(now::containsKey);
    }

    /// Where the queue does not follow, it takes an engine into use and out of it all the same.
    private boolean holdsAtOnce(Set<String> renamed) {
        boolean all = removed.isEmpty() && secrets.values().stream().noneMatch(Optional::isPresent);
        for (EngineRecord engine : put) {
            boolean held = !renamed.contains(engine.id()) && atWork.holds(engine);
            EngineRecord was = before.get(engine.id());
            all &= held && was != null && was.enabled(engine.enabled()).equals(engine);
        }
        return all;
    }

    private static boolean isOtherName(@Nullable EngineRecord before, EngineRecord after) {
        return before != null && !before.name().equals(after.name());
    }
}
