package studio.atelier.queue;

import studio.atelier.engine.EngineJobState;
import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;
import studio.atelier.model.PromptId;
import studio.atelier.model.StudioException;

import java.time.Duration;
import java.util.Optional;

/// Waits until an engine is done with a job. Messages only wake it; what counts is what history and queue say
/// when they are asked. Safe to share between threads.
final class Watch {
    /// Lively messages put off a question, but not for ever: they may be the last ones.
    private static final int LOOKS_SAVED = 6;

    /// Of a job that is not heard here silence tells little: it may be long at work, and nothing is made twice lightly.
    private static final int PATIENCE_UNHEARD = 4;

    private final EngineLink link;
    private final Conditions conditions;

    Watch(EngineLink link, Conditions conditions) {
        this.link = link;
        this.conditions = conditions;
    }

    /// Blocks, for hours if need be: while the engine is out of reach its answer is waited for.
    ///
    /// @return `Finished`, `Failed`, `Interrupted` or `Unknown`; the latter with `ENGINE_SILENT` when it runs without a
    ///     sign of life
    /// @throws RunEnded when this process stops, the job is lost, or a cancel cannot reach the engine
    EngineJobState untilEnd(HeldJob held) {
        var vigil = new Vigil(held, held.prompt().orElseThrow());
        link.follow(vigil.prompt, held);
        while (true) {
            held.requireGoingOn();
            Optional<EngineJobState> end = vigil.look();
            if (end.isPresent()) {
                return end.get();
            }
        }
    }

    /// One job's waiting. Belongs to one thread.
    private final class Vigil {
        private final HeldJob held;
        private final PromptId prompt;
        private final Backoff backoff = new Backoff(conditions);
        private Duration silence = Duration.ZERO;
        private Duration cancelling = Duration.ZERO;
        private boolean unknownBefore;

        Vigil(HeldJob held, PromptId prompt) {
            this.held = held;
            this.prompt = prompt;
        }

        /// Asks once, then waits until it is worth asking again.
        Optional<EngineJobState> look() {
            EngineJobState state;
            try {
                if (held.isCancelRequested()) {
                    link.engine().cancel(prompt);
                }
                state = link.engine().lookUp(prompt);
                held.looked();
                link.answered();
                backoff.reset();
            } catch (StudioException e) {
                link.failed(e.problem());
                waitForEngine();
                return Optional.empty();
            }
            return judge(state);
        }

        private Optional<EngineJobState> judge(EngineJobState state) {
            return switch (state) {
                case EngineJobState.Finished _,
                        EngineJobState.Failed _,
                        EngineJobState.Interrupted _ ->
                        Optional.of(state);
                case EngineJobState.Unknown _ when unknownBefore -> Optional.of(state);
                case EngineJobState.Unknown _ -> {
                    // It may have moved between two lists while they were asked.
                    unknownBefore = true;
                    held.await(conditions.timing().lookUp().dividedBy(5));
                    yield Optional.empty();
                }
                case EngineJobState.Missing _ when held.isCancelRequested() ->
                        Optional.of(new EngineJobState.Unknown());
                case EngineJobState.Missing _ -> {
                    // It takes no place any more; what the next job makes the engine say may show
                    // what became of this one.
                    held.leaveEngine();
                    held.await(conditions.timing().lookUp().dividedBy(5));
                    yield Optional.empty();
                }
                case EngineJobState.Waiting _ -> {
                    silence = Duration.ZERO;
                    yield goOn();
                }
                case EngineJobState.Running _ -> {
                    if (link.engine().isPaidByRun()) {
                        held.runs(conditions.time().nanos());
                    }
                    yield isSilent() ? giveUp() : goOn();
                }
            };
        }

        private Optional<EngineJobState> goOn() {
            unknownBefore = false;
            Duration pause = conditions.timing().lookUp();
            if (held.isCancelRequested()) {
                held.await(pause.dividedBy(5));
                return Optional.empty();
            }
            for (int saved = 0; saved < LOOKS_SAVED; saved++) {
                boolean woken = held.await(pause);
                if (held.takeSignOfLife()) {
                    silence = Duration.ZERO;
                } else {
                    silence = woken ? silence : silence.plus(pause);
                    break;
                }
                if (woken) {
                    break;
                }
            }
            return Optional.empty();
        }

        private boolean isSilent() {
            Duration longest = conditions.timing().silence();
            if (!link.engine().hears(prompt)) {
                longest = longest.multipliedBy(PATIENCE_UNHEARD);
            }
            return silence.compareTo(longest) >= 0;
        }

        /// It may have come to its end just now; and one that cannot be told to stop may still come to it. Else it is as
        /// good as forgotten: ComfyUI's worker may have died, perhaps after it saved the pictures of this job.
        private Optional<EngineJobState> giveUp() {
            EngineJobState last;
            try {
                link.engine().cancel(prompt);
                last = link.engine().lookUp(prompt);
            } catch (StudioException e) {
                link.failed(e.problem());
                waitForEngine();
                return Optional.empty();
            }
            if (last instanceof EngineJobState.Finished) {
                return Optional.of(last);
            }
            link.engine().abandon(prompt);
            Problem why = Problem.of(Kind.ENGINE_SILENT, link.name());
            return Optional.of(new EngineJobState.Unknown(Optional.of(why)));
        }

        private void waitForEngine() {
            Duration pause = backoff.next();
            held.await(pause);
            if (held.isCancelRequested()) {
                cancelling = cancelling.plus(pause);
                if (cancelling.compareTo(conditions.timing().cancelPatience()) > 0) {
                    throw new RunEnded(new JobOutcome.Cancelled());
                }
            }
        }
    }
}
