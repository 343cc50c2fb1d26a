package studio.atelier.ui.generate.queue;

/// One row of the side bar's list.
public sealed interface QueueRow {
    record BatchRow(BatchItem batch) implements QueueRow {}

    record JobRow(BatchItem batch, JobItem job) implements QueueRow {}

    /// Offers the rest of a long batch, or to hide it again.
    record MoreRow(BatchItem batch) implements QueueRow {}

    BatchItem batch();
}
