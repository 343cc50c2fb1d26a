package studio.atelier.ui.generate.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import studio.atelier.model.BatchId;
import studio.atelier.model.Job;
import studio.atelier.model.JobStatus;
import studio.atelier.model.Problem;
import studio.atelier.queue.Budget;
import studio.atelier.queue.Forecast;
import studio.atelier.queue.Forecast.CostRange;
import studio.atelier.queue.Forecast.TimeRange;
import studio.atelier.queue.QueueEvent;
import studio.atelier.ui.generate.Fixtures;
import studio.atelier.ui.generate.MemoryQueue;
import studio.atelier.ui.generate.TestClock;
import studio.atelier.ui.kit.SameThreadBackground;
import studio.atelier.ui.kit.Toast;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

class QueueViewModelTest {
    private static final Problem MISSING =
            Problem.of(Problem.Kind.LORA_MISSING, "milan.safetensors", "Studio PC");

    private final TestClock clock = new TestClock();
    private final MemoryQueue queue = new MemoryQueue(clock);
    private final List<Runnable> pulse = new ArrayList<>();
    private final QueueViewModel viewModel =
            new QueueViewModel(queue, new SameThreadBackground(), pulse::add, clock);
    private final List<Toast> toasts = new ArrayList<>();

    @BeforeEach
    void open() {
        viewModel.onEvent(new QueueToasts(toasts::add)::accept);
        viewModel.open();
    }

    @Test
    void aNewBatchStandsOnTopWithItsJobs() {
        queue.enqueue(Fixtures.plan(Fixtures.MILAN, 3, 2));
        pulse();
        assertEquals(7, viewModel.rows().size());
        BatchItem batch = viewModel.rows().getFirst().batch();
        assertEquals("Milan × 3 references", batch.title());
        assertEquals("0 running\u00a0· 6 waiting", viewModel.summary().get());
    }

    @Test
    void aJobTellsItsProgressAndItsTime() {
        queue.enqueue(Fixtures.plan(Fixtures.MILAN, 1, 1));
        queue.start(queue.jobs().getFirst());
        pulse();
        clock.advance(Duration.ofSeconds(14));
        queue.progress(queue.jobs().getFirst(), 0.62);
        pulse();
        JobItem job = job(1);
        assertEquals(0.62, job.fraction().get());
        assertEquals("62%\u00a0· 14\u00a0s", job.line().get());
        clock.advance(Duration.ofSeconds(60));
        viewModel.tick();
        assertEquals("62%\u00a0· 1\u00a0min 14\u00a0s", job.line().get());
        queue.complete(queue.jobs().getFirst());
        pulse();
        assertEquals(JobStatus.COMPLETED, job.status());
    }

    @Test
    void aBurstOfEventsIsOneVisitToTheScreen() {
        queue.enqueue(Fixtures.plan(Fixtures.MILAN, 1, 1));
        pulse();
        Job job = queue.jobs().getFirst();
        queue.start(job);
        for (int i = 1; i <= 1_000; i++) {
            queue.progress(job, i / 1_000.0);
        }
        assertEquals(1, pulse.size());
        pulse();
        assertEquals(1, job(1).fraction().get());
    }

    @Test
    void aLongBatchShowsWhatMattersNowUntilAllIsAskedFor() {
        queue.enqueue(Fixtures.plan(Fixtures.MILAN, 500, 2));
        queue.start(queue.jobs().get(700));
        pulse();
        assertEquals(1 + BatchItem.SHOWN_AT_ONCE + 1, viewModel.rows().size());
        assertEquals(queue.jobs().get(700).id(), job(1).id());
        viewModel.toggleAll(viewModel.rows().getFirst().batch());
        assertEquals(1 + 1_000 + 1, viewModel.rows().size());
        viewModel.toggle(viewModel.rows().getFirst().batch());
        assertEquals(1, viewModel.rows().size());
    }

    @Test
    void oneCauseForAllFailuresIsSaidOnce() {
        BatchId batch = queue.enqueue(Fixtures.plan(Fixtures.MILAN, 3, 2));
        pulse();
        queue.tell(
                new QueueEvent.BatchStopped(
                        batch, queue.jobs().stream().map(Job::id).toList(), MISSING));
        queue.finished(batch, 0, 6, 0);
        pulse();
        BatchItem item = viewModel.rows().getFirst().batch();
        assertTrue(item.saysProblemOnce());
        assertEquals(Optional.of(MISSING), item.sharedProblem());
        assertEquals(6, item.count(JobStatus.FAILED));
        assertEquals(1, toasts.size());
        assertEquals(Toast.Kind.ERROR, toasts.getFirst().kind());
        assertEquals("6 jobs failed: " + MISSING.sentence(), toasts.getFirst().text());
    }

