package studio.atelier.app;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import studio.atelier.app.EngineRecord.Access;
import studio.atelier.app.EngineRecord.Protocol;
import studio.atelier.cli.CommandLineStudio;
import studio.atelier.engine.EngineDescription;
import studio.atelier.model.Messages;
import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;
import studio.atelier.model.StudioException;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Callable;

/// Lists and changes the engines that a home knows. A studio that is open follows at once. Secrets are never
/// printed.
@Command(
        name = "engines",
        resourceBundle = "studio.atelier.messages.cli",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class EnginesVerb implements Callable<Integer> {
    private static final int DONE = 0;

    private final CommandLineStudio studio;
    private final Map<String, String> environment;
    private final Messages messages = Messages.of("cli");

    EnginesVerb(CommandLineStudio studio, Map<String, String> environment) {
        this.studio = studio;
        this.environment = environment;
    }

    @Override
    public Integer call() {
        return list();
    }

    @Command(name = "list", mixinStandardHelpOptions = true)
    Integer list() {
        List<EngineRecord> engines = home().engines().all();
        if (studio.json()) {
            studio.printJson(Map.of("engines", engines.stream().map(EnginesFile::shown).toList()));
            return DONE;
        }
        if (engines.isEmpty()) {
            print("engines.none");
        }
        engines.forEach(this::print);
        return DONE;
    }

    @Command(name = "add", mixinStandardHelpOptions = true, sortOptions = false)
    Integer add(@Parameters(paramLabel = "NAME") String name, @Mixin EngineOptions options) {
        var empty =
                new EngineRecord(
                        EngineRecord.newId(),
                        name,
                        Protocol.COMFYUI,
                        true,
                        OptionalInt.empty(),
                        Optional.empty(),
                        "",
                        Access.OPEN,
                        Optional.empty());
        Home home = home();
        return home.lock()
                .holding(
                        () -> {
                            if (home.engines().find(name).isPresent()) {
                                throw EnginesFile.nameTaken(name);
                            }
                            return keep(home, empty, name, options);
                        });
    }

    @Command(name = "set", mixinStandardHelpOptions = true, sortOptions = false)
    Integer set(
            @Parameters(paramLabel = "NAME") String name,
            @Option(names = "--name", paramLabel = "NEW-NAME") Optional<String> newName,
            @Mixin EngineOptions options) {
        Home home = home();
        return home.lock()
                .holding(
                        () -> {
                            EngineRecord engine = engine(home, name);
                            return keep(home, engine, newName.orElse(engine.name()), options);
                        });
    }

    @Command(name = "remove", mixinStandardHelpOptions = true)
    Integer remove(@Parameters(paramLabel = "NAME") String name) {
        Home home = home();
        EngineRecord engine = engine(home, name);
        tell(new EngineKeeping(home).change(List.of(), Set.of(engine.id()), Map.of()));
        print("engines.removed", engine.name());
        return DONE;
    }

    @Command(name = "test", mixinStandardHelpOptions = true)
    Integer test(@Parameters(paramLabel = "NAME") String name) {
        Home home = home();
        EngineRecord record = engine(home, name);
        try (var open = new OpenParts()) {
            EngineDescription has = new EngineSetup(home).engine(record, open).describe();
            if (studio.json()) {
                Map<String, Object> said = new LinkedHashMap<>();
                said.put("name", record.name());
                said.put("version", has.version());
                said.put("device", has.device());
                said.put("loras", has.loras());
                studio.printJson(said);
            } else {
                print(
                        "engines.answers",
                        record.name(),
                        has.version(),
                        has.device(),
                        has.loras().size());
            }
            return DONE;
        }
    }

    /// Makes the engine once before anything is written: what cannot work is refused, and changes nothing.
    private Integer keep(Home home, EngineRecord before, String name, EngineOptions options) {
        boolean known = home.engines().find(name).isPresent();
        if (!known
                && EngineSetup.names(home, environment).stream().anyMatch(name::equalsIgnoreCase)) {
            throw EnginesFile.nameTaken(name);
        }
        EngineRecord said = options.over(before, name);
        tell(new EngineKeeping(home).change(List.of(said), Set.of(), options.secrets(before)));
        EngineRecord engine = home.engines().find(name).orElse(said);
        if (studio.json()) {
            studio.printJson(EnginesFile.shown(engine));
        } else {
            print(engine);
        }
        return DONE;
    }

    /// What was left undone; the change itself holds.
    private void tell(Optional<Problem> left) {
        left.ifPresent(problem -> studio.remark(problem.sentence()));
    }

    private static EngineRecord engine(Home home, String name) {
        return home.engines()
                .find(name)
                .orElseThrow(
                        () ->
                                new StudioException(
                                        Problem.of(
                                                Kind.NOT_FOUND,
                                                Problem.words("thing.engine", name))));
    }

    private Home home() {
        Home home = Home.of(studio.home(), environment);
        home.prepare();
        return home;
    }

    private void print(EngineRecord engine) {
        print(
                "engines.one",
                engine.name(),
                engine.kind().word(),
                EnginesFile.bare(engine.address()),
                engine.enabled() ? 1 : 0,
                engine.pricePerHour().map(price -> price.toPlainString()).orElse("-"),
                engine.window().isPresent() ? engine.window().getAsInt() : 0);
    }

    private void print(String key, Object... arguments) {
        studio.out().println(messages.text(key, arguments));
        studio.out().flush();
    }
}
