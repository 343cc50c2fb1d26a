package studio.atelier.app;

import studio.atelier.captions.Captioner;
import studio.atelier.captions.VisionCaptioner;
import studio.atelier.cli.Workspace;
import studio.atelier.db.AuditStore;
import studio.atelier.db.Database;
import studio.atelier.db.DatabaseAddress;
import studio.atelier.db.EarlierJobStore;
import studio.atelier.db.EmbeddedPostgres;
import studio.atelier.db.GalleryStore;
import studio.atelier.db.ImageStore;
import studio.atelier.db.JobStore;
import studio.atelier.gallery.Gallery;
import studio.atelier.gallery.Library;
import studio.atelier.gallery.PictureSource;
import studio.atelier.gallery.Repertoire;
import studio.atelier.gallery.move.StoreMoves;
import studio.atelier.model.Messages;
import studio.atelier.model.Problem;
import studio.atelier.queue.Conditions;
import studio.atelier.queue.DurableQueue;
import studio.atelier.queue.EarlierJobs;
import studio.atelier.queue.EngineLane;
import studio.atelier.queue.Queue;
import studio.atelier.queue.Stores;
import studio.atelier.queue.audit.Audit;
import studio.atelier.storage.LinkedObjects;
import studio.atelier.storage.ObjectStore;
import studio.atelier.storage.image.JpegDecoder;
import studio.atelier.storage.image.ThumbnailCache;
import studio.atelier.storage.image.Thumbnails;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// Every long-lived object without a screen, made by hand in the order of need and closed in reverse.
final class Core implements Workspace {
    private final OpenParts open = new OpenParts();
    private final Library library;
    private final Repertoire repertoire;
    private final Gallery gallery;
    private final PictureSource pictures;
    private final LiveEngines engines;
    private final DurableQueue queue;
    private final Audit audit;
    private final QuietAudit auditAtStart;
    private final EarlierJobsWatch earlier;
    private final StoreMoves storeMoves;
    private final Captioner captioner;
    private final List<Problem> problems;
    private final String places;

    private Core(
            Home home,
            StudioEnvironment environment,
            JpegDecoder jpeg,
            UnaryOperator<Conditions> conditions) {
        try {
            DatabaseAddress address = databaseAddress(home, environment);
            Database database = open.add(Database.connect(address), Database::close);
            database.migrate(environment.migrations().map(DatabaseAddress::parse));
            // Before anybody looks: the gallery begins with them.
            new EarlierJobStore(database).recordPictures();
            ObjectStore store =
                    open.add(
                                    OpenStore.of(environment.store().orElseGet(home::pictures)),
                                    OpenStore::close)
                            .store();
            var linked =
                    open.add(
                            new LinkedObjects(
                                    store,
                                    new GalleryStore(database)::addressOf,
                                    environment.shown()),
                            LinkedObjects::close);
            var thumbnails =
                    open.add(
                            new ThumbnailCache(home.thumbnails(), new Thumbnails(jpeg)),
                            ThumbnailCache::close);
            var shelves = Shelves.over(database, linked, thumbnails, home.workflows());
            library = shelves.library();
            repertoire = shelves.repertoire();
            gallery = shelves.gallery();
            pictures = shelves.pictures();
            problems = new ArrayList<>(new FirstStart(database, library, home).run());
            boolean shared = environment.database().isPresent();
            engines =
                    open.add(
                            new LiveEngines(
                                    home,
                                    environment,
                                    new DemoStandIn(database, home.identity(), shared)),
                            LiveEngines::close);
            List<EngineLane> lanes = engines.lanes(problems);
            queue =
                    open.add(
                            new DurableQueue(
                                    conditions.apply(Conditions.of(home.identity(), home.spool())),
                                    Stores.of(database),
                                    linked,
                                    lanes,
                                    Optional.of(thumbnails)),
                            DurableQueue::close);
            engines.serve(queue);
            audit =
                    new Audit(
                            new AuditStore(database),
                            new JobStore(database),
                            linked,
                            queue::enginesNow,
                            queue.recovery());
            earlier =
                    open.add(
                            new EarlierJobsWatch(
                                    new EarlierJobs(
                                            new EarlierJobStore(database),
                                            new JobStore(database),
                                            queue::enginesNow,
                                            queue.recovery())),
                            EarlierJobsWatch::close);
            storeMoves = new MoveBetweenStores(home, environment, database);
            captioner = open.add(shelves.captioner(jpeg, home.spool()), VisionCaptioner::close);
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
                                    lanes.stream()
                                            .map(EngineLane::name)
                                            .collect(Collectors.joining(", ")));
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

    @Override
    public Library library() {
        return library;
    }

    @Override
    public Repertoire repertoire() {
        return repertoire;
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
    public Captioner captioner() {
        return captioner;
    }

    @Override
    public List<Problem> problems() {
        return problems;
    }

    /// Those that the queue works with, which follow what a person settles about them.
    LiveEngines engines() {
        return engines;
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
        earlier.begin();
    }

    @Override
    public void close() {
        open.close();
    }
}
