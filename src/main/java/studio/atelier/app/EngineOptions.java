package studio.atelier.app;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import studio.atelier.app.EngineRecord.Access;
import studio.atelier.app.EngineRecord.Protocol;
import studio.atelier.app.EngineRecord.Scheme;
import studio.atelier.engine.AddressLogin;
import studio.atelier.engine.Fingerprint;
import studio.atelier.model.StudioException;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the command line says about an engine; what it does not say stays as it is.
final class EngineOptions {
    private static final String NONE = "none";

    @Option(names = "--kind", paramLabel = "KIND")
    private @Nullable String kind;

    @Option(names = "--address", paramLabel = "URL")
    private @Nullable String address;

    @Option(names = "--user", paramLabel = "NAME")
    private @Nullable String user;

    @Option(names = "--password", interactive = true, arity = "0..1", paramLabel = "PASSWORD")
    private @Nullable String password;

    @Option(names = "--token", interactive = true, arity = "0..1", paramLabel = "TOKEN")
    private @Nullable String token;

    @Option(names = "--header", paramLabel = "NAME=VALUE")
    private Map<String, String> headers = new LinkedHashMap<>();

    @Option(names = "--no-access")
    private boolean open;

    @Option(names = "--window", paramLabel = "N")
    private @Nullable String window;

    @Option(names = "--price", paramLabel = "PER-HOUR")
    private @Nullable String price;

    @Option(names = "--trust", paramLabel = "FINGERPRINT")
    private @Nullable String trust;

    @Option(names = "--enabled", arity = "1", paramLabel = "true|false")
    private @Nullable Boolean enabled;

    /// @throws StudioException `SETTING_INVALID`
    EngineRecord over(EngineRecord before, String name) {
        return new EngineRecord(
                before.id(),
                name,
                kind == null ? before.kind() : Protocol.of(kind),
                enabled == null ? before.enabled() : enabled,
                window == null ? before.window() : EngineNumbers.window(given(window).orElse("")),
                price == null
                        ? before.pricePerHour()
                        : EngineNumbers.price(given(price).orElse("")),
                login().map(AddressLogin::address)
                        .orElse(address == null ? before.address() : address),
                access(before.access()),
                trust == null
                        ? before.certificate()
                        : given(trust).map(text -> Fingerprint.of(text).hex()));
    }

    /// What is to be kept apart from the record, and what is not any more.
    Map<String, Optional<String>> secrets(EngineRecord before) {
        Map<String, Optional<String>> kept = new LinkedHashMap<>();
        if (open) {
            kept.put(EngineSecrets.access(before.id()), Optional.empty());
        }
        Optional.ofNullable(token)
                .or(() -> Optional.ofNullable(password))
                .or(() -> login().map(AddressLogin::password))
                .ifPresent(
                        secret -> kept.put(EngineSecrets.access(before.id()), Optional.of(secret)));
        headers.forEach(
                (name, value) ->
                        kept.put(EngineSecrets.header(before.id(), name), Optional.of(value)));
        return kept;
    }

    /// What an address brings along does not stay in it.
    private Optional<AddressLogin> login() {
        return Optional.ofNullable(address).flatMap(AddressLogin::in);
    }

    private Access access(Access before) {
        Access from = open ? Access.OPEN : before;
        List<String> names = new ArrayList<>(from.headers());
        headers.keySet().stream().filter(name -> !names.contains(name)).forEach(names::add);
        if (token != null) {
            return new Access(Scheme.BEARER, "", names);
        }
        Optional<String> named =
                Optional.ofNullable(user).or(() -> login().map(AddressLogin::user));
        if (named.isPresent() || password != null) {
            return new Access(Scheme.BASIC, named.orElse(from.user()), names);
        }
        return new Access(from.scheme(), from.user(), names);
    }

    private static Optional<String> given(String text) {
        return text.equals(NONE) ? Optional.empty() : Optional.of(text);
    }
}
