package studio.atelier.app;

import studio.atelier.cli.Workspace;
import studio.atelier.db.AuditStore;
import studio.atelier.db.Database;
import studio.atelier.db.DatabaseAddress;
import studio.atelier.db.EmbeddedPostgres;
import studio.atelier.db.ImageStore;
import studio.atelier.db.JobStore;
import studio.atelier.engine.ComfyAddress;
import studio.atelier.engine.ComfyEngine;
import studio.atelier.engine.Engine;
import studio.atelier.engine.demo.DemoEngineServer;
import studio.atelier.engine.demo.DemoOptions;
import studio.atelier.gallery.Gallery;
import studio.atelier.gallery.Library;
import studio.atelier.gallery.PictureSource;
import studio.atelier.gallery.move.StoreMoves;
import studio.atelier.model.Messages;
import studio.atelier.model.Problem;
import studio.atelier.queue.Conditions;
import studio.atelier.queue.DurableQueue;
import studio.atelier.queue.Queue;
import studio.atelier.queue.Stores;
import studio.atelier.queue.audit.Audit;
import studio.atelier.storage.ObjectStore;
import studio.atelier.storage.image.JpegDecoder;
import studio.atelier.storage.image.ThumbnailCache;
import studio.atelier.storage.image.Thumbnails;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Every long-lived object without a screen, made by hand in the order of need and closed in reverse.
final class Core implements Workspace {
    private static final String DEMO_ENGINE = "demo";

    private final OpenParts open = new OpenParts();
    private final Library library;
    private final Gallery gallery;
    private final PictureSource pictures;
    private final DurableQueue queue;
    private final Audit audit;
    private final QuietAudit auditAtStart;
    private final StoreMoves storeMoves;
    private final List<Problem> problems;
    private final String places;

    private Core(
            Home home,
            StudioEnvironment environment,
            JpegDecoder jpeg,
            UnaryOperator<Conditions> conditions) {
        try {
            DatabaseAddress address = databaseAddress(home, environment);
            Database database = open.add(Database.open(address), Database::close);
            database.check();
            database.migrate(environment.migrations().map(DatabaseAddress::parse));
            ObjectStore store =
                    open.add(
                                    OpenStore.of(environment.store().orElseGet(home::pictures)),
                                    OpenStore::close)
                            .store();
            var shelves =
                    Shelves.over(
                            database,
                            store,
                            new ThumbnailCache(home.thumbnails(), new Thumbnails(jpeg)));
            library = shelves.library();
            gallery = shelves.gallery();
            pictures = shelves.pictures();
            problems = new FirstStart(database, library, home).run();
            Engine engine = open.add(engine(home, environment), Engine::close);
            queue =
                    open.add(
                            new DurableQueue(
                                    Stores.of(database),
                                    store,
                                    List.of(engine),
                                    conditions.apply(Conditions.of(home.identity(), home.spool()))),
                            DurableQueue::close);
            audit =
                    new Audit(
                            new AuditStore(database),
                            new JobStore(database),
                            store,
                            List.of(engine),
                            queue.recovery());
            storeMoves = new MoveBetweenStores(home, environment, database);
            auditAtStart = open.add(new QuietAudit(audit), QuietAudit::close);
            var ahead =
                    open.add(
                            new ThumbnailsAhead(new ImageStore(database), pictures),
                            ThumbnailsAhead::close);
            open.add(queue.subscribe(ahead::onEvent), Queue.Subscription::close);
            places =
                    Messages.of("main")
                            .text(
                                    "places",
                                    home.folder().toString(),
                                    address.redacted(),
                                    store.description(),
                                    environment
                                            .engine()
                                            .map(uri -> ComfyAddress.of(uri.toString()).redacted())
                                            .orElse(DEMO_ENGINE));
        } catch (RuntimeException e) {
            try (OpenParts _ = open) {
                throw e;
            }
        }
    }

    /// Opens everything; blocks.
    ///
    /// @param jpeg how JPEG is decoded for thumbnails
    /// @throws studio.atelier.model.StudioException saying what is in the way
    static Core open(Home home, StudioEnvironment environment, JpegDecoder jpeg) {
        return open(home, environment, jpeg, UnaryOperator.identity());
    }

    /// As `open`, with other conditions for the queue, as drills want them.
    static Core open(
            Home home,
            StudioEnvironment environment,
            JpegDecoder jpeg,
            UnaryOperator<Conditions> conditions) {
        home.prepare();
        return new Core(home, environment, jpeg, conditions);
    }

    private DatabaseAddress databaseAddress(Home home, StudioEnvironment environment) {
        Optional<String> configured = environment.database();
        return configured.isPresent()
                ? DatabaseAddress.parse(configured.get())
                : open.add(EmbeddedPostgres.start(home.folder()), EmbeddedPostgres::close)
                        .address();
    }

    private Engine engine(Home home, StudioEnvironment environment) {
        var clock = InstantSource.system();
        if (environment.engine().isPresent()) {
            var address = ComfyAddress.of(environment.engine().get().toString());
            return new ComfyEngine(address.redacted(), address, false, clock);
        }
        DemoEngineServer server =
                open.add(
                        DemoEngineServer.start(DemoOptions.in(home.demoEngine())),
                        DemoEngineServer::close);
        var address = ComfyAddress.of(server.address().toString());
        return new ComfyEngine(DEMO_ENGINE, address, true, clock);
    }

    @Override
    public Library library() {
        return library;
    }

    @Override
    public DurableQueue queue() {
        return queue;
    }

    @Override
    public Gallery gallery() {
        return gallery;
    }

    @Override
    public Audit audit() {
        return audit;
    }

    @Override
    public StoreMoves storeMoves() {
        return storeMoves;
    }

    @Override
    public List<Problem> problems() {
        return problems;
    }

    PictureSource pictures() {
        return pictures;
    }

    /// Where this studio keeps its data, for the settings menu.
    String places() {
        return places;
    }

    @Override
    public void startWorking() {
        queue.start();
        auditAtStart.begin();
    }

    @Override
    public void close() {
        open.close();
    }
}
