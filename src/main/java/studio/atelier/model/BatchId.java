package studio.atelier.model;

/// The database's id of a batch in table `batches`.
public record BatchId(long value) {
    @Override
    public String toString() {
        return String.valueOf(value);
    }
}
