package studio.atelier.checks;

import studio.atelier.engine.Engine;
import studio.atelier.engine.EngineDescription;
import studio.atelier.model.LoraModel;
import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The steps of an engine.
public final class EngineCheck {
    /// Whose protocol is spoken.
    private static final String OLDEST = "0.3.64";

    private static final Pattern VERSION = Pattern.compile("v?(\\d+)\\.(\\d+)(?:\\.(\\d+))?.*");

    private static final Map<String, Step> BLAMED =
            Map.of(
                    Kind.ENGINE_HOST_UNKNOWN.code(), Step.HOST,
                    Kind.ENGINE_UNREACHABLE.code(), Step.ANSWERS,
                    Kind.POD_AWAY.code(), Step.ANSWERS,
                    Kind.POD_SLOW.code(), Step.ANSWERS,
                    Kind.ENGINE_BUSY.code(), Step.ANSWERS,
                    Kind.ENGINE_CERTIFICATE.code(), Step.SAFE,
                    Kind.ENGINE_UNTRUSTED.code(), Step.SAFE,
                    Kind.ENGINE_CERTIFICATE_CHANGED.code(), Step.SAFE,
                    Kind.ENGINE_REFUSED.code(), Step.SIGN_IN,
                    Kind.ENGINE_LOGIN_PAGE.code(), Step.SIGN_IN);

    private final AtomicReference<Engine> engine = new AtomicReference<>();
    private final AtomicReference<EngineDescription> has = new AtomicReference<>();

    private EngineCheck() {}

    /// @param https whether the address asks for encryption
    /// @param engine made from what was typed; closed with the check
    /// @param models those of the studio, empty where the database cannot be asked; blocks
    public static Check of(
            String name,
            boolean https,
            Supplier<Engine> engine,
            Supplier<Optional<List<LoraModel>>> models) {
        var check = new EngineCheck();
        return new Check(
                Subject.ENGINE,
                name,
                List.of(
                        Ask.of(Step.ADDRESS, () -> check.make(engine)),
                        new Ask(
                                List.of(
                                        Step.HOST,
                                        Step.ANSWERS,
                                        Step.SAFE,
                                        Step.SIGN_IN,
                                        Step.VERSION),
                                BLAMED,
                                check::describe,
                                () -> Map.of(Step.SAFE, CheckWords.encryption(https))),
                        Ask.of(Step.LORAS, check::loras),
                        Ask.of(Step.MODELS, () -> check.models(models.get()))),
                check::close);
    }

    private Finding make(Supplier<Engine> maker) {
        engine.set(maker.get());
        return Finding.ok(name());
    }

    private Finding describe() {
        EngineDescription found = Objects.requireNonNull(engine.get()).describe();
        has.set(found);
        if (found.version().isEmpty()) {
            return Finding.ok(found.device());
        }
        return Finding.of(
                CheckWords.text("engine.version", found.version()),
                isOld(found.version())
                        ? List.of(Problem.of(Kind.ENGINE_TOO_OLD, name(), found.version(), OLDEST))
                        : List.of());
    }

    private Finding loras() {
        EngineDescription found = description();
        if (found.isSilent()) {
            return Finding.skipped(CheckWords.text("engine.silent"));
        }
        return Finding.of(
                CheckWords.text("engine.loras", found.loras().size()),
                found.loras().isEmpty()
                        ? List.of(Problem.of(Kind.LORAS_EMPTY, name()))
                        : List.of());
    }

    private Finding models(Optional<List<LoraModel>> known) {
        if (known.isEmpty() || description().isSilent()) {
            return Finding.skipped(
                    CheckWords.text(known.isEmpty() ? "engine.models.unknown" : "engine.silent"));
        }
        List<Problem> missing =
                known.get().stream()
                        // What a model does not name is not the engine's to have.
                        .filter(model -> !model.loraFile().isBlank())
                        .flatMap(
                                model ->
                                        description()
                                                .loraProblem(model.loraFile(), name())
                                                .stream())
                        .distinct()
                        .toList();
        return Finding.of(
                missing.isEmpty() ? CheckWords.text("engine.models", known.get().size()) : "",
                missing);
    }

    private EngineDescription description() {
        return Objects.requireNonNull(has.get());
    }

    private String name() {
        return Objects.requireNonNull(engine.get()).name();
    }

    private void close() {
        Optional.ofNullable(engine.get()).ifPresent(Engine::close);
    }

    /// What is no version, as one built from sources may say, is taken for new.
    static boolean isOld(String version) {
        Matcher found = VERSION.matcher(version);
        Matcher oldest = VERSION.matcher(OLDEST);
        if (!found.matches() || !oldest.matches()) {
            return false;
        }
        for (int part = 1; part <= 3; part++) {
            int difference = Integer.compare(number(found, part), number(oldest, part));
            if (difference != 0) {
                return difference < 0;
            }
        }
        return false;
    }

    private static int number(Matcher version, int part) {
        String digits = version.group(part);
        return digits == null || digits.length() > 6 ? 0 : Integer.parseInt(digits);
    }
}
