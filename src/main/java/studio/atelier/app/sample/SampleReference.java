package studio.atelier.app.sample;

/// A reference picture that comes with the studio.
///
/// @param filename unique among all samples
/// @param category `beach`, `mirror`, `studio` or `street`
/// @param caption what the picture shows, as a captioner words it
public record SampleReference(String filename, String category, String caption) {}
