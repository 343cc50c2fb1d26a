package studio.atelier.db;

import studio.atelier.model.JobStatus;
import studio.atelier.model.ModelId;

import java.util.Optional;

/// Which cells of the gallery are wanted, and in which order.
///
/// @param category of the reference
/// @param text must occur in the positive or negative prompt, letter case aside; empty for all
public record GalleryFilter(
        Optional<ModelId> model,
        Optional<JobStatus> status,
        Optional<String> category,
        String text,
        Sort sort) {
    public enum Sort {
        NEWEST_FIRST,
        OLDEST_FIRST,
        MODEL,
        REFERENCE
    }
}
