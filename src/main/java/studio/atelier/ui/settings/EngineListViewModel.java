package studio.atelier.ui.settings;

import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import studio.atelier.model.Messages;
import studio.atelier.model.Problem;
import studio.atelier.ui.kit.Background;
import studio.atelier.ui.settings.EngineSettings.Change;
import studio.atelier.ui.settings.EngineSettings.Effect;
import studio.atelier.ui.settings.EngineSettings.Entry;
import studio.atelier.ui.settings.EngineSettings.Login;
import studio.atelier.ui.settings.EngineSettings.Protocol;
import studio.atelier.ui.settings.EngineSettings.Saved;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;

/// All engines as they are being entered: they are saved, or given up, together. JavaFX thread only.
public final class EngineListViewModel {
    /// What the list shows.
    public sealed interface Row {
        /// What the environment says, or what is remembered in its words.
        record Variables() implements Row {}

        record Own(EngineDraft draft) implements Row {}

        /// Works while there is nothing else.
        record Demo() implements Row {}
    }

    /// Where the saving stands.
    public enum Saving {
        NONE,
        SAVING,
        SAVED_AT_ONCE,
        SAVED_FOR_NEXT_START
    }

    private record Outcome(Saved saved, List<Entry> known) {}

    /// Others who change something each time at this moment are not to be expected.
    private static final int MOST_TRIES = 3;

    private final EngineSettings settings;
    private final Background background;
    private final Executor ui;
    private final Messages messages = Messages.of("settings");
    private final ConnectionViewModel variables;
    private final ObservableList<EngineDraft> engines = FXCollections.observableArrayList();
    private final EngineRows rows;
    private final ReadOnlyBooleanWrapper changed = new ReadOnlyBooleanWrapper();
    private final ReadOnlyObjectWrapper<Optional<EngineDraft>> incomplete =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Saving> saving = new ReadOnlyObjectWrapper<>(Saving.NONE);
    private final ReadOnlyObjectWrapper<Optional<Problem>> problem =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private Optional<Problem> conflict = Optional.empty();
    private boolean judging;

    /// @param variables the engines that the environment has names for
    public EngineListViewModel(
            EngineSettings settings,
            ConnectionViewModel variables,
            Background background,
            Executor ui) {
        this.settings = settings;
        this.variables = variables;
        this.background = background;
        this.ui = ui;
        this.rows = new EngineRows(engines, variables);
    }

    /// Never empty.
    public ObservableList<Row> rows() {
        return rows.rows();
    }

    public ObservableList<EngineDraft> engines() {
        return engines;
    }

    /// One of the rows.
    public ObjectProperty<Row> chosen() {
        return rows.chosen();
    }

    public ConnectionViewModel variables() {
        return variables;
    }

    /// Whether something is entered that is not saved.
    public ReadOnlyBooleanProperty changed() {
        return changed.getReadOnlyProperty();
    }

