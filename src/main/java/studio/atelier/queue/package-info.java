/// The durable queue: its verbs, the dispatcher that keeps each engine fed, and `RunJob`, which tells the
/// story of one job from claim to commit. PostgreSQL is the truth; an engine is only asked.
@NullMarked
package studio.atelier.queue;

import org.jspecify.annotations.NullMarked;
