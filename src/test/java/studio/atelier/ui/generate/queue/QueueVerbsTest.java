package studio.atelier.ui.generate.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import studio.atelier.model.JobStatus;
import studio.atelier.model.Problem;
import studio.atelier.ui.generate.Fixtures;
import studio.atelier.ui.generate.MemoryQueue;
import studio.atelier.ui.generate.TestClock;
import studio.atelier.ui.generate.queue.QueueVerbs.Chosen;
import studio.atelier.ui.kit.SameThreadBackground;
import studio.atelier.ui.kit.Toast;

import java.util.ArrayList;
import java.util.List;

class QueueVerbsTest {
    private static final Problem PROBLEM = Problem.of(Problem.Kind.NO_PICTURE);

    private final MemoryQueue queue = new MemoryQueue(new TestClock());
    private final List<Toast> toasts = new ArrayList<>();
    private final QueueViewModel viewModel =
            new QueueViewModel(queue, new SameThreadBackground(), Runnable::run, new TestClock());
    private final QueueVerbs verbs = viewModel.verbs();

    @BeforeEach
    void open() {
        verbs.onToast(toasts::add);
        viewModel.open();
        queue.enqueue(Fixtures.plan(Fixtures.MILAN, 3, 2));
    }

    @Test
    void whatWaitedIsOfferedBackOnce() {
        queue.start(queue.jobs().getFirst());
        verbs.cancel(Chosen.of(batch()));
        assertEquals(6, batch().count(JobStatus.CANCELLED));
        assertEquals(
                List.of("5 jobs cancelled, 1 is being stopped"),
                toasts.stream().map(Toast::text).toList());

        Toast.Action undo = toasts.getFirst().action().orElseThrow();
        assertEquals("Undo", undo.label());
        undo.run().run();
        assertEquals(5, batch().count(JobStatus.QUEUED));
        assertEquals("5 jobs wait again", toasts.getLast().text());
        assertEquals(toasts.getFirst().place(), toasts.getLast().place());
        undo.run().run();
        assertFalse(verbs.undo());
        assertEquals(2, toasts.size());
    }

    @Test
    void undoTakesBackTheLatestFirst() {
        verbs.cancel(Chosen.of(job(1)));
        verbs.cancel(new Chosen(List.of(job(2), job(3)), List.of()));
        assertTrue(verbs.undo());
        assertEquals(1, batch().count(JobStatus.CANCELLED));
        assertTrue(verbs.undo());
        assertEquals(0, batch().count(JobStatus.CANCELLED));
        assertFalse(verbs.undo());
    }

    @Test
    void whatHasChangedSinceIsNotBroughtBack() {
        verbs.cancel(Chosen.of(batch()));
        verbs.retry(Chosen.of(job(1)));
        assertTrue(verbs.undo());
        assertEquals(
                "5 of 6 jobs wait again; the others have changed since", toasts.getLast().text());
    }

    @Test
    void onlyRunningJobsOfferNoWayBack() {
        queue.start(queue.jobs().getFirst());
        verbs.cancel(Chosen.of(job(1)));
        assertEquals("1 job is being stopped", toasts.getFirst().text());
        assertTrue(toasts.getFirst().action().isEmpty());
        assertFalse(verbs.undo());
    }

    @Test
    void theRestOfABatchIsDroppedAndWhatRunsGoesOn() {
        queue.start(queue.jobs().getFirst());
        verbs.cancelWaiting(batch());
        assertEquals(1, batch().count(JobStatus.PROCESSING));
        assertEquals(5, batch().count(JobStatus.CANCELLED));
        assertEquals("5 jobs cancelled", toasts.getFirst().text());
    }

    @Test
    void jobsInAChosenBatchCountOnce() {
        var both = new Chosen(List.of(job(1), job(2)), List.of(batch()));
        assertEquals(6, both.waiting());
        assertEquals(6, both.cancellable());
        assertEquals(0, both.retryable());
        verbs.toFront(both);
        assertEquals("6 jobs run before the others now", viewModel.notice().get());
        assertEquals("Goes first", job(1).line().get());
    }

    @Test
    void allThatFailedIsRetriedAtOnce() {
        queue.enqueue(Fixtures.plan(Fixtures.CAM, 1, 1));
        queue.jobs().subList(4, 7).forEach(job -> queue.fail(job, PROBLEM));
        assertEquals(3, viewModel.failed());
        viewModel.retryAllFailed();
        assertEquals(0, viewModel.failed());
        assertEquals("3 jobs are queued again", viewModel.notice().get());
        verbs.retry(Chosen.of(batch()));
        assertEquals("Nothing to retry", viewModel.notice().get());
    }

    private BatchItem batch() {
        return viewModel.rows().getLast().batch();
    }

    private JobItem job(int number) {
        return batch().jobs().stream().skip(number - 1L).findFirst().orElseThrow();
    }
}
