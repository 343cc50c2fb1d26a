/// From somebody's ComfyUI graph to a workflow of the studio: reads the file, recognises what its nodes do, and
/// proposes which values become variables. Pure functions; what is proposed is for a person to review.
@NullMarked
package studio.atelier.plan.recognition;

import org.jspecify.annotations.NullMarked;
