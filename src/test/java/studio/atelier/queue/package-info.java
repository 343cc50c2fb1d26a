/// The queue against a real PostgreSQL, a real folder, and engines that do as they are told.
@NullMarked
package studio.atelier.queue;

import org.jspecify.annotations.NullMarked;
