/// The seeded simulation: the real queue on a real PostgreSQL and a real folder, around an engine, a person and
/// misfortunes that are drawn from a seed.
@NullMarked
package studio.atelier.drill.sim;

import org.jspecify.annotations.NullMarked;
