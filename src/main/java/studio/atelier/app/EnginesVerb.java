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

/// Lists and changes the engines that a home knows. A studio that is open sees changes at its next start. Secrets are
/// never printed.
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
            studio.printJson(Map.of("engines", engines.stream().map(EnginesFile::json).toList()));
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
        if (home().engines().find(name).isPresent()) {
            throw EnginesFile.nameTaken(name);
        }
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
        return keep(empty, name, options);
    }

    @Command(name = "set", mixinStandardHelpOptions = true, sortOptions = false)
    Integer set(
            @Parameters(paramLabel = "NAME") String name,
            @Option(names = "--name", paramLabel = "NEW-NAME") Optional<String> newName,
            @Mixin EngineOptions options) {
        return keep(engine(name), newName.orElse(engine(name).name()), options);
    }

    @Command(name = "remove", mixinStandardHelpOptions = true)
    Integer remove(@Parameters(paramLabel = "NAME") String name) {
        EngineRecord engine = engine(name);
        new EngineKeeping(home()).change(List.of(), Set.of(engine.id()), Map.of());
        print("engines.removed", engine.name());
        return DONE;
    }

    @Command(name = "test", mixinStandardHelpOptions = true)
    Integer test(@Parameters(paramLabel = "NAME") String name) {
        EngineRecord record = engine(name);
        try (var open = new OpenParts()) {
            EngineDescription has = new EngineSetup(home(), open).engine(record).describe();
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
    private Integer keep(EngineRecord before, String name, EngineOptions options) {
        EngineRecord engine = options.over(before, name);
        new EngineKeeping(home()).change(List.of(engine), Set.of(), options.secrets(before));
        if (studio.json()) {
            studio.printJson(EnginesFile.json(engine));
        } else {
            print(engine);
        }
        return DONE;
    }

    private EngineRecord engine(String name) {
        return home().engines()
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
                engine.address().replaceAll("//[^/@]*@", "//"),
                engine.enabled() ? 1 : 0,
                engine.pricePerHour().map(price -> price.toPlainString()).orElse("-"),
                engine.window().isPresent() ? engine.window().getAsInt() : 0);
    }

    private void print(String key, Object... arguments) {
        studio.out().println(messages.text(key, arguments));
        studio.out().flush();
    }
}
