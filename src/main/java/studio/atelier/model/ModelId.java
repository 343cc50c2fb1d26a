package studio.atelier.model;

/// The database's id of a model (persona) in table `models`.
public record ModelId(int value) {
    @Override
    public String toString() {
        return String.valueOf(value);
    }
}
