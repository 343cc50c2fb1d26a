package studio.atelier.storage;

/// The two places in an object store, named as in people's Supabase projects.
public enum Bucket {
    REFERENCES("reference-images"),
    GENERATED("generated-images");

    private final String bucketName;

    Bucket(String bucketName) {
        this.bucketName = bucketName;
    }

    public String bucketName() {
        return bucketName;
    }
}
