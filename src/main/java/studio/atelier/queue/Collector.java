package studio.atelier.queue;

import studio.atelier.db.ImageStore;
import studio.atelier.db.NewImage;
import studio.atelier.engine.OutputFile;
import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;
import studio.atelier.model.StudioException;
import studio.atelier.queue.Fetcher.Original;
import studio.atelier.queue.Fetcher.Place;
import studio.atelier.storage.Bucket;
import studio.atelier.storage.Hashes;
import studio.atelier.storage.ObjectStore;
import studio.atelier.storage.image.PictureHeader;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Brings a finished job's pictures home: download, verify, label, store. Doing it again gives the same names
/// and the same bytes, so it may be broken off anywhere. Safe to share between threads.
final class Collector {
    private final Fetcher fetcher;
    private final SavedPictures saved;
    private final LatestPixels pixels;
    private final Patience patience;
    private final ObjectStore store;
    private final ImageStore images;
    private final JobRecords records;
    private final Services services;
    private final Conditions conditions;

    Collector(
            Fetcher fetcher,
            LatestPixels pixels,
            Patience patience,
            ObjectStore store,
            ImageStore images,
            JobRecords records,
            Services services,
            Conditions conditions) {
        this.fetcher = fetcher;
        this.saved = new SavedPictures(fetcher);
        this.pixels = pixels;
        this.patience = patience;
        this.store = store;
        this.images = images;
        this.records = records;
        this.services = services;
        this.conditions = conditions;
    }

    /// Afterwards all pictures are in the store; nothing is recorded yet. While engine or store are out of
    /// reach it waits for them.
    ///
    /// @throws StudioException `NO_PICTURE`, `OUTPUT_MISSING`
    JobOutcome collect(HeldJob held, List<OutputFile> outputs) {
        if (outputs.isEmpty()) {
            throw new StudioException(Problem.of(Kind.NO_PICTURE));
        }
        held.reached(Step.ENDED, conditions);
        // All of them first: the engine may forget them while the store is out of reach.
        List<Original> originals = new ArrayList<>();
        for (int ordinal = 0; ordinal < outputs.size(); ordinal++) {
            var place = new Place(ordinal, outputs.size());
            originals.add(fetcher.fetch(held, outputs.get(ordinal), place));
            held.reached(Step.FETCHED, conditions);
        }
        return bring(held, originals);
    }

    /// As `collect`, without asking the engine, when every picture was downloaded before.
    Optional<JobOutcome> fromSpool(HeldJob held) {
        OptionalInt count = fetcher.whole(held);
        if (count.isEmpty()) {
            return Optional.empty();
        }
        held.leaveEngine();
        List<Original> originals = new ArrayList<>();
        for (int ordinal = 0; ordinal < count.getAsInt(); ordinal++) {
            fetcher.find(held, new Place(ordinal, count.getAsInt())).ifPresent(originals::add);
        }
        return originals.size() < count.getAsInt()
                ? Optional.empty()
                : Optional.of(bring(held, originals));
    }

    /// As `collect`, for a sending that the engine has forgotten but whose files it still has.
    Optional<JobOutcome> bySavedName(HeldJob held) {
        return saved.bringHome(held) ? fromSpool(held) : Optional.empty();
    }

    private JobOutcome bring(HeldJob held, List<Original> originals) {
        List<Long> numbers =
                records.persist(held, () -> images.numbers(held.id(), originals.size()));
        List<NewImage> stored = new ArrayList<>();
        for (int ordinal = 0; ordinal < originals.size(); ordinal++) {
            stored.add(bring(held, ordinal, originals.get(ordinal), numbers.get(ordinal)));
        }
        String url = store.urlOf(Bucket.GENERATED, stored.getFirst().storagePath()).toString();
        return new JobOutcome.Completed(stored, url);
    }

    private NewImage bring(HeldJob held, int ordinal, Original original, long number) {
        String name = "job-%s-%d-%d.part".formatted(held.id(), ordinal, held.lease().token());
        Path labelled = conditions.spool().resolve(name);
        try {
            NewImage stored =
                    patience.with(
                            held,
                            () -> {
                                String sha256 = label(held, original, labelled);
                                // A lease that ran out while the database was away: an object of
                                // ours would have no row when somebody else ends the job.
                                records.requireFreshLease(held);
                                return put(
                                        held,
                                        number,
                                        labelled,
                                        new Labelled(ordinal, sha256, original.header()));
                            });
            pixels.stored(original.file(), stored.sha256());
            held.reached(Step.STORED, conditions);
            return stored;
        } finally {
            Spool.delete(labelled);
        }
    }

    /// @return the hash of what was written
    private String label(HeldJob held, Original original, Path labelled) throws IOException {
        Files.createDirectories(conditions.spool());
        try (var _ = patience.cores().toGoOn()) {
            PictureTexts.label(held.claimed().job(), held.recipe(), original.header())
                    .write(
                            original.file(),
                            labelled,
                            String.valueOf(original.file().getFileName()));
            return Hashes.sha256(labelled);
        }
    }

    private record Labelled(int ordinal, String sha256, PictureHeader header) {}

    /// Under the job's own number, or the next one when that name holds other bytes.
    private NewImage put(HeldJob held, long number, Path file, Labelled picture)
            throws IOException {
        PictureHeader header = picture.header();
        long next = number;
        while (true) {
            String key = PictureNames.key(held.recipe(), next, header.format().extension());
            try {
                store.put(
                        Bucket.GENERATED, key, file, picture.sha256(), header.format().mimeType());
                services.works(Services.STORE);
                return new NewImage(
                        picture.ordinal(),
                        key,
                        picture.sha256(),
                        header.width(),
                        header.height(),
                        Files.size(file));
            } catch (StudioException e) {
                if (!e.problem().code().equals(Kind.OBJECT_CONFLICT.code())) {
                    throw e;
                }
                next = records.persist(held, () -> images.renumber(held.id(), picture.ordinal()));
            }
        }
    }
}
