package studio.atelier.queue;

import studio.atelier.engine.OutputFile;
import studio.atelier.model.Problem.Kind;
import studio.atelier.model.PromptId;
import studio.atelier.model.StudioException;
import studio.atelier.storage.image.OutputPicture;
import studio.atelier.storage.image.PictureCheck;
import studio.atelier.storage.image.PictureHeader;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/// Brings pictures from an engine to the local disk, each once: what came whole is kept until its job is
/// committed, and the engine is not asked for it again. Safe to share between threads.
final class Fetcher {
    private static final long LARGEST_FILE = 512L << 20;
    private static final int FETCHES = 5;

    /// What broke off is asked for for some minutes: the picture is there, and was paid for.
    private static final int FETCHES_CUT_OFF = 12;

    private final EngineLink link;
    private final Patience patience;
    private final KeptPictures kept;
    private final LatestPixels pixels;
    private final Conditions conditions;

    Fetcher(
            EngineLink link,
            Patience patience,
            KeptPictures kept,
            LatestPixels pixels,
            Conditions conditions) {
        this.link = link;
        this.patience = patience;
        this.kept = kept;
        this.pixels = pixels;
        this.conditions = conditions;
    }

    /// A picture as the engine made it, verified, on the local disk.
    record Original(Path file, PictureHeader header) {}

    /// Which of a sending's pictures is meant.
    ///
    /// @param ordinal 0 for the first
    record Place(int ordinal, int count) {}

    /// The kept picture, or else that of the engine, which is kept from then on.
    ///
    /// @throws RunEnded also when what the engine sends stays unreadable
    Original fetch(HeldJob held, OutputFile output, Place place) {
        Optional<Original> here = find(held, place);
        if (here.isPresent()) {
            return here.get();
        }
        Path part = part(held, place.ordinal());
        try {
            PictureCheck.Look look = download(held, output, part);
            held.reached(Step.DOWNLOADED, conditions);
            return original(keep(held, part, place, look.header()), look);
        } catch (StudioException e) {
            if (!isUnreadable(e)) {
                throw e;
            }
            Spool.quarantine(conditions.spool(), part);
            throw new RunEnded(new JobOutcome.GivenUp(e.problem()));
        } finally {
            Spool.delete(part);
        }
    }

    /// A picture that is kept, checked again: disks forget too.
    Optional<Original> find(HeldJob held, Place place) {
        return kept.find(held.prompt().orElseThrow(), place.ordinal(), place.count())
                .flatMap(
                        found -> {
                            try (var _ = patience.cores().toBegin()) {
                                var look = PictureCheck.look(found.file(), found.name());
                                return Optional.of(original(found.file(), look));
                            } catch (StudioException e) {
                                Spool.quarantine(conditions.spool(), found.file());
                                return Optional.empty();
                            }
                        });
    }

    private Original original(Path file, PictureCheck.Look look) {
        look.large().ifPresent(large -> pixels.keep(file, large));
        return new Original(file, look.header());
    }

    /// How many pictures the job's sending made, when all of them are kept.
    OptionalInt whole(HeldJob held) {
        return held.prompt().map(kept::whole).orElseGet(OptionalInt::empty);
    }

    /// Downloads until the bytes are one whole picture.
    ///
    /// @throws StudioException `OUTPUT_UNREADABLE` or `OUTPUT_CUT_OFF` when they never are, `OUTPUT_MISSING`
    PictureCheck.Look download(HeldJob held, OutputFile output, Path target) {
        for (int tries = 1; ; tries++) {
            try {
                return patience.with(
                        held,
                        () -> {
                            Files.createDirectories(conditions.spool());
                            link.engine().fetch(output, target, LARGEST_FILE);
                            try (var _ = patience.cores().toBegin()) {
                                OutputPicture.withoutWebp(target, output.filename());
                                return PictureCheck.look(target, output.filename());
                            }
                        });
            } catch (StudioException e) {
                if (!isUnreadable(e) || tries >= fetches(e)) {
                    throw e;
                }
                held.requireGoingOn();
                held.await(Backoff.after(tries, conditions.timing(), conditions.random()));
            }
        }
    }

    /// @return where the picture lies from now on
    Path keep(HeldJob held, Path part, Place place, PictureHeader header) {
        PromptId prompt = held.prompt().orElseThrow();
        String extension = header.format().extension();
        return patience.with(
                held,
                () ->
                        kept.keep(
                                part,
                                held.id(),
                                prompt,
                                place.ordinal(),
                                place.count(),
                                extension));
    }

    /// Where a picture lies while it comes in. The token keeps two processes apart that work on the same job for
    /// a moment.
    Path part(HeldJob held, int ordinal) {
        return conditions
                .spool()
                .resolve(
                        "job-%s-%d-%d.fetched.part"
                                .formatted(held.id(), ordinal, held.lease().token()));
    }

    /// Whether what came is no whole picture, while the engine itself answers.
    static boolean isUnreadable(StudioException e) {
        String code = e.problem().code();
        return code.equals(Kind.OUTPUT_UNREADABLE.code())
                || code.equals(Kind.OUTPUT_CUT_OFF.code());
    }

    private static int fetches(StudioException e) {
        boolean cut = e.problem().code().equals(Kind.OUTPUT_CUT_OFF.code());
        return cut ? FETCHES_CUT_OFF : FETCHES;
    }
}
