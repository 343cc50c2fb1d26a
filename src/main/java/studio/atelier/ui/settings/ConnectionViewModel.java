package studio.atelier.ui.settings;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import studio.atelier.checks.Connection;
import studio.atelier.model.Problem;
import studio.atelier.ui.kit.Background;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executor;

/// One connection as it is being entered: what is typed stays until it is saved or given up, whatever else is shown
/// meanwhile. JavaFX thread only.
public final class ConnectionViewModel {
    /// Where the saving stands.
    public enum Saving {
        NONE,
        SAVING,
        /// Kept; it holds from the next start on.
        SAVED
    }

    /// What has no say in which models a service lists.
    private static final List<String> BESIDE = List.of("CAPTIONS_MODEL", "CAPTIONS_PER_MINUTE");

    private final Connection connection;
    private final ConnectionSettings settings;
    private final Background background;
    private final TestViewModel test;
    private final NameListViewModel names;
    private final List<SettingField> fields;
    private final ReadOnlyObjectWrapper<List<String>> fixed =
            new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyBooleanWrapper changed = new ReadOnlyBooleanWrapper();
    private final ReadOnlyBooleanWrapper valid = new ReadOnlyBooleanWrapper(true);
    private final ReadOnlyObjectWrapper<Saving> saving = new ReadOnlyObjectWrapper<>(Saving.NONE);
    private final ReadOnlyObjectWrapper<Optional<Problem>> problem =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private Map<String, String> loaded = Map.of();
    private boolean loading;

    public ConnectionViewModel(
            Connection connection,
            ConnectionSettings settings,
            Background background,
            Executor ui) {
        this.connection = connection;
        this.settings = settings;
        this.background = background;
        this.test = new TestViewModel(background, ui);
        this.names = new NameListViewModel(settings::models, background, this::values, BESIDE);
        this.fields =
                FieldKind.of(connection).stream()
                        .map(kind -> new SettingField(kind, names(kind)))
                        .toList();
        fields.forEach(field -> field.text().subscribe((_, _) -> edited()));
    }

    public Connection connection() {
        return connection;
    }

    public List<SettingField> fields() {
        return fields;
    }

    public TestViewModel test() {
        return test;
    }

    /// The variables of the environment that say what is connected; if any, nothing can be changed here.
    public ReadOnlyObjectProperty<List<String>> fixed() {
        return fixed.getReadOnlyProperty();
    }

    /// Whether something is typed that is not saved.
    public ReadOnlyBooleanProperty changed() {
        return changed.getReadOnlyProperty();
    }

    public ReadOnlyBooleanProperty valid() {
        return valid.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<Saving> saving() {
        return saving.getReadOnlyProperty();
    }

    /// Why it could not be loaded or saved, or what is wrong with no field in particular.
    public ReadOnlyObjectProperty<Optional<Problem>> problem() {
        return problem.getReadOnlyProperty();
    }

    /// Reads what is remembered, unless something is being entered.
    public void load() {
        if (!changed.get()) {
            background.latest(
                    "settings-" + connection,
                    () -> settings.load(connection),
                    this::follow,
                    trouble -> problem.set(Optional.of(trouble)));
        }
    }

    /// Gives up what was typed.
    public void revert() {
        show(loaded, fixed.get());
        test.outdate();
    }

    /// Tries what is typed, saved or not.
    public void tryIt() {
        Map<String, String> values = values();
        test.start(() -> settings.checks(connection, values));
    }

    public void save() {
        Map<String, String> values = values();
        saving.set(Saving.SAVING);
        background.run(
                () -> {
                    settings.save(connection, values);
                    return settings.load(connection);
                },
                known -> {
                    show(known);
                    saving.set(Saving.SAVED);
                },
                trouble -> {
                    saving.set(Saving.NONE);
                    problem.set(Optional.of(trouble));
                });
    }

    /// Everything was opened anew: what was saved holds.
    void startedAnew() {
        if (saving.get() == Saving.SAVED) {
            saving.set(Saving.NONE);
        }
    }

    /// What was saved and waits for the next start is said until something else is there.
    private void follow(ConnectionSettings.Known known) {
        Saving before = saving.get();
        boolean same = known.equals(new ConnectionSettings.Known(loaded, fixed.get()));
        show(known);
        if (same) {
            saving.set(before);
        } else {
            test.outdate();
        }
    }

    private void show(ConnectionSettings.Known known) {
        show(known.values(), known.fixed());
    }

    private void show(Map<String, String> values, List<String> byEnvironment) {
        loading = true;
        loaded = values;
        fields.forEach(field -> field.load(values));
        loading = false;
        fixed.set(byEnvironment);
        saving.set(Saving.NONE);
        edited();
    }

    private void edited() {
        if (loading) {
            return;
        }
        Map<String, String> values = values();
        Map<String, String> before = new TreeMap<>(loaded);
        fields.forEach(
                field -> {
                    var known = new SettingField(field.kind());
                    known.load(loaded);
                    known.addTo(before);
                });
        changed.set(!values.equals(before));
        if (changed.get()) {
            saving.set(Saving.NONE);
            test.outdate();
        }
        judge(settings.complaint(connection, values));
        names.edited();
    }

    private void judge(Optional<ConnectionSettings.Complaint> complaint) {
        String at = complaint.map(ConnectionSettings.Complaint::name).orElse("");
        String words = complaint.map(wrong -> FieldWords.of(wrong.problem())).orElse("");
        boolean placed = false;
        for (SettingField field : fields) {
            boolean here = field.name().equals(at) || field.kind().aliases().contains(at);
            placed |= here;
            field.complain(here ? words : "");
        }
        valid.set(complaint.isEmpty());
        problem.set(
                placed ? Optional.empty() : complaint.map(ConnectionSettings.Complaint::problem));
    }

    private Optional<NameListViewModel> names(FieldKind kind) {
        return Optional.of(names).filter(_ -> kind.form() == FieldKind.Form.LISTED);
    }

    /// What is typed, over what has no field here.
    private Map<String, String> values() {
        Map<String, String> values = new TreeMap<>(loaded);
        fields.forEach(field -> field.addTo(values));
        return values;
    }
}
