package studio.atelier.ui.kit;

/// Indexes from `first` up to but without `end`.
public record GridRange(int first, int end) {
    public static final GridRange NONE = new GridRange(0, 0);

    public boolean isEmpty() {
        return end <= first;
    }

    public boolean contains(int index) {
        return index >= first && index < end;
    }

    /// The range with `count` more on each side, within 0 and `size`: what to load ahead.
    public GridRange widened(int count, int size) {
        return new GridRange(Math.max(0, first - count), Math.min(size, end + count));
    }
}
