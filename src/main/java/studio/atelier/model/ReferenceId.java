package studio.atelier.model;

/// The database's id of a reference picture in table `reference_images`.
public record ReferenceId(int value) {
    @Override
    public String toString() {
        return String.valueOf(value);
    }
}