    /// The first engine that keeps all from being saved.
    public ReadOnlyObjectProperty<Optional<EngineDraft>> incomplete() {
        return incomplete.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<Saving> saving() {
        return saving.getReadOnlyProperty();
    }

    /// Why they could not be loaded or saved.
    public ReadOnlyObjectProperty<Optional<Problem>> problem() {
        return problem.getReadOnlyProperty();
    }

    /// Reads what is kept; what is being entered stays.
    public void load() {
        background.latest("settings-engines", settings::load, this::merge, this::fail);
    }

    /// Everything was opened anew: what was saved holds.
    void startedAnew() {
        if (saving.get() != Saving.SAVING) {
            saving.set(Saving.NONE);
        }
    }

    /// A new engine, to be entered.
    public void add(Protocol protocol) {
        String name = messages.text("engine.protocol." + nameOf(protocol));
        begin(
                new Entry(
                        settings.newId(),
                        protocol,
                        free(name),
                        true,
                        "",
                        Login.OPEN,
                        List.of(),
                        "",
                        "",
                        ""));
    }

    /// One more like this, with the same secrets.
    public void duplicate(EngineDraft engine) {
        Entry like = engine.entry();
        begin(
                new Entry(
                        settings.newId(),
                        like.protocol(),
                        free(like.name()),
                        like.enabled(),
                        like.address(),
                        like.login(),
                        like.headers(),
                        like.window(),
                        like.price(),
                        like.certificate()));
    }

    /// It goes when all is saved, and its secrets with it; until then it can come back. One that was never saved goes
    /// at once.
    public void remove(EngineDraft engine) {
        if (engine.isFresh()) {
            engines.remove(engine);
        } else {
            engine.remove(true);
        }
        judge();
    }

    public void keep(EngineDraft engine) {
        engine.remove(false);
        judge();
    }

    /// Tries what is entered, saved or not; tells what is missing where that is not enough.
    public void tryIt(EngineDraft engine) {
        engine.judgement().insist();
        judge();
        if (engine.judgement().valid().get()) {
            Entry entry = engine.entry();
            engine.test().start(() -> settings.checks(entry));
        }
    }

    /// Believes a certificate that a test found, once this is saved, and tries again.
    ///
    /// @param fingerprint as `CertificateOffer` found it
    public void trust(EngineDraft engine, String fingerprint) {
        engine.certificate().text().set(fingerprint);
        tryIt(engine);
    }

    /// What others changed meanwhile is kept; where both changed the same, nothing is saved, and that is named.
    public void save() {
        conflict = Optional.empty();
        save(MOST_TRIES);
    }

    private void save(int tries) {
        List<Change> put =
                engines.stream()
                        .filter(engine -> engine.changed().get() && !engine.removed().get())
                        .map(engine -> new Change(engine.base(), engine.entry()))
                        .toList();
        List<Entry> removed =
                engines.stream()
                        .filter(engine -> engine.removed().get())
                        .flatMap(engine -> engine.base().stream())
                        .toList();
        saving.set(Saving.SAVING);
        background.run(
                () -> new Outcome(settings.save(put, removed), settings.load()),
                outcome -> saved(put, removed, outcome, tries),
                this::fail);
    }

    /// Gives up all that was entered.
    public void revert() {
        engines.removeIf(EngineDraft::isFresh);
        engines.forEach(EngineDraft::revert);
        conflict = Optional.empty();
        problem.set(Optional.empty());
        judge();
    }

    private void saved(List<Change> put, List<Entry> removed, Outcome outcome, int tries) {
        if (outcome.saved().effect() == Effect.STALE) {
            saving.set(Saving.NONE);
            merge(outcome.known());
            if (tries > 1 && conflict.isEmpty() && incomplete.get().isEmpty()) {
                save(tries - 1);
            }
            return;
        }
        Map<String, Entry> known = byId(outcome.known());
        List<Entry> written = put.stream().map(Change::now).toList();
        for (EngineDraft engine : engines) {
            Entry now = known.get(engine.id());
            if (now != null && written.contains(engine.entry())) {
                engine.load(now, false);
            }
        }
        Set<String> gone = removed.stream().map(Entry::id).collect(Collectors.toSet());
        engines.removeIf(engine -> gone.contains(engine.id()));
        merge(outcome.known());
        problem.set(conflict.or(() -> outcome.saved().left()));
        saving.set(
                outcome.saved().effect() == Effect.AT_ONCE
                        ? Saving.SAVED_AT_ONCE
                        : Saving.SAVED_FOR_NEXT_START);
    }

    /// Typed engines stay, the others follow what is kept.
    private void merge(List<Entry> kept) {
        Map<String, Entry> known = byId(kept);
        engines.removeIf(
                engine ->
                        engine.isFresh()
                                ? engine.removed().get()
                                : !known.containsKey(engine.id())
                                        && (!engine.changed().get() || engine.removed().get()));
        for (EngineDraft engine : engines) {
            Entry now = known.remove(engine.id());
            if (now == null) {
                orphaned(engine);
            } else if (engine.changed().get() || engine.removed().get()) {
                clash(engine, engine.rebase(now));
            } else if (!engine.base().equals(Optional.of(now))) {
                engine.load(now, false);
            }
        }
        known.values().forEach(entry -> engines.add(draft(entry, false)));
        problem.set(conflict);
        judge();
    }

    private void orphaned(EngineDraft engine) {
        if (!engine.isFresh()) {
            clash(engine, List.of(messages.text("engine.gone-there")));
            engine.orphan();
        }
    }

    private void clash(EngineDraft engine, List<String> what) {
        if (!what.isEmpty()) {
            conflict =
                    Optional.of(
                            Problem.of(
                                    Problem.Kind.ENGINE_CHANGED_ELSEWHERE,
                                    engine.name().text().get(),
                                    String.join(", ", what)));
        }
    }

    private static Map<String, Entry> byId(List<Entry> entries) {
        Map<String, Entry> known = new LinkedHashMap<>();
        entries.forEach(entry -> known.put(entry.id(), entry));
        return known;
    }

    private void fail(Problem trouble) {
        saving.set(Saving.NONE);
        problem.set(Optional.of(trouble));
    }

    private void begin(Entry entry) {
        EngineDraft engine = draft(entry, true);
        engines.add(engine);
        judge();
        rows.chosen().set(new Row.Own(engine));
    }

    private EngineDraft draft(Entry entry, boolean fresh) {
        return new EngineDraft(entry, fresh, new TestViewModel(background, ui), this::judge);
    }

    private void judge() {
        if (judging) {
            return;
        }
        judging = true;
        Optional<EngineDraft> first = Optional.empty();
        for (EngineDraft engine : engines) {
            engine.judgement().judge(settings.complaints(engine.entry(), others(engine)));
            boolean stops =
                    engine.changed().get()
                            && !engine.removed().get()
                            && !engine.judgement().valid().get();
            first = first.or(() -> Optional.of(engine).filter(_ -> stops));
        }
        incomplete.set(first);
        changed.set(engines.stream().anyMatch(EngineListViewModel::isPending));
        if (changed.get() && saving.get() != Saving.SAVING) {
            saving.set(Saving.NONE);
        }
        judging = false;
    }

    private static boolean isPending(EngineDraft engine) {
        return engine.removed().get() ? !engine.isFresh() : engine.changed().get();
    }

    private Set<String> others(EngineDraft engine) {
        return engines.stream()
                .filter(other -> !other.equals(engine) && !other.removed().get())
                .map(other -> other.name().text().get())
                .collect(Collectors.toSet());
    }

    private String free(String name) {
        Set<String> taken =
                engines.stream()
                        .map(engine -> engine.name().text().get().toLowerCase(Locale.ROOT))
                        .collect(Collectors.toSet());
        String bare = name.replaceFirst(" \\d+$", "");
        String candidate = name;
        for (int n = 2; taken.contains(candidate.toLowerCase(Locale.ROOT)); n++) {
            candidate = messages.text("engine.another", bare, n);
        }
        return candidate;
    }

    private static String nameOf(Protocol protocol) {
        return protocol.name().toLowerCase(Locale.ROOT);
    }
}
