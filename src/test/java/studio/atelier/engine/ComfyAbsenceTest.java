package studio.atelier.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import studio.atelier.model.Problem;
import studio.atelier.model.PromptId;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/// Deleted by somebody, or forgotten at a restart: what the connection tells.
class ComfyAbsenceTest {
    private static final PromptId PROMPT = new PromptId("5b0c46cb-36cc-4f1c-9a4c-6a5ad54a2a10");
    private static final EngineJobState UNKNOWN = new EngineJobState.Unknown();
    private static final EngineJobState MISSING = new EngineJobState.Missing();
    private static final EngineJobState INTERRUPTED = new EngineJobState.Interrupted();

    private final SentPrompts sent = new SentPrompts(InstantSource.system());
    private final long opened = System.nanoTime();
    private Optional<ComfySocket.Hearing> hearing = heard("one", Duration.ZERO);
    private long now;
    private final ComfyAbsence absence = new ComfyAbsence(sent, () -> hearing, () -> now);

    @BeforeEach
    void send() {
        sent.add(PROMPT, GraphInspection.of("sdxl", Graphs.SDXL), "one");
        sent.accepted(PROMPT);
        now = System.nanoTime();
    }

    @Test
    void whatIsMissedIsWaitedForUntilTheEngineSaysSomethingElse() {
        assertEquals(MISSING, judge(Duration.ZERO));
        assertEquals(MISSING, judge(Duration.ofSeconds(2)));

        hearing = heard("one", Duration.ofSeconds(3));

        assertEquals(INTERRUPTED, judge(Duration.ofSeconds(3)));
    }

    /// A message that was under way when the engine died.
    @Test
    void whatWasSaidJustThenTellsNothing() {
        assertEquals(MISSING, judge(Duration.ZERO));
        hearing = heard("one", Duration.ofMillis(500));

        assertEquals(MISSING, judge(Duration.ofSeconds(5)));
    }

    @Test
    void aQuietConnectionThatAnsweredItsPingsIsProofToo() {
        assertEquals(MISSING, judge(Duration.ZERO));
        assertEquals(MISSING, judge(ComfyAbsence.HELD.minusSeconds(1)));
        assertEquals(INTERRUPTED, judge(ComfyAbsence.HELD.plusSeconds(1)));
    }

    @Test
    void aConnectionThatEndedMeansARestart() {
        assertEquals(MISSING, judge(Duration.ZERO));
        hearing = Optional.empty();
        assertEquals(UNKNOWN, judge(Duration.ofSeconds(2)));

        hearing = heard("two", Duration.ofSeconds(9));
        assertEquals(UNKNOWN, judge(Duration.ofSeconds(10)));
    }

    @Test
    void whatWasSentBeforeTheConnectionWasUpIsNotKnown() {
        hearing = Optional.of(new ComfySocket.Hearing("one", now + 1, now + 1));

        assertEquals(UNKNOWN, judge(Duration.ZERO));
    }

    /// It ran, and its history was cleared: its pictures may be there.
    @Test
    void whatHadBegunIsNotTakenForDeleted() {
        sent.find(PROMPT.value()).orElseThrow().started = true;

        assertEquals(UNKNOWN, judge(Duration.ZERO));
    }

    @Test
    void whatTheEngineNeverSaidItTookMayNotHaveArrived() {
        var other = new PromptId("0e0c46cb-36cc-4f1c-9a4c-6a5ad54a2a11");
        sent.add(other, GraphInspection.of("sdxl", Graphs.SDXL), "one");

        assertEquals(UNKNOWN, absence.judge(other, UNKNOWN));
    }

    @Test
    void whatIsThereAgainIsMissedAnew() {
        assertEquals(MISSING, judge(Duration.ZERO));
        now += Duration.ofSeconds(5).toNanos();
        var waiting = new EngineJobState.Waiting(1);
        assertEquals(waiting, absence.judge(PROMPT, waiting));
        hearing = heard("one", Duration.ZERO);

        assertEquals(MISSING, judge(Duration.ofSeconds(1)));
    }

    @Test
    void aKnownReasonStands() {
        var why = Optional.of(Problem.of(Problem.Kind.ENGINE_SILENT, "Loft"));
        var silent = new EngineJobState.Unknown(why);

        assertEquals(silent, absence.judge(PROMPT, silent));
    }

    private EngineJobState judge(Duration later) {
        long before = now;
        now += later.toNanos();
        EngineJobState state = absence.judge(PROMPT, UNKNOWN);
        now = before;
        return state;
    }

    private Optional<ComfySocket.Hearing> heard(String client, Duration after) {
        long at = now == 0 ? opened : now + after.toNanos();
        return Optional.of(new ComfySocket.Hearing(client, opened, at));
    }
}
