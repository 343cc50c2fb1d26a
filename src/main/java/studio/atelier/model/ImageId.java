package studio.atelier.model;

/// The database's id of a generated image in table `generated_images`.
public record ImageId(long value) {
    @Override
    public String toString() {
        return String.valueOf(value);
    }
}
