package studio.atelier.queue;

import studio.atelier.db.ImageStore;
import studio.atelier.db.NewImage;
import studio.atelier.engine.OutputFile;
import studio.atelier.model.Job;
import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;
import studio.atelier.model.Retry;
import studio.atelier.model.StudioException;
import studio.atelier.storage.Bucket;
import studio.atelier.storage.Hashes;
import studio.atelier.storage.ObjectStore;
import studio.atelier.storage.image.GenerationText;
import studio.atelier.storage.image.PictureCheck;
import studio.atelier.storage.image.PictureHeader;
import studio.atelier.storage.image.SyntheticLabel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Brings a finished job's pictures home: download, verify, label, store. Doing it again gives the same names
/// and the same bytes, so it may be broken off anywhere. Safe to share between threads.
final class Collector {
    private static final long LARGEST_FILE = 512L << 20;
    private static final int FETCHES = 5;

    private final EngineLink link;
    private final ObjectStore store;
    private final ImageStore images;
    private final JobRecords records;
    private final Services services;
    private final Conditions conditions;

    Collector(
            EngineLink link,
            ObjectStore store,
            ImageStore images,
            JobRecords records,
            Services services,
            Conditions conditions) {
        this.link = link;
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
        List<Long> numbers = records.persist(held, () -> images.numbers(held.id(), outputs.size()));
        List<Fetched> fetched = new ArrayList<>();
        try {
            for (int ordinal = 0; ordinal < outputs.size(); ordinal++) {
                fetched.add(fetch(held, ordinal, outputs.get(ordinal)));
            }
            return stored(held, fetched, numbers);
        } catch (StudioException e) {
            keepAside(fetched);
            throw e;
        } catch (RunEnded e) {
            if (e.outcome() instanceof JobOutcome.GivenUp) {
                keepAside(fetched);
            }
            throw e;
        } finally {
            fetched.forEach(picture -> Spool.delete(picture.file()));
        }
    }

    /// A picture in the spool that is whole.
    private record Fetched(OutputFile output, Path file, PictureHeader header) {}

    /// All or none: a job that fails for one picture leaves no others in the store that nobody knows of.
    private JobOutcome stored(HeldJob held, List<Fetched> fetched, List<Long> numbers) {
        List<NewImage> stored = new ArrayList<>();
        for (int ordinal = 0; ordinal < fetched.size(); ordinal++) {
            stored.add(store(held, ordinal, fetched.get(ordinal), numbers.get(ordinal)));
        }
        String url = store.urlOf(Bucket.GENERATED, stored.getFirst().storagePath()).toString();
        return new JobOutcome.Completed(stored, url);
    }

    private NewImage store(HeldJob held, int ordinal, Fetched picture, long number) {
        Path labelled = spooled(held, ordinal, ".part");
        try {
            return patiently(
                    held,
                    () -> {
                        label(held, picture.header())
                                .write(picture.file(), labelled, picture.output().filename());
                        return put(held, ordinal, number, labelled, picture.header());
                    });
        } finally {
            Spool.delete(labelled);
        }
    }

    private Fetched fetch(HeldJob held, int ordinal, OutputFile output) {
        Path file = spooled(held, ordinal, ".fetched.part");
        try {
            return new Fetched(output, file, fetch(held, output, file));
        } catch (StudioException | RunEnded e) {
            Spool.delete(file);
            throw e;
        }
    }

    private Path spooled(HeldJob held, int ordinal, String ending) {
        // The token keeps two processes apart that work on the same job for a moment.
        String name = "job-%s-%d-%d".formatted(held.id(), ordinal, held.lease().token());
        return conditions.spool().resolve(name + ending);
    }

    /// What came whole before another picture of the job could not be had.
    private void keepAside(List<Fetched> fetched) {
        fetched.forEach(picture -> Spool.quarantine(conditions.spool(), picture.file()));
    }

    /// Downloads until the bytes are one whole picture.
    private PictureHeader fetch(HeldJob held, OutputFile output, Path target) {
        for (int tries = 1; ; tries++) {
            try {
                return patiently(
                        held,
                        () -> {
                            Files.createDirectories(conditions.spool());
                            link.engine().fetch(output, target, LARGEST_FILE);
                            return PictureCheck.output(target, output.filename());
                        });
            } catch (StudioException e) {
                boolean unreadable = e.problem().code().equals(Kind.OUTPUT_UNREADABLE.code());
                if (!unreadable) {
                    throw e;
                }
                if (tries >= FETCHES) {
                    Spool.quarantine(conditions.spool(), target);
                    throw new RunEnded(new JobOutcome.GivenUp(e.problem()));
                }
                held.requireGoingOn();
                held.await(Backoff.after(tries, conditions.timing(), conditions.random()));
            }
        }
    }

    private SyntheticLabel label(HeldJob held, PictureHeader header) {
        Job job = held.claimed().job();
        var text =
                GenerationText.of(
                                job.positivePrompt(),
                                job.negativePrompt(),
                                job.parameters(),
                                job.seed().orElse(0),
                                held.recipe().modelName(),
                                held.recipe().loraFile())
                        .withSize(header.width(), header.height());
        return new SyntheticLabel(SyntheticLabel.Origin.IMAGE_TO_IMAGE, text.text());
    }

    /// Under the job's own number, or the next one when that name holds other bytes.
    private NewImage put(HeldJob held, int ordinal, long number, Path file, PictureHeader header)
            throws IOException {
        String sha256 = Hashes.sha256(file);
        long next = number;
        while (true) {
            String key = PictureNames.key(held.recipe(), next, header.format().extension());
            try {
                store.put(Bucket.GENERATED, key, file, sha256, header.format().mimeType());
                services.works(Services.STORE);
                return new NewImage(
                        ordinal, key, sha256, header.width(), header.height(), Files.size(file));
            } catch (StudioException e) {
                if (!e.problem().code().equals(Kind.OBJECT_CONFLICT.code())) {
                    throw e;
                }
                next = records.persist(held, () -> images.renumber(held.id(), ordinal));
            }
        }
    }

    /// Repeats a step while engine, store or disk are out of reach: the picture exists and is not given up.
    private <T> T patiently(HeldJob held, Step<T> step) {
        var backoff = new Backoff(conditions);
        while (true) {
            held.requireGoingOn();
            try {
                return step.run();
            } catch (IOException e) {
                services.failed(
                        Problem.detailed(
                                Kind.STORE_FAULTY,
                                e.toString(),
                                conditions.spool().toString(),
                                String.valueOf(e.getMessage())));
            } catch (StudioException e) {
                boolean passes = e.problem().retry() != Retry.NEVER;
                boolean ofThePicture = e.problem().code().equals(Kind.OUTPUT_UNREADABLE.code());
                if (!passes || ofThePicture) {
                    throw e;
                }
                services.failed(e.problem());
                link.failed(e.problem());
            }
            held.await(backoff.next());
        }
    }

    private interface Step<T> {
        T run() throws IOException;
    }
}