    @Test
    void aFinishedBatchIsOneNotice() {
        BatchId batch = queue.enqueue(Fixtures.plan(Fixtures.MILAN, 3, 1));
        queue.jobs().forEach(queue::complete);
        queue.finished(batch, 3, 0, 0);
        pulse();
        assertEquals(List.of("3 images generated"), toasts.stream().map(Toast::text).toList());
    }

    @Test
    void jobsAreCancelledAndTriedAgain() {
        queue.enqueue(Fixtures.plan(Fixtures.MILAN, 2, 1));
        pulse();
        viewModel.verbs().cancel(jobs(job(1), job(2)));
        pulse();
        assertEquals(2, viewModel.rows().getFirst().batch().count(JobStatus.CANCELLED));
        viewModel.verbs().retry(jobs(job(1)));
        pulse();
        assertEquals(JobStatus.QUEUED, job(1).status());
        assertTrue(job(2).isRetryable());
    }

    @Test
    void theTimeLeftIsAnHonestRange() {
        queue.forecast =
                new Forecast(
                        Optional.of(
                                new TimeRange(Duration.ofSeconds(700), Duration.ofSeconds(1_230))),
                        Optional.of(Duration.ofSeconds(100)),
                        Optional.of(new CostRange(new BigDecimal("0.351"), BigDecimal.ONE)));
        queue.budget = Optional.of(new Budget(new BigDecimal("5"), new BigDecimal("1.2"), false));
        queue.enqueue(Fixtures.plan(Fixtures.MILAN, 3, 1));
        pulse();
        assertEquals(
                "about 12 to 21\u00a0min left (the first run about 2\u00a0min)",
                viewModel.timeLeft().get());
        assertEquals(
                "$0.35 to $1.00 to come\u00a0· $1.20 of $5.00 spent",
                viewModel.totals().cost().get());
    }

    @Test
    void aBatchOfAnotherProcessComesWithTheFirstWordOfItsJobs() {
        queue.enqueue(Fixtures.plan(Fixtures.MILAN, 1, 1));
        pulse();
        QueueRow below = viewModel.rows().getFirst();
        queue.enqueueElsewhere(Fixtures.plan(Fixtures.MILAN, 2, 1));
        assertEquals(2, viewModel.rows().size());
        queue.start(queue.jobs().getLast());
        pulse();
        assertEquals(5, viewModel.rows().size());
        assertEquals(1, viewModel.rows().getFirst().batch().count(JobStatus.PROCESSING));
        assertEquals(below, viewModel.rows().get(3));
    }

    @Test
    void whatOtherProcessesDoInSilenceIsSeenWithinSeconds() {
        List<String> told = new ArrayList<>();
        viewModel.onOthersChanged(() -> told.add("others"));
        queue.enqueue(Fixtures.plan(Fixtures.MILAN, 1, 1));
        pulse();
        look(3);
        assertEquals(List.of(), told);
        queue.enqueueElsewhere(Fixtures.plan(Fixtures.MILAN, 2, 1));
        look(2);
        assertEquals(1 + 2 + 1 + 1, viewModel.rows().size());
        look(3);
        assertEquals(List.of("others"), told);
        queue.completeElsewhere(queue.jobs().getLast());
        look(3);
        assertEquals(1, viewModel.rows().getFirst().batch().count(JobStatus.COMPLETED));
        assertEquals(List.of("others", "others"), told);
    }

    @Test
    void anOlderBatchThanThoseShownIsLeftAlone() {
        for (int i = 0; i <= QueueViewModel.BATCHES; i++) {
            queue.enqueue(Fixtures.plan(Fixtures.MILAN, 1, 1));
        }
        pulse();
        List<QueueRow> before = List.copyOf(viewModel.rows());
        queue.start(queue.jobs().getFirst());
        pulse();
        assertEquals(before, viewModel.rows());
    }

    @Test
    void pausingIsShownAndAnOutageToo() {
        viewModel.pauseOrResume();
        pulse();
        assertTrue(viewModel.paused().get());
        Problem down = Problem.of(Problem.Kind.ENGINE_UNREACHABLE, "Studio PC", "http://pc:8188");
        queue.tell(new QueueEvent.EngineDown("Studio PC", down));
        pulse();
        assertEquals(Optional.of(down), viewModel.problem().get());
        queue.tell(new QueueEvent.EngineUp("Studio PC"));
        pulse();
        assertFalse(viewModel.problem().get().isPresent());
        assertEquals("Studio PC answers again.", toasts.getLast().text());
    }

    private static QueueVerbs.Chosen jobs(JobItem... items) {
        return new QueueVerbs.Chosen(List.of(items), List.of());
    }

    private JobItem job(int row) {
        return ((QueueRow.JobRow) viewModel.rows().get(row)).job();
    }

    private void look(int times) {
        for (int i = 0; i < times * QueueViewModel.TICKS_BETWEEN_LOOKS; i++) {
            viewModel.tick();
        }
    }

    private void pulse() {
        List<Runnable> due = List.copyOf(pulse);
        pulse.clear();
        due.forEach(Runnable::run);
    }
}
