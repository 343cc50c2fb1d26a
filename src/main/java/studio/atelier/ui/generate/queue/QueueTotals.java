package studio.atelier.ui.generate.queue;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

import studio.atelier.queue.Budget;
import studio.atelier.queue.Queue;
import studio.atelier.queue.Totals;
import studio.atelier.ui.kit.Background;
import studio.atelier.ui.kit.Money;

import java.util.Optional;
import java.util.function.IntSupplier;

/// What the whole queue comes to, and whether that fits what the screen knows: other processes work on the same
/// database without telling anybody. JavaFX thread only; counting runs elsewhere.
public final class QueueTotals {
    private final Queue queue;
    private final Background background;
    private final IntSupplier known;
    private final Runnable onOthers;
    private final ReadOnlyStringWrapper summary = new ReadOnlyStringWrapper(this, "summary", "");
    private final ReadOnlyStringWrapper timeLeft = new ReadOnlyStringWrapper(this, "timeLeft", "");
    private final ReadOnlyStringWrapper cost = new ReadOnlyStringWrapper(this, "cost", "");
    private final ReadOnlyObjectWrapper<Optional<Budget>> budget =
            new ReadOnlyObjectWrapper<>(this, "budget", Optional.empty());
    private Money money = Money.USUAL;
    private boolean counting;
    private boolean stale;
    private boolean settled;
    private int usualGap;
    private int lastGap;

    /// @param known how many unfinished jobs the screen knows of
    /// @param onOthers told when another process queued or finished something
    QueueTotals(Queue queue, Background background, IntSupplier known, Runnable onOthers) {
        this.queue = queue;
        this.background = background;
        this.known = known;
        this.onOthers = onOthers;
    }

    ReadOnlyStringProperty summary() {
        return summary.getReadOnlyProperty();
    }

    ReadOnlyStringProperty timeLeft() {
        return timeLeft.getReadOnlyProperty();
    }

    /// For example `$0.35 to $0.45 to come`, empty where no engine has a price.
    public ReadOnlyStringProperty cost() {
        return cost.getReadOnlyProperty();
    }

    /// The amount at which the queue pauses itself, and what was spent of it.
    public ReadOnlyObjectProperty<Optional<Budget>> budget() {
        return budget.getReadOnlyProperty();
    }

    public Money money() {
        return money;
    }

    public void money(Money chosen) {
        money = chosen;
    }

    /// One count at a time: what changes meanwhile is counted by the next.
    void count() {
        if (counting) {
            stale = true;
            return;
        }
        counting = true;
        stale = false;
        background.run(
                queue::totals,
                totals -> {
                    show(totals);
                    counted();
                },
                _ -> counted());
    }

    /// Counts, and compares the number of unfinished jobs with those known. They may differ for long (only the
    /// latest batches are known) and for a moment (an event is on its way), so that only a new difference that
    /// two looks in a row find is the work of others.
    void look() {
        background.latest(
                this,
                queue::totals,
                totals -> {
                    show(totals);
                    compare(totals.running() + totals.waiting() - known.getAsInt());
                },
                _ -> {}); // the queue's feed tells of a database out of reach
    }

    private void compare(int gap) {
        boolean again = gap == lastGap;
        lastGap = gap;
        if (!settled) {
            usualGap = gap;
            settled = true;
        } else if (gap != usualGap && again) {
            settled = false;
            onOthers.run();
        }
    }

    private void counted() {
        counting = false;
        if (stale) {
            count();
        }
    }

    private void show(Totals now) {
        summary.set(QueueWords.summary(now));
        timeLeft.set(QueueWords.timeLeft(now));
        cost.set(QueueWords.cost(now, money));
        budget.set(now.budget());
    }
}
