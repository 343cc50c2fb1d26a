package studio.atelier.engine;

import studio.atelier.model.PromptId;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// Tells a prompt that somebody took out of the engine's queue from one that a restart forgot. ComfyUI says neither: what
/// is deleted while it waits leaves no history. But the connection it was sent over ends with the process that took it:
/// where that connection lives on after the prompt was missed, the same process had it, never began it, and has it no
/// more. Safe to share between threads.
final class ComfyAbsence {
    /// A connection that does not answer pings is given up before.
    static final Duration HELD = ComfySocket.PING.multipliedBy(2).plusSeconds(5);

    /// Messages that come sooner may have been under way already.
    static final Duration LATER = Duration.ofSeconds(1);

    private final SentPrompts sent;
    private final Supplier<Optional<ComfySocket.Hearing>> hearing;
    private final LongSupplier nanoTime;

    /// @param hearing the connection that is up
    /// @param nanoTime as `System.nanoTime`
    ComfyAbsence(
            SentPrompts sent,
            Supplier<Optional<ComfySocket.Hearing>> hearing,
            LongSupplier nanoTime) {
        this.sent = sent;
        this.hearing = hearing;
        this.nanoTime = nanoTime;
    }

    /// @param state what the engine answered just now
    /// @return for `Unknown` of no known reason: `Interrupted` when somebody took it out, `Missing` while that may
    ///     still show, else `Unknown`; any other state as it is
    EngineJobState judge(PromptId prompt, EngineJobState state) {
        Optional<SentPrompts.Sent> known = sent.find(prompt.value());
        if (known.isEmpty()) {
            return state;
        }
        SentPrompts.Sent of = known.get();
        synchronized (of) {
            if (!(state instanceof EngineJobState.Unknown(var why)) || why.isPresent()) {
                of.missedAt = OptionalLong.empty();
                return state;
            }
            Optional<ComfySocket.Hearing> held =
                    hearing.get().filter(each -> isHeldSince(each, of));
            if (held.isEmpty()) {
                return state;
            }
            long now = nanoTime.getAsLong();
            long missedAt = of.missedAt.orElse(now);
            of.missedAt = OptionalLong.of(missedAt);
            boolean livesOn =
                    held.get().heardAt() - missedAt > LATER.toNanos()
                            || now - missedAt > HELD.toNanos();
            return livesOn ? new EngineJobState.Interrupted() : new EngineJobState.Missing();
        }
    }

    /// Of a prompt that began there would have been word.
    private static boolean isHeldSince(ComfySocket.Hearing connection, SentPrompts.Sent of) {
        return of.accepted
                && !of.started
                && !of.ended
                && connection.client().equals(of.client)
                && connection.openedAt() - of.sentAt < 0;
    }
}
