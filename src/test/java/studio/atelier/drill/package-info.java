/// Drills: real processes, killed, frozen and cut off while they work, and a checker that says afterwards what was
/// lost or made twice. `mvn -Pdrills verify` runs them; `-Ddrill.seed=N` repeats one.
@NullMarked
package studio.atelier.drill;

import org.jspecify.annotations.NullMarked;
