package studio.atelier.queue;

import studio.atelier.engine.ComfyAddress;
import studio.atelier.engine.ComfyEngine;
import studio.atelier.engine.Engine;
import studio.atelier.engine.demo.DemoEngineServer;
import studio.atelier.engine.demo.DemoModels;
import studio.atelier.engine.demo.DemoOptions;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// Engines with LoRAs of their own, over sockets. Closed all together, the clients first.
final class DemoEngines implements AutoCloseable {
    private final Path folder;
    private final Deque<Runnable> open = new ArrayDeque<>();

    /// @param folder where each has its files
    DemoEngines(Path folder) {
        this.folder = folder;
    }

    record Running(DemoEngineServer server, Engine engine) {}

    Running start(String name, Duration job, List<String> loras) {
        var server =
                DemoEngineServer.start(
                        DemoOptions.in(folder.resolve(name))
                                .withModels(DemoModels.standard().with("loras", loras))
                                .withJobDuration(job));
        open.addLast(server::close);
        var address = ComfyAddress.of(server.address().toString());
        var engine = new ComfyEngine(name, address, true, InstantSource.system());
        open.addFirst(engine::close);
        return new Running(server, engine);
    }

    @Override
    public void close() {
        open.forEach(Runnable::run);
    }
}
