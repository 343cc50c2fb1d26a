package studio.atelier.gallery;

import studio.atelier.model.JobStatus;
import studio.atelier.model.ModelId;

import java.util.Optional;

/// What the gallery shows and in which order.
///
/// @param category of the reference
/// @param text must occur in the positive or negative prompt, letter case aside; empty for all
public record GalleryQuery(
        Optional<ModelId> model,
        Optional<JobStatus> status,
        Optional<String> category,
        String text,
        Order order) {
    public static final GalleryQuery ALL =
            new GalleryQuery(
                    Optional.empty(), Optional.empty(), Optional.empty(), "", Order.NEWEST_FIRST);

    public enum Order {
        NEWEST_FIRST,
        OLDEST_FIRST,
        MODEL,
        REFERENCE
    }
}
