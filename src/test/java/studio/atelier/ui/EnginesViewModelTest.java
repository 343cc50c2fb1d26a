package studio.atelier.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import studio.atelier.model.Problem;
import studio.atelier.queue.EngineState;
import studio.atelier.queue.QueueEvent;
import studio.atelier.ui.EnginesViewModel.EngineItem;
import studio.atelier.ui.EnginesViewModel.Standing;
import studio.atelier.ui.generate.MemoryQueue;
import studio.atelier.ui.generate.TestClock;
import studio.atelier.ui.kit.SameThreadBackground;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

class EnginesViewModelTest {
    private static final Problem DOWN =
            Problem.of(Problem.Kind.ENGINE_UNREACHABLE, "Studio PC", "http://pc:8188");

    private final TestClock clock = new TestClock();
    private final MemoryQueue queue = new MemoryQueue(clock);
    private final EnginesViewModel model =
            new EnginesViewModel(queue, new SameThreadBackground(), clock);
    private final EngineWords words = new EngineWords();

    @BeforeEach
    void open() {
        queue.engines.add(state(true, Optional.empty(), Duration.ZERO));
        queue.subscribe(model::handle);
        model.refresh();
    }

    @Test
    void anEngineIsPausedAndGoesOn() {
        model.pauseOrResume(engine());
        assertEquals(Standing.PAUSED, engine().standing(clock.instant()));
        assertEquals("Paused: it gets no new jobs. Answers", words());
        model.pauseOrResume(engine());
        assertEquals(Standing.ANSWERS, engine().standing(clock.instant()));
    }

    @Test
    void aRestIsCountedDownAndAskedForAtItsEnd() {
        queue.tell(new QueueEvent.EngineResting("Studio PC", DOWN, Duration.ofSeconds(20)));
        assertEquals(Standing.RESTING, engine().standing(clock.instant()));
        assertEquals("Resting after failures, next try in 20\u00a0s", words());
        clock.advance(Duration.ofMillis(1_500));
        model.tick();
        assertEquals("Resting after failures, next try in 19\u00a0s", words());
        clock.advance(Duration.ofSeconds(19));
        model.tick();
        assertEquals("Answers", words());
    }

    @Test
    void anEngineOutOfReachIsTriedAtOnceWhenAskedTo() {
        queue.engines.set(0, state(false, Optional.of(DOWN), Duration.ofSeconds(8)));
        queue.tell(new QueueEvent.EngineDown("Studio PC", DOWN));
        assertEquals("Out of reach, next try in 8\u00a0s", words());
        model.tryNow(engine());
        assertEquals(List.of("Studio PC"), queue.tried);
        queue.engines.set(0, state(true, Optional.empty(), Duration.ZERO));
        queue.tell(new QueueEvent.EngineUp("Studio PC"));
        assertTrue(engine().state().problem().isEmpty());
    }

    @Test
    void whatCameOfAVerbForAllItsJobsIsSaid() {
        List<String> said = new ArrayList<>();
        model.onDone(said::add);
        model.cancelInside(engine());
        model.retryFailed(engine());
        assertEquals(
                List.of("Nothing is inside this engine", "Nothing that failed here is left"), said);
    }

    private String words() {
        return words.standing(engine(), model.now().get());
    }

    private EngineItem engine() {
        return model.engines().get().getFirst();
    }

    private static EngineState state(boolean answers, Optional<Problem> problem, Duration rest) {
        return new EngineState("Studio PC", false, "0.33.0", false, answers, problem, rest);
    }
}
