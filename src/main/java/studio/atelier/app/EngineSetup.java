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
import java.util.Set;

/// Makes engines out of what the environment and a person said of them.
final class EngineSetup {
    private static final Logger LOG = LoggerFactory.getLogger(EngineSetup.class);
    private static final String DEMO_ENGINE = "demo";

    private final Home home;
    private final EngineSecrets secrets;
    private final OpenParts open;
    private final InstantSource clock = InstantSource.system();
    private Optional<Duration> longestRun = Optional.empty();
    private boolean standsIn;

    /// @param open closes what is made here
    EngineSetup(Home home, OpenParts open) {
        this(home, open, home.connections().secrets());
    }

    EngineSetup(Home home, OpenParts open, EngineSecrets secrets) {
        this.home = home;
        this.secrets = secrets;
        this.open = open;
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

    /// Those of the environment, then those that the home knows; the demo engine where there are none.
    ///
    /// @param problems takes what keeps single engines from being used
    /// @throws StudioException when none of several can be used
    List<EngineLane> lanes(StudioEnvironment environment, List<Problem> problems) {
        List<EngineLane> lanes = new ArrayList<>();
        longestRun = environment.longestRun();
        ofEnvironment(environment).forEach(engine -> lanes.add(EngineLane.of(engine)));
        EnginesFile file = home.engines();
        List<Problem> unusable = new ArrayList<>();
        for (EngineRecord record : file.all()) {
            boolean known = lanes.stream().anyMatch(l -> l.name().equalsIgnoreCase(record.name()));
            if (!known) {
                try {
                    lanes.add(lane(record, file));
                } catch (StudioException e) {
                    unusable.add(e.problem());
                }
            }
        }
        if (lanes.isEmpty() && !unusable.isEmpty()) {
            throw new StudioException(unusable.getFirst());
        }
        if (lanes.isEmpty()) {
            standsIn = true;
            lanes.add(EngineLane.of(demo(DEMO_ENGINE, home.demoEngine())));
        }
        problems.addAll(unusable);
        return List.copyOf(lanes);
    }

    /// Whether `lanes` found no engine, and gave the demo engine.
    boolean demoStandsIn() {
        return standsIn;
    }

    /// @throws StudioException `SETTING_INVALID`
    Engine engine(EngineRecord record) {
        return switch (record.kind()) {
            case COMFYUI ->
                    opened(new ComfyEngine(record.name(), address(record, secrets), false, clock));
            case RUNPOD -> opened(new RunPodEngine(record.name(), endpoint(record), clock));
            case DEMO -> demo(record.name(), home.demoEngine().resolve(record.id()));
        };
    }

    private RunPodAddress endpoint(EngineRecord record) {
        var address = RunPodAddress.of(record.address(), access(record, secrets));
        return longestRun.map(address::withLongestRun).orElse(address);
    }

    private EngineLane lane(EngineRecord record, EnginesFile file) {
        return new EngineLane(
                record.id(),
                engine(record),
                record.enabled(),
                record.window(),
                record.pricePerHour(),
                enabled -> file.enable(record.id(), enabled));
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

    private List<Engine> ofEnvironment(StudioEnvironment environment) {
        List<Engine> engines = new ArrayList<>();
        address(environment)
                .ifPresent(at -> engines.add(new ComfyEngine(at.redacted(), at, false, clock)));
        environment.endpoint().ifPresent(at -> engines.add(new RunPodEngine(name(at), at, clock)));
        engines.forEach(this::opened);
        return engines;
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

    private Engine demo(String name, Path folder) {
        DemoEngineServer server =
                open.add(DemoEngineServer.start(DemoOptions.in(folder)), DemoEngineServer::close);
        var address = ComfyAddress.of(server.address().toString());
        return opened(new ComfyEngine(name, address, true, clock));
    }

    private Engine opened(Engine engine) {
        return open.add(engine, Engine::close);
    }
}
