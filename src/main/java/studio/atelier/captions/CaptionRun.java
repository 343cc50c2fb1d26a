package studio.atelier.captions;

import org.jspecify.annotations.Nullable;

import studio.atelier.captions.CaptionReport.Failed;
import studio.atelier.model.Problem;
import studio.atelier.model.ReferenceChange.Captions;
import studio.atelier.model.ReferenceChange.Recaptioned;
import studio.atelier.model.ReferenceImage;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;

/// One run over many references: two at a time, because each waits for its answer. For one call.
final class CaptionRun {
    private static final int AT_ONCE = 2;

    /// What became of a reference; null while its turn did not come.
    sealed interface End {
        record Written(Recaptioned caption) implements End {}

        record Skipped(ReferenceImage reference) implements End {}

        /// Another run is at it.
        record Elsewhere(ReferenceImage reference) implements End {}

        record Unwritten(Failed failed) implements End {}
    }

    private final List<ReferenceImage> references;
    private final CaptionWatch watch;
    private final CaptionTurn turn;
    private final StopSignal ending = new StopSignal();
    private final AtomicReferenceArray<@Nullable End> ends;
    private final AtomicReference<@Nullable Problem> halted = new AtomicReference<>();
    private CaptionProgress progress;

    CaptionRun(CaptionOrder order, CaptionWatch watch, CaptionTurn.Tools tools) {
        this.references = order.references();
        this.watch = watch;
        this.ends = new AtomicReferenceArray<>(references.size());
        this.progress = new CaptionProgress(references.size(), 0, 0, 0, Optional.empty());
        this.turn = new CaptionTurn(order.prompt(), tools, ending, this::halt, this::waiting);
    }

    /// @param client ended when it is stopped
    CaptionReport report(VisionClient client, StopSignal stop) {
        stop.onStop(
                () -> {
                    ending.stop();
                    client.cancel();
                });
        try {
            if (!references.isEmpty() && !ending.isStopped()) {
                turn.begin();
                all(stop);
            }
        } catch (VisionFailure e) {
            halt(e.problem());
        } catch (CancellationException e) {
            // stopped before the first picture
        }
        return report();
    }

    private void all(StopSignal stop) {
        pass(IntStream.range(0, references.size()), stop);
        // By now the other run is done with them, or gave up on them.
        pass(IntStream.range(0, ends.length()).filter(this::isElsewhere), stop);
    }

    private boolean isElsewhere(int index) {
        return ends.get(index) instanceof End.Elsewhere;
    }

    private void pass(IntStream indices, StopSignal stop) {
        Queue<Integer> open = new ConcurrentLinkedQueue<>(indices.boxed().toList());
        // Before the first of them begins to empty it.
        int count = Math.min(AT_ONCE, open.size());
        List<Future<?>> workers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < count; i++) {
                workers.add(threads.submit(() -> work(open)));
            }
            workers.forEach(worker -> join(worker, stop));
        }
    }

    private void work(Queue<Integer> open) {
        boolean whole = false;
        try {
            Integer index = ending.isStopped() ? null : open.poll();
            while (index != null) {
                Optional<End> end = turn.take(references.get(index));
                if (end.isPresent()) {
                    ends.set(index, end.get());
                    count(end.get());
                }
                index = ending.isStopped() ? null : open.poll();
            }
            whole = true;
        } finally {
            if (!whole) {
                ending.stop();
            }
        }
    }

    /// No other picture begins; those that are being described end as they would.
    private void halt(Problem problem) {
        halted.compareAndSet(null, problem);
        ending.stop();
    }

    private synchronized void count(End end) {
        if (end instanceof End.Elsewhere) {
            return;
        }
        progress =
                new CaptionProgress(
                        progress.total(),
                        progress.written() + (end instanceof End.Written ? 1 : 0),
                        progress.skipped() + (end instanceof End.Skipped ? 1 : 0),
                        progress.failed() + (end instanceof End.Unwritten ? 1 : 0),
                        progress.waitingUntil());
        watch.changed(progress);
    }

    private synchronized void waiting(Optional<Instant> until) {
        progress =
                new CaptionProgress(
                        progress.total(),
                        progress.written(),
                        progress.skipped(),
                        progress.failed(),
                        until);
        watch.changed(progress);
    }

    private CaptionReport report() {
        List<Recaptioned> written = new ArrayList<>();
        List<ReferenceImage> skipped = new ArrayList<>();
        List<Failed> failed = new ArrayList<>();
        List<ReferenceImage> left = new ArrayList<>();
        int elsewhere = 0;
        for (int i = 0; i < ends.length(); i++) {
            switch (ends.get(i)) {
                case End.Written(var caption) -> written.add(caption);
                case End.Skipped(var reference) -> skipped.add(reference);
                case End.Unwritten(var failure) -> failed.add(failure);
                case End.Elsewhere(var reference) -> {
                    left.add(reference);
                    elsewhere++;
                }
                case null -> left.add(references.get(i));
            }
        }
        return new CaptionReport(
                new Captions(written),
                skipped,
                failed,
                left,
                elsewhere,
                Optional.ofNullable(halted.get()));
    }

    /// Whoever interrupts wants it to end, and it ends with what it has.
    private static void join(Future<?> worker, StopSignal stop) {
        boolean interrupted = false;
        boolean ended = false;
        while (!ended) {
            try {
                worker.get();
                ended = true;
            } catch (InterruptedException e) {
                interrupted = true;
                stop.stop();
            } catch (ExecutionException e) {
                throw e.getCause() instanceof RuntimeException failure
                        ? failure
                        : new IllegalStateException(e.getCause());
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
