package studio.atelier.app;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import studio.atelier.app.EngineRecord.Access;
import studio.atelier.app.EngineRecord.Protocol;
import studio.atelier.app.EngineRecord.Scheme;
import studio.atelier.engine.Fingerprint;
import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;
import studio.atelier.model.StudioException;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

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
                window == null ? before.window() : window(window),
                price == null ? before.pricePerHour() : price(price),
                address == null ? before.address() : address,
                access(before.access()),
                trust == null
                        ? before.certificate()
                        : given(trust).map(text -> Fingerprint.of(text).hex()));
    }

    /// What is to be kept apart from the record, and what of before is not needed any more.
    Map<String, Optional<String>> secrets(EngineRecord before) {
        Map<String, Optional<String>> changes = new LinkedHashMap<>();
        if (open) {
            changes.putAll(forgotten(before));
        }
        Optional.ofNullable(token == null ? password : token)
                .ifPresent(
                        secret ->
                                changes.put(
                                        EngineSecrets.access(before.id()), Optional.of(secret)));
        headers.forEach(
                (name, value) ->
                        changes.put(EngineSecrets.header(before.id(), name), Optional.of(value)));
        return changes;
    }

    /// All secrets of an engine, to be forgotten.
    static Map<String, Optional<String>> forgotten(EngineRecord engine) {
        Map<String, Optional<String>> changes = new LinkedHashMap<>();
        changes.put(EngineSecrets.access(engine.id()), Optional.empty());
        engine.access()
                .headers()
                .forEach(
                        header ->
                                changes.put(
                                        EngineSecrets.header(engine.id(), header),
                                        Optional.empty()));
        return changes;
    }

    private Access access(Access before) {
        Access from = open ? Access.OPEN : before;
        List<String> names = new ArrayList<>(from.headers());
        headers.keySet().stream().filter(name -> !names.contains(name)).forEach(names::add);
        if (token != null) {
            return new Access(Scheme.BEARER, "", names);
        }
        if (user != null || password != null) {
            return new Access(Scheme.BASIC, user == null ? from.user() : user, names);
        }
        return new Access(from.scheme(), from.user(), names);
    }

    private static Optional<String> given(String text) {
        return text.equals(NONE) ? Optional.empty() : Optional.of(text);
    }

    private static OptionalInt window(String text) {
        if (text.equals(NONE)) {
            return OptionalInt.empty();
        }
        try {
            return OptionalInt.of(Integer.parseInt(text));
        } catch (NumberFormatException e) {
            throw invalid("window", text, "engines.expected-window");
        }
    }

    private static Optional<BigDecimal> price(String text) {
        try {
            return given(text).map(BigDecimal::new);
        } catch (NumberFormatException e) {
            throw invalid("price", text, "engines.expected-price");
        }
    }

    private static StudioException invalid(String what, String text, String expected) {
        return new StudioException(
                Problem.of(Kind.SETTING_INVALID, what, text, Problem.words(expected)));
    }
}
