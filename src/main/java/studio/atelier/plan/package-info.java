/// From a selection to jobs, as pure functions: expansion, seeds, prompts, workflow variables filled. Knows
/// neither the database nor an engine; the same input always gives the same plan.
@NullMarked
package studio.atelier.plan;

import org.jspecify.annotations.NullMarked;
