package studio.atelier.app;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import studio.atelier.engine.ComfyAddress;
import studio.atelier.engine.ComfyEngine;
import studio.atelier.engine.Engine;
import studio.atelier.engine.Fingerprint;
import studio.atelier.engine.demo.DemoEngineServer;
import studio.atelier.engine.demo.DemoOptions;
import studio.atelier.engine.runpod.RunPodAddress;
import studio.atelier.engine.runpod.RunPodEngine;
import studio.atelier.model.Problem;
import studio.atelier.model.StudioException;
import studio.atelier.queue.EngineLane;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;

/// Makes engines out of what the environment and a person said of them.
final class EngineSetup {
    private static final Logger LOG = LoggerFactory.getLogger(EngineSetup.class);
    private static final String DEMO_ENGINE = "demo";

    /// Before the names of engines that the environment gives: no id of a record is like that.
    private static final String OUTSIDE = "environment: ";

    private final Home home;
    private final EngineSecrets secrets;
    private final InstantSource clock = InstantSource.system();
    private boolean standsIn;

    EngineSetup(Home home) {
        this(home, home.connections().secrets());
    }

    EngineSetup(Home home, EngineSecrets secrets) {
        this.home = home;
        this.secrets = secrets;
    }

    /// Makes an engine, and leaves to others when it is closed.
    @FunctionalInterface
    interface Making {
        Engine in(OpenParts open);
    }

    /// What an engine is made of.
    ///
    /// @param access its address with its secrets, comparable
    private record Access(String name, Object access) {}

    /// How to make an engine, and what to do with it.
    static final class Recipe {
        private final String key;
        private final Access access;
        private final Making making;
        private final Optional<EngineRecord> settled;
        private final Consumer<Boolean> remember;

        private Recipe(
                String key,
                Access access,
                Making making,
                Optional<EngineRecord> settled,
                Consumer<Boolean> remember) {
            this.key = key;
            this.access = access;
            this.making = making;
            this.settled = settled;
            this.remember = remember;
        }

        /// Unlike that of any other.
        String key() {
            return key;
        }

        Making make() {
            return making;
        }

        /// Whether an engine that was made by the other one does for this.
        boolean isSameEngine(Recipe other) {
            return access.equals(other.access);
        }

        EngineLane lane(Engine engine, Runnable released) {
            return new EngineLane(
                    settled.map(EngineRecord::id).orElse(""),
                    engine,
                    settled.map(EngineRecord::enabled).orElse(true),
                    settled.map(EngineRecord::window).orElse(OptionalInt.empty()),
                    settled.flatMap(EngineRecord::pricePerHour),
                    remember,
                    released);
        }
    }

    /// Whether an engine can be made of this, without asking it anything.
    ///
    /// @throws StudioException `SETTING_INVALID`
    static void check(EngineRecord record, EngineSecrets secrets) {
        var _ =
                switch (record.kind()) {
                    case COMFYUI -> address(record, secrets);
                    case RUNPOD -> RunPodAddress.of(record.address(), access(record, secrets));
                    case DEMO -> "";
                };
    }

    /// Those of the environment, then those that the home knows; the demo engine where there are none. Nothing is
    /// opened.
    ///
    /// @param problems takes what keeps single engines from being used
    /// @throws StudioException when none of several can be used
    List<Recipe> recipes(StudioEnvironment environment, List<Problem> problems) {
        List<Recipe> recipes = new ArrayList<>(ofEnvironment(environment));
        EnginesFile file = home.engines();
        List<Problem> unusable = new ArrayList<>();
        for (EngineRecord record : file.all()) {
            boolean known =
                    recipes.stream().anyMatch(r -> r.access.name().equalsIgnoreCase(record.name()));
            if (!known) {
                try {
                    recipes.add(recipe(record, environment.longestRun(), file));
                } catch (StudioException e) {
                    unusable.add(e.problem());
                }
            }
        }
        if (recipes.isEmpty() && !unusable.isEmpty()) {
            throw new StudioException(unusable.getFirst());
        }
        if (recipes.isEmpty()) {
            standsIn = true;
            recipes.add(
                    unsettled(
                            "",
                            DEMO_ENGINE,
                            home.demoEngine(),
                            open -> demo(open, DEMO_ENGINE, home.demoEngine())));
        }
        problems.addAll(unusable);
        return List.copyOf(recipes);
    }

    /// Whether `recipes` found no engine, and gave the demo engine.
    boolean demoStandsIn() {
        return standsIn;
    }

