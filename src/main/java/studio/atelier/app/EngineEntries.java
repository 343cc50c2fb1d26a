package studio.atelier.app;

import studio.atelier.app.EngineRecord.Protocol;
import studio.atelier.app.EngineRecord.Scheme;
import studio.atelier.engine.AddressLogin;
import studio.atelier.engine.Fingerprint;
import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;
import studio.atelier.model.StudioException;
import studio.atelier.ui.settings.EngineSettings;
import studio.atelier.ui.settings.EngineSettings.Access;
import studio.atelier.ui.settings.EngineSettings.Entry;
import studio.atelier.ui.settings.EngineSettings.Header;
import studio.atelier.ui.settings.EngineSettings.Login;
import studio.atelier.ui.settings.EngineSettings.Secret;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Between engines as they are kept and as they are entered.
final class EngineEntries {
    private EngineEntries() {}

    /// @param secrets by the names under which they are kept, as far as they are new there; empty for none
    record Made(EngineRecord record, Map<String, Optional<String>> secrets) {
        /// Not the secrets.
        @Override
        public String toString() {
            return record + " with " + secrets.keySet();
        }
    }

    static Entry entry(EngineRecord engine) {
        return new Entry(
                engine.id(),
                EngineSettings.Protocol.valueOf(engine.kind().name()),
                engine.name(),
                engine.enabled(),
                engine.address(),
                login(engine),
                engine.access().headers().stream()
                        .map(
                                name ->
                                        new Header(
                                                name,
                                                kept(EngineSecrets.header(engine.id(), name))))
                        .toList(),
                engine.window().isPresent() ? String.valueOf(engine.window().getAsInt()) : "",
                engine.pricePerHour().map(BigDecimal::toPlainString).orElse(""),
                engine.certificate().map(EngineEntries::fingerprint).orElse(""));
    }

    /// What is none is shown as it is, so that it can be mended.
    private static String fingerprint(String hex) {
        try {
            return Fingerprint.of(hex).toString();
        } catch (StudioException e) {
            return hex;
        }
    }

    private static Login login(EngineRecord engine) {
        Secret secret = kept(EngineSecrets.access(engine.id()));
        if (engine.kind() == Protocol.RUNPOD) {
            return new Login(Access.TOKEN, "", secret);
        }
        return switch (engine.access().scheme()) {
            case NONE -> new Login(Access.OPEN, "", new Secret.None());
            case BASIC -> new Login(Access.PASSWORD, engine.access().user(), secret);
            case BEARER -> new Login(Access.TOKEN, "", secret);
        };
    }

    private static Secret kept(String place) {
        return new Secret.Kept(place);
    }

    /// Blocks where a secret has to move.
    ///
    /// @param secrets as they are kept now
    /// @throws StudioException `SETTING_INVALID`
    static Made made(Entry entered, EngineSecrets secrets) {
        Entry entry = withoutLogin(entered);
        Map<String, Optional<String>> moved = new LinkedHashMap<>();
        boolean comfy = entry.protocol() == EngineSettings.Protocol.COMFYUI;
        List<String> headers = new ArrayList<>();
        if (comfy) {
            for (Header header : entry.headers()) {
                headers.add(header.name());
                String place = EngineSecrets.header(entry.id(), header.name());
                move(header.value(), place, secrets, moved);
            }
        }
        move(entry.login().secret(), EngineSecrets.access(entry.id()), secrets, moved);
        return new Made(
                new EngineRecord(
                        entry.id(),
                        entry.name().strip(),
                        Protocol.valueOf(entry.protocol().name()),
                        entry.enabled(),
                        EngineNumbers.window(entry.window()),
                        EngineNumbers.price(entry.price()),
                        entry.address().strip(),
                        new EngineRecord.Access(
                                scheme(entry.login()), entry.login().user(), headers),
                        Optional.of(entry.certificate())
                                .filter(text -> comfy && !text.isBlank())
                                .map(text -> Fingerprint.of(text).hex())),
                moved);
    }

    private static Scheme scheme(Login login) {
        return switch (login.access()) {
            case OPEN -> Scheme.NONE;
            case PASSWORD -> Scheme.BASIC;
            case TOKEN -> Scheme.BEARER;
        };
    }

    /// A name and a password in an address become what they are; what is entered beside it wins.
    private static Entry withoutLogin(Entry entry) {
        Optional<AddressLogin> found = AddressLogin.in(entry.address());
        if (found.isEmpty()) {
            return entry;
        }
        AddressLogin own = found.get();
        boolean open =
                entry.protocol() == EngineSettings.Protocol.COMFYUI
                        && entry.login().access() == Access.OPEN;
        return new Entry(
                entry.id(),
                entry.protocol(),
                entry.name(),
                entry.enabled(),
                own.address(),
                open
                        ? new Login(Access.PASSWORD, own.user(), new Secret.Typed(own.password()))
                        : entry.login(),
                entry.headers(),
                entry.window(),
                entry.price(),
                entry.certificate());
    }

    private static void move(
            Secret secret,
            String place,
            EngineSecrets secrets,
            Map<String, Optional<String>> moved) {
        switch (secret) {
            // What lies there may be of another kind of access.
            case Secret.None() -> moved.put(place, Optional.empty());
            case Secret.Typed(var text) -> moved.put(place, Optional.of(text));
            case Secret.Kept(var at) -> {
                if (!at.equals(place)) {
                    String found = secrets.find(at).orElseThrow(() -> gone(place));
                    moved.put(place, Optional.of(found));
                }
            }
        }
    }

    private static StudioException gone(String place) {
        return new StudioException(
                Problem.of(
                        Kind.SETTING_INVALID, place, "", Problem.words("engines.expected-secret")));
    }
}
