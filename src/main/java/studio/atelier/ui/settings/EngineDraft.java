package studio.atelier.ui.settings;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.Property;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;

import org.jspecify.annotations.Nullable;

import studio.atelier.model.Messages;
import studio.atelier.ui.settings.EngineSettings.Access;
import studio.atelier.ui.settings.EngineSettings.Entry;
import studio.atelier.ui.settings.EngineSettings.Header;
import studio.atelier.ui.settings.EngineSettings.Login;
import studio.atelier.ui.settings.EngineSettings.Protocol;
import studio.atelier.ui.settings.EngineSettings.Secret;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// One engine as it is being entered. What belongs to another kind of engine or of access than the chosen one stays
/// typed, and is not part of it. JavaFX thread only.
public final class EngineDraft {
    private static final Messages MESSAGES = Messages.of("settings");

    private final ObjectProperty<Protocol> protocol = new SimpleObjectProperty<>(Protocol.COMFYUI);
    private final ObjectProperty<Access> access = new SimpleObjectProperty<>(Access.OPEN);
    private final BooleanProperty enabled = new SimpleBooleanProperty(true);
    private final SettingField name = text("ENGINE_NAME");
    private final SettingField address = text("ENGINE_ADDRESS");
    private final SettingField endpoint = text("ENGINE_ENDPOINT");
    private final SettingField user = text("ENGINE_USER");
    private final SettingField window = text("ENGINE_WINDOW");
    private final SettingField price = text("ENGINE_PRICE");
    private final SettingField certificate = text("ENGINE_CERTIFICATE");
    private final EngineSecretField password = new EngineSecretField("ENGINE_PASSWORD");
    private final EngineSecretField token = new EngineSecretField("ENGINE_TOKEN");
    private final EngineSecretField key = new EngineSecretField("ENGINE_KEY");
    private final ObservableList<HeaderDraft> headers = FXCollections.observableArrayList();
    private final ReadOnlyBooleanWrapper changed = new ReadOnlyBooleanWrapper();
    private final ReadOnlyBooleanWrapper removed = new ReadOnlyBooleanWrapper();
    private final TestViewModel test;
    private final EngineJudgement judgement = new EngineJudgement(this);
    private final Runnable onEdit;
    private Entry loaded;
    private boolean fresh;
    private boolean loading;

    /// @param fresh not saved yet
    /// @param onEdit told after each change
    EngineDraft(Entry known, boolean fresh, TestViewModel test, Runnable onEdit) {
        this.loaded = known;
        this.fresh = fresh;
        this.test = test;
        this.onEdit = onEdit;
        load(known, fresh);
        fields().forEach(field -> field.text().subscribe((_, _) -> edited()));
        protocol.subscribe((_, _) -> edited());
        access.subscribe((_, _) -> edited());
        enabled.subscribe((_, _) -> edited());
        headers.addListener((ListChangeListener<HeaderDraft>) _ -> edited());
    }

    private static SettingField text(String name) {
        return new SettingField(FieldKind.text(name));
    }

    public String id() {
        return loaded.id();
    }

    public ObjectProperty<Protocol> protocol() {
        return protocol;
    }

    public ObjectProperty<Access> access() {
        return access;
    }

    public BooleanProperty enabled() {
        return enabled;
    }

    public SettingField name() {
        return name;
    }

    public SettingField address() {
        return address;
    }

    public SettingField endpoint() {
        return endpoint;
    }

    public SettingField user() {
        return user;
    }

    public SettingField password() {
        return password.field();
    }

    public SettingField token() {
        return token.field();
    }

    public SettingField key() {
        return key.field();
    }

    public SettingField window() {
        return window;
    }

    public SettingField price() {
        return price;
    }

    public SettingField certificate() {
        return certificate;
    }

    public ObservableList<HeaderDraft> headers() {
        return headers;
    }

    public TestViewModel test() {
        return test;
    }

    /// Whether something is entered that is not saved.
    public ReadOnlyBooleanProperty changed() {
        return changed.getReadOnlyProperty();
    }

    /// Whether it goes with the next saving.
    public ReadOnlyBooleanProperty removed() {
        return removed.getReadOnlyProperty();
    }

    /// What is wrong, at the fields.
    public EngineJudgement judgement() {
        return judgement;
    }

    boolean isFresh() {
        return fresh;
    }

    void remove(boolean gone) {
        removed.set(gone);
    }

    public void addHeader() {
        headers.add(new HeaderDraft(new Header("", new Secret.None()), this::edited));
    }

    List<SettingField> fields() {
        return List.of(
                name,
                address,
                endpoint,
                user,
                password.field(),
                token.field(),
                key.field(),
                window,
                price,
                certificate);
    }

    /// Shows what is known instead of what was entered.
    ///
    /// @param isNew not saved yet
    void load(Entry known, boolean isNew) {
        loading = true;
        loaded = known;
        fresh = isNew;
        protocol.set(known.protocol());
        access.set(accessOf(known));
        enabled.set(known.enabled());
        texts(known).forEach((field, text) -> field.text().set(text));
        password.load(secretOf(known, Access.PASSWORD));
        token.load(secretOf(known, Access.TOKEN));
        key.load(keyOf(known));
        loadHeaders(known);
        removed.set(false);
        loading = false;
        judgement.forget();
        edited();
    }

