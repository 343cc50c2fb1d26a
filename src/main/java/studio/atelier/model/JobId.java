package studio.atelier.model;

/// The database's id of a job in table `generation_jobs`.
public record JobId(int value) {
    @Override
    public String toString() {
        return String.valueOf(value);
    }
}
