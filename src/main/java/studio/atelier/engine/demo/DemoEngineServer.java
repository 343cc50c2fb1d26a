package studio.atelier.engine.demo;

import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;

import org.xnio.Options;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// The built-in engine: a server on loopback that answers as ComfyUI does and paints placeholders marked DEMO.
/// Its `input` and `output` folders outlive it; queue, history and node results do not.
public final class DemoEngineServer implements AutoCloseable {
    private final DemoFaults faults = new DemoFaults();
    private final DemoLedger ledger = new DemoLedger();
    private final RunState state = new RunState();
    private final Sockets sockets = new Sockets(faults);

    /// Platform threads, because painting keeps a core busy: virtual threads are not sliced in time, and eight
    /// engines that paint would keep every other virtual thread of the process waiting.
    private final ExecutorService threads =
            Executors.newCachedThreadPool(
                    Thread.ofPlatform().daemon().name("demo-engine-", 1).factory());

    private final PromptQueue queue;
    private final Undertow server;
    private final URI address;

    private DemoEngineServer(DemoOptions options) {
        queue = new PromptQueue(this::announceQueue);
        DemoFiles files = new DemoFiles(options.folder());
        NodeCatalog catalog =
                new NodeCatalog(options.profile(), options.models(), files::inputNames);
        ImageSaver saver = new ImageSaver(files, options.clock(), faults);
        GraphRun.Workshop workshop =
                new GraphRun.Workshop(
                        options,
                        catalog,
                        new NodeRunner(files, saver),
                        new NodeCache(files),
                        state,
                        sockets,
                        faults);
        server = open(options, routes(options, files, catalog));
        InetSocketAddress bound =
                (InetSocketAddress) server.getListenerInfo().getFirst().getAddress();
        address = URI.create("http://127.0.0.1:" + bound.getPort());
        var _ = threads.submit(new Worker(workshop, queue, ledger));
    }

    /// Starts a demo engine and returns when it answers.
    ///
    /// @throws RuntimeException when the port is taken
    public static DemoEngineServer start(DemoOptions options) {
        return new DemoEngineServer(options);
    }

    private List<Route> routes(DemoOptions options, DemoFiles files, NodeCatalog catalog) {
        GraphCheck check = new GraphCheck(catalog, options.profile(), files);
        List<Route> routes = new ArrayList<>();
        routes.addAll(new PromptRoutes(options, check, queue, state, faults, ledger).routes());
        routes.addAll(new InfoRoutes(options, catalog).routes());
        routes.addAll(new FileRoutes(files).routes());
        routes.addAll(new JobRoutes(options.profile(), queue, state).routes());
        return routes;
    }

    private Undertow open(DemoOptions options, List<Route> routes) {
        SocketDoor socketDoor = new SocketDoor(sockets, queue, state, options.profile());
        FrontDoor door =
                new FrontDoor(
                        routes,
                        Handlers.websocket(socketDoor),
                        options.profile(),
                        faults,
                        ledger,
                        threads);
        Undertow undertow =
                Undertow.builder()
                        .addHttpListener(
                                options.port(), InetAddress.getLoopbackAddress().getHostAddress())
                        .setIoThreads(2)
                        .setWorkerThreads(2)
                        .setWorkerOption(Options.THREAD_DAEMON, true)
                        // The limit and its answer are the protocol's own, not the web server's.
                        .setServerOption(UndertowOptions.MAX_ENTITY_SIZE, -1L)
                        .setServerOption(UndertowOptions.MULTIPART_MAX_ENTITY_SIZE, -1L)
                        .setHandler(door)
                        .build();
        undertow.start();
        return undertow;
    }

    private void announceQueue() {
        sockets.broadcastStatus(queue::remaining);
    }

    /// Where it listens, without a slash at the end.
    public URI address() {
        return address;
    }

    /// What it was asked and did, also across `restart`.
    public DemoLedger ledger() {
        return ledger;
    }

    /// How to make it misbehave.
    public DemoFaults faults() {
        return faults;
    }

    /// Sockets open at this moment.
    public int openSockets() {
        return sockets.count();
    }

    /// Cuts all sockets as a broken network does; clients may connect again at once.
    public void dropSockets() {
        sockets.drop();
    }

    /// What a crash and a new start do: sockets are cut, queue, history and the running prompt are forgotten,
    /// numbers start at 0 again; files stay.
    public void restart() {
        state.die();
        queue.forgetAll();
        sockets.drop();
    }

    @Override
    public void close() {
        state.die();
        faults.close();
        sockets.drop();
        server.stop();
        threads.shutdownNow();
        threads.close();
    }
}