    /// Somebody else changed what is saved: what was not touched here follows.
    ///
    /// @return what was changed to something else here and there, in words, with what it is there
    List<String> rebase(Entry known) {
        Entry was = loaded;
        List<String> both = new ArrayList<>();
        loading = true;
        loaded = known;
        fresh = false;
        follow(protocol, was.protocol(), known.protocol(), "ENGINE_PROTOCOL", both);
        follow(access, accessOf(was), accessOf(known), "ENGINE_ACCESS", both);
        follow(enabled, was.enabled(), known.enabled(), "ENGINE_ENABLED", both);
        Map<SettingField, String> before = texts(was);
        texts(known)
                .forEach(
                        (field, text) ->
                                follow(field.text(), before.get(field), text, field.name(), both));
        password.follow(secretOf(known, Access.PASSWORD));
        token.follow(secretOf(known, Access.TOKEN));
        key.follow(keyOf(known));
        List<Header> shown = headers.stream().map(HeaderDraft::header).toList();
        if (shown.equals(was.headers())) {
            loadHeaders(known);
        } else if (!known.headers().equals(was.headers()) && !known.headers().equals(shown)) {
            both.add(MESSAGES.text("field.engine-headers"));
        }
        if (removed.get() && !was.equals(known)) {
            both.add(MESSAGES.text("engine.goes-here"));
        }
        loading = false;
        edited();
        return both;
    }

    /// Somebody else removed it: what is entered here would make it anew.
    void orphan() {
        fresh = true;
        removed.set(false);
        List.of(password, token, key).forEach(secret -> secret.follow(new Secret.None()));
        edited();
    }

    private static <T> void follow(
            Property<T> shown, @Nullable T before, T now, String name, List<String> both) {
        T here = shown.getValue();
        if (Objects.equals(here, before)) {
            shown.setValue(now);
        } else if (!Objects.equals(now, before) && !Objects.equals(now, here)) {
            String label =
                    MESSAGES.text("field." + name.toLowerCase(Locale.ROOT).replace('_', '-'));
            boolean told = now instanceof String text && !text.isBlank();
            both.add(told ? MESSAGES.text("engine.there", label, now) : label);
        }
    }

    /// What is known of it, where it was saved ever.
    Optional<Entry> base() {
        return fresh ? Optional.empty() : Optional.of(loaded);
    }

    private void loadHeaders(Entry known) {
        headers.setAll(
                known.headers().stream().map(each -> new HeaderDraft(each, this::edited)).toList());
    }

    /// What stands in the fields of an engine that is shown as it is known.
    private Map<SettingField, String> texts(Entry known) {
        boolean runpod = known.protocol() == Protocol.RUNPOD;
        return Map.of(
                name, known.name(),
                address, runpod ? "" : known.address(),
                endpoint, runpod ? known.address() : "",
                user, known.login().user(),
                window, known.window(),
                price, known.price(),
                certificate, known.certificate());
    }

    private static Access accessOf(Entry known) {
        return known.protocol() == Protocol.RUNPOD ? Access.OPEN : known.login().access();
    }

    private static Secret secretOf(Entry known, Access access) {
        return accessOf(known) == access ? known.login().secret() : new Secret.None();
    }

    private static Secret keyOf(Entry known) {
        return known.protocol() == Protocol.RUNPOD ? known.login().secret() : new Secret.None();
    }

    /// Gives up what was entered.
    void revert() {
        load(loaded, fresh);
        test.outdate();
    }

    /// As it stands.
    Entry entry() {
        boolean comfy = protocol.get() == Protocol.COMFYUI;
        boolean demo = protocol.get() == Protocol.DEMO;
        return new Entry(
                id(),
                protocol.get(),
                name.text().get().strip(),
                enabled.get(),
                demo ? "" : (comfy ? address : endpoint).text().get().strip(),
                comfy ? login() : demo ? Login.OPEN : new Login(Access.TOKEN, "", key.secret()),
                comfy
                        ? headers.stream()
                                .filter(row -> !row.isBlank())
                                .map(HeaderDraft::header)
                                .toList()
                        : List.of(),
                window.text().get().strip(),
                price.text().get().strip(),
                comfy ? certificate.text().get().strip() : "");
    }

    private Login login() {
        return switch (access.get()) {
            case OPEN -> Login.OPEN;
            case PASSWORD ->
                    new Login(Access.PASSWORD, user.text().get().strip(), password.secret());
            case TOKEN -> new Login(Access.TOKEN, "", token.secret());
        };
    }

    private void edited() {
        if (!loading) {
            judgement.touch();
            changed.set(fresh || !entry().equals(loaded));
            if (changed.get()) {
                test.outdate();
            }
            onEdit.run();
        }
    }
}
