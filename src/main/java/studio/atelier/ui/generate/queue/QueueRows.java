package studio.atelier.ui.generate.queue;

import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import studio.atelier.model.BatchId;
import studio.atelier.ui.generate.queue.QueueRow.BatchRow;
import studio.atelier.ui.generate.queue.QueueRow.JobRow;
import studio.atelier.ui.generate.queue.QueueRow.MoreRow;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The batches, newest first, flattened to rows. Changes touch only the rows that differ, so that selection and
/// scroll position stay. JavaFX thread only.
final class QueueRows {
    private final List<BatchItem> batches = new ArrayList<>();
    private final ObservableList<QueueRow> rows = FXCollections.observableArrayList();

    ObservableList<QueueRow> rows() {
        return rows;
    }

    List<BatchItem> batches() {
        return batches;
    }

    Optional<BatchItem> find(BatchId id) {
        return batches.stream().filter(batch -> batch.id().equals(id)).findFirst();
    }

    /// How many jobs wait or run.
    int open() {
        return batches.stream().mapToInt(BatchItem::open).sum();
    }

    /// True for a batch that would stand above the oldest one here.
    boolean isNews(BatchId batch) {
        return batches.isEmpty() || batch.value() > batches.getLast().id().value();
    }

    /// Takes in what was read anew. Where only new batches came, the rows below them stay as they are.
    void become(List<BatchItem> items, int most) {
        int fresh = 0;
        while (fresh < items.size() && !batches.contains(items.get(fresh))) {
            fresh++;
        }
        List<BatchItem> rest = items.subList(fresh, items.size());
        if (batches.isEmpty()
                || !rest.equals(batches.subList(0, Math.min(rest.size(), batches.size())))) {
            setAll(items);
            return;
        }
        for (BatchItem item : items.subList(0, fresh).reversed()) {
            addFirst(item, most);
        }
        rest.forEach(this::refresh);
    }

    void setAll(List<BatchItem> items) {
        batches.clear();
        batches.addAll(items);
        List<QueueRow> flat = new ArrayList<>();
        items.forEach(item -> flat.addAll(rowsOf(item)));
        rows.setAll(flat);
    }

    /// Puts a new batch on top and lets the oldest go.
    void addFirst(BatchItem item, int most) {
        batches.addFirst(item);
        rows.addAll(0, rowsOf(item));
        while (batches.size() > most) {
            BatchItem oldest = batches.removeLast();
            rows.remove(start(oldest), rows.size());
        }
    }

    /// Makes the rows of a batch those that it shows now.
    void refresh(BatchItem item) {
        int start = start(item);
        if (start < 0) {
            return;
        }
        int end = start + 1;
        while (end < rows.size() && !(rows.get(end) instanceof BatchRow)) {
            end++;
        }
        replace(start, end, rowsOf(item));
    }

    private void replace(int start, int end, List<QueueRow> wanted) {
        int from = start;
        int taken = 0;
        while (from < end && taken < wanted.size() && rows.get(from).equals(wanted.get(taken))) {
            from++;
            taken++;
        }
        int to = end;
        int left = wanted.size();
        while (to > from && left > taken && rows.get(to - 1).equals(wanted.get(left - 1))) {
            to--;
            left--;
        }
        if (to > from) {
            rows.remove(from, to);
        }
        if (left > taken) {
            rows.addAll(from, wanted.subList(taken, left));
        }
    }

    private int start(BatchItem item) {
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i) instanceof BatchRow(var batch) && batch == item) {
                return i;
            }
        }
        return -1;
    }

    private static List<QueueRow> rowsOf(BatchItem item) {
        List<QueueRow> rows = new ArrayList<>();
        rows.add(new BatchRow(item));
        item.shownJobs().forEach(job -> rows.add(new JobRow(item, job)));
        if (item.expanded().get() && item.isLong()) {
            rows.add(new MoreRow(item));
        }
        return rows;
    }
}
