/// The audit: rows, engines, object store and local disk compared with each other. What is found again is put in
/// its place, what is missing is named, and nothing is ever deleted. `Audit` runs the checks, each in a class of
/// its own.
@NullMarked
package studio.atelier.queue.audit;

import org.jspecify.annotations.NullMarked;
