package studio.atelier.captions;

import studio.atelier.captions.CaptionReport.Failed;
import studio.atelier.captions.CaptionRun.End;
import studio.atelier.db.LeaseKeeper;
import studio.atelier.db.ReferenceEditStore;
import studio.atelier.db.ReferenceStore;
import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;
import studio.atelier.model.ReferenceChange;
import studio.atelier.model.ReferenceChange.Caption;
import studio.atelier.model.ReferenceChange.Captions;
import studio.atelier.model.ReferenceChange.Recaptioned;
import studio.atelier.model.ReferenceImage;
import studio.atelier.model.Retry;
import studio.atelier.model.StudioException;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// The turn of one reference, from its picture to the row in the database, with what may be tried again and how
/// often. One for a whole run, because the pictures share what may be spent. Safe to share between threads.
final class CaptionTurn {
    private final String prompt;
    private final Tools tools;
    private final StopSignal ending;
    private final Consumer<Problem> halt;
    private final Consumer<Optional<Instant>> waiting;
    private final AtomicInteger retries = new AtomicInteger();
    private final AtomicInteger failures = new AtomicInteger();
    private volatile String model = "";

    /// @param pictures makes the JPEG of a reference; blocks
    /// @param claims what this run is at, so that no other run pays for it too
    record Tools(
            VisionClient client,
            Pictures pictures,
            ReferenceStore references,
            ReferenceEditStore edits,
            LeaseKeeper claims,
            Pace pace,
            CaptionLimits limits,
            InstantSource clock) {}

    /// Where pictures come from.
    interface Pictures {
        byte[] jpeg(ReferenceImage reference);
    }

    /// @param halt ends the run
    /// @param waiting told while the service wants fewer requests
    CaptionTurn(
            String prompt,
            Tools tools,
            StopSignal ending,
            Consumer<Problem> halt,
            Consumer<Optional<Instant>> waiting) {
        this.prompt = prompt;
        this.tools = tools;
        this.ending = ending;
        this.halt = halt;
        this.waiting = waiting;
    }

    /// Finds out which model is asked.
    void begin() throws VisionFailure {
        model = tools.client().model();
    }

    /// @return empty when the run ended before this one was done with
    Optional<End> take(ReferenceImage reference) {
        try {
            Optional<LeaseKeeper.Held> taken =
                    tools.claims().take("caption " + reference.id().value());
            if (taken.isEmpty()) {
                return Optional.of(new End.Elsewhere(reference));
            }
            try (LeaseKeeper.Held _ = taken.get()) {
                // Looked at only now: another run writes before it lets go.
                if (isChanged(reference)) {
                    return Optional.of(new End.Skipped(reference));
                }
                return describe(reference, tools.pictures().jpeg(reference));
            }
        } catch (StudioException e) {
            if (e.problem().code().startsWith("database-")) {
                halt.accept(e.problem());
                return Optional.empty();
            }
            // A store that is away is away for all of them.
            return Optional.of(
                    e.problem().code().startsWith("store-")
                            ? refused(reference, e.problem())
                            : unwritten(reference, e.problem()));
        } catch (CancellationException e) {
            return Optional.empty();
        }
    }

    /// Nobody pays for a description that would not be written.
    private boolean isChanged(ReferenceImage reference) {
        return tools.references()
                .shownCaption(reference.id())
                .filter(reference.caption()::equals)
                .isEmpty();
    }

    private Optional<End> describe(ReferenceImage reference, byte[] jpeg) {
        int tries = 0;
        while (tools.pace().await(ending, waiting)) {
            try {
                String text = tools.client().describe(model, prompt, jpeg, reference.filename());
                tools.pace().answered();
                failures.set(0);
                return write(reference, text);
            } catch (VisionFailure failure) {
                Optional<End> end = failed(reference, failure, tries);
                if (end.isPresent() || ending.isStopped()) {
                    return end;
                }
                tries += failure.effect() == VisionFailure.Effect.TRY_AGAIN ? 1 : 0;
            }
        }
        return Optional.empty();
    }

    /// @return empty when it may be tried again, or the run is over
    private Optional<End> failed(ReferenceImage reference, VisionFailure failure, int tries) {
        Problem problem = failure.problem();
        Optional<Instant> tooLate = tools.pace().tooLate(failure.pause());
        if (tooLate.isPresent()) {
            halt.accept(notBefore(tooLate.get(), problem));
            return Optional.empty();
        }
        return switch (failure.effect()) {
            case ENDS_RUN -> {
                halt.accept(problem);
                yield Optional.empty();
            }
            case TOO_FAST -> {
                if (!tools.pace().tooFast(failure.pause())) {
                    halt.accept(problem);
                }
                yield Optional.empty();
            }
            case CONCERNS_PICTURE -> {
                tools.pace().answered();
                yield Optional.of(refused(reference, problem));
            }
            case TRY_AGAIN -> again(reference, failure, tries);
        };
    }

    private Optional<End> again(ReferenceImage reference, VisionFailure failure, int tries) {
        Problem problem = failure.problem();
        if (tries >= tools.limits().retries()) {
            return Optional.of(
                    refused(
                            reference,
                            Problem.detailed(
                                    Kind.CAPTION_FAILED,
                                    problem.detail(),
                                    reference.filename(),
                                    problem.sentence())));
        }
        if (retries.incrementAndGet() > tools.limits().allRetries()) {
            halt.accept(paused(problem));
            return Optional.empty();
        }
        Optional<Duration> asked = failure.pause().filter(wait -> !wait.isZero());
        if (asked.isPresent()) {
            tools.pace().leaveAlone(asked.get());
        } else {
            ending.await(tools.pace().beforeRetry(tries));
        }
        return Optional.empty();
    }

    /// There is no caption. When that happens again and again it costs and leads nowhere.
    private End refused(ReferenceImage reference, Problem problem) {
        if (failures.incrementAndGet() >= tools.limits().failuresInARow()) {
            halt.accept(paused(problem));
        }
        return unwritten(reference, problem);
    }

    private Problem notBefore(Instant moment, Problem told) {
        String words =
                DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
                        .format(moment.atZone(ZoneId.systemDefault()));
        return Problem.detailed(
                Kind.CAPTIONS_NOT_BEFORE, told.detail(), tools.client().toString(), words);
    }

    private static Problem paused(Problem last) {
        return Problem.detailed(Kind.CAPTIONS_PAUSED, last.detail(), last.sentence());
    }

    private static End unwritten(ReferenceImage reference, Problem problem) {
        return new End.Unwritten(new Failed(reference, problem));
    }

    private Optional<End> write(ReferenceImage reference, String text) {
        var caption =
                new Recaptioned(
                        reference.id(),
                        Caption.of(reference),
                        new Caption(text, Optional.of(tools.clock().instant())));
        int tries = 0;
        while (true) {
            try {
                ReferenceChange done = tools.edits().apply(new Captions(List.of(caption)));
                return Optional.of(
                        done.size() == 1 ? new End.Written(caption) : new End.Skipped(reference));
            } catch (StudioException e) {
                // The description is paid for: it is worth some patience.
                Duration wait = tools.pace().beforeRetry(tries);
                boolean worth = e.problem().retry() != Retry.NEVER;
                if (!worth || tries++ >= tools.limits().retries() || ending.await(wait)) {
                    throw e;
                }
            }
        }
    }
}
