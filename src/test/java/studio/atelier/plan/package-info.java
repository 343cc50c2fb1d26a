/// Tests of planning: pure functions, so tables and properties.
@NullMarked
package studio.atelier.plan;

import org.jspecify.annotations.NullMarked;
