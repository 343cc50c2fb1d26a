/// The queue's side bar: its view model fed by the queue's events, its list of batches and jobs, and the notices
/// that its events give rise to.
@NullMarked
package studio.atelier.ui.generate.queue;

import org.jspecify.annotations.NullMarked;
