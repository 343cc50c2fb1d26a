package studio.atelier.queue;

import studio.atelier.model.Job;

/// A job with what its row shows beside it.
///
/// @param fraction progress 0 to 1 while it runs, 0 before
/// @param referenceName file name of the reference, empty when it is gone
public record JobView(Job job, String referenceName, double fraction) {}
