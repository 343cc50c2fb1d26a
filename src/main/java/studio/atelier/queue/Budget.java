package studio.atelier.queue;

import java.math.BigDecimal;

/// The amount at which the queue pauses itself.
///
/// @param spent since it was set, or since a person last let the queue go on
/// @param reached the queue is paused for it
public record Budget(BigDecimal limit, BigDecimal spent, boolean reached) {}