    /// @throws StudioException `SETTING_INVALID`
    Engine engine(EngineRecord record, OpenParts open) {
        return recipe(record, Optional.empty(), home.engines()).make().in(open);
    }

    private Recipe recipe(EngineRecord record, Optional<Duration> longestRun, EnginesFile file) {
        String name = record.name();
        Consumer<Boolean> remember = enabled -> file.enable(record.id(), enabled);
        return switch (record.kind()) {
            case COMFYUI -> {
                ComfyAddress at = address(record, secrets);
                yield settled(record, at, open -> comfy(open, name, at), remember);
            }
            case RUNPOD -> {
                var bare = RunPodAddress.of(record.address(), access(record, secrets));
                RunPodAddress at = longestRun.map(bare::withLongestRun).orElse(bare);
                yield settled(record, at, open -> runPod(open, name, at), remember);
            }
            case DEMO -> {
                Path folder = home.demoEngine().resolve(record.id());
                yield settled(record, folder, open -> demo(open, name, folder), remember);
            }
        };
    }

    private static Recipe settled(
            EngineRecord record, Object access, Making making, Consumer<Boolean> remember) {
        return new Recipe(
                record.id(),
                new Access(record.name(), access),
                making,
                Optional.of(record),
                remember);
    }

    /// Of which nothing is kept.
    private static Recipe unsettled(String key, String name, Object access, Making making) {
        return new Recipe(key, new Access(name, access), making, Optional.empty(), _ -> {});
    }

    /// What the engines of the environment are called: an engine of the same name would be left out.
    static Set<String> names(Home home, Map<String, String> variables) {
        Set<String> names = new HashSet<>();
        try {
            StudioEnvironment environment = home.environment(variables);
            address(environment).ifPresent(at -> names.add(at.redacted()));
            environment.endpoint().ifPresent(at -> names.add(name(at)));
        } catch (StudioException e) {
            LOG.info("the engines of the environment are not known: {}", e.problem().sentence());
        }
        return names;
    }

    private static Optional<ComfyAddress> address(StudioEnvironment environment) {
        return environment.engine().map(uri -> ComfyAddress.of(uri.toString()));
    }

    private static String name(RunPodAddress endpoint) {
        return "RunPod " + endpoint.id();
    }

    private List<Recipe> ofEnvironment(StudioEnvironment environment) {
        List<Recipe> recipes = new ArrayList<>();
        address(environment)
                .ifPresent(
                        at -> {
                            String name = at.redacted();
                            recipes.add(
                                    unsettled(OUTSIDE + name, name, at, o -> comfy(o, name, at)));
                        });
        environment
                .endpoint()
                .ifPresent(
                        at -> {
                            String name = name(at);
                            recipes.add(
                                    unsettled(OUTSIDE + name, name, at, o -> runPod(o, name, at)));
                        });
        return recipes;
    }

    private static ComfyAddress address(EngineRecord record, EngineSecrets secrets) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String header : record.access().headers()) {
            secrets.find(EngineSecrets.header(record.id(), header))
                    .ifPresent(value -> headers.put(header, value));
        }
        ComfyAddress bare = ComfyAddress.of(record.address(), headers);
        ComfyAddress address =
                switch (record.access().scheme()) {
                    case NONE -> bare;
                    case BASIC -> bare.withBasic(record.access().user(), access(record, secrets));
                    case BEARER -> bare.withBearer(access(record, secrets));
                };
        Optional<Fingerprint> trusted = record.certificate().map(Fingerprint::of);
        return trusted.map(address::trusting).orElse(address);
    }

    private static String access(EngineRecord record, EngineSecrets secrets) {
        return secrets.find(EngineSecrets.access(record.id())).orElse("");
    }

    private Engine comfy(OpenParts open, String name, ComfyAddress at) {
        return opened(open, new ComfyEngine(name, at, false, clock));
    }

    private Engine runPod(OpenParts open, String name, RunPodAddress at) {
        return opened(open, new RunPodEngine(name, at, clock));
    }

    private Engine demo(OpenParts open, String name, Path folder) {
        DemoEngineServer server =
                open.add(DemoEngineServer.start(DemoOptions.in(folder)), DemoEngineServer::close);
        var address = ComfyAddress.of(server.address().toString());
        return opened(open, new ComfyEngine(name, address, true, clock));
    }

    private static Engine opened(OpenParts open, Engine engine) {
        return open.add(engine, Engine::close);
    }
}
