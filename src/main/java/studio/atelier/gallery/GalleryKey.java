package studio.atelier.gallery;

/// Names one cell of the gallery: a picture, or a job that has none (yet).
///
/// @param image the picture's id, 0 for a job without a picture
public record GalleryKey(int job, long image) {
    public boolean hasImage() {
        return image != 0;
    }
}
