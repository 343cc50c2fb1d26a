package studio.atelier.gallery.move;

import studio.atelier.gallery.move.MoveLedger.Entry;
import studio.atelier.gallery.move.MoveLedger.Name;
import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;
import studio.atelier.model.StudioException;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/// Copies many objects, a few at a time. The first problem that is not of one object ends it.
final class CopyRound {
    private static final int AT_ONCE = 8;

    private final ObjectCopy copy;
    private final MoveLedger ledger;
    private final List<Problem> problems;
    private final Map<Name, Problem> refused = new LinkedHashMap<>();
    private final List<Entry> copied = new ArrayList<>();
    private final AtomicBoolean ends = new AtomicBoolean();

    CopyRound(ObjectCopy copy, MoveLedger ledger, List<Problem> problems) {
        this.copy = copy;
        this.ledger = ledger;
        this.problems = problems;
    }

    /// Objects whose names the target does not take.
    Map<Name, Problem> refused() {
        return refused;
    }

    /// @param before how many were done already, for the progress
    List<Entry> run(List<Name> open, StoreMoves.Progress progress, int before) {
        try (ExecutorService workers =
                Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().name("move").factory())) {
            List<Future<?>> all = new ArrayList<>();
            for (Name name : open) {
                all.add(workers.submit(() -> one(name, progress, before, before + open.size())));
            }
            for (Future<?> one : all) {
                await(one);
            }
        }
        return copied;
    }

    private void one(Name name, StoreMoves.Progress progress, int before, int of) {
        if (ends.get()) {
            return;
        }
        try {
            Entry entry = copy.copy(name);
            ledger.add(name, entry);
            synchronized (this) {
                copied.add(entry);
                progress.moved(before + copied.size(), of);
            }
        } catch (StudioException e) {
            if (!StoreMove.isOfOneObject(e.problem())) {
                ends.set(true);
                throw e;
            }
            note(name, e.problem());
        }
    }

    private synchronized void note(Name name, Problem problem) {
        if (problem.code().equals(Kind.OBJECT_NAME.code())) {
            refused.put(name, problem);
            return;
        }
        // Deleted by a person meanwhile: the next round does not find it any more.
        if (!problem.code().equals(Kind.OBJECT_MISSING.code())) {
            problems.add(problem);
        }
    }

    private void await(Future<?> one) {
        try {
            one.get();
        } catch (InterruptedException e) {
            ends.set(true);
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            ends.set(true);
            if (e.getCause() instanceof StudioException problem) {
                throw problem;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
