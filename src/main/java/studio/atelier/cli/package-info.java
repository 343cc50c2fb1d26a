/// The same verbs as the window, without one.
@NullMarked
package studio.atelier.cli;

import org.jspecify.annotations.NullMarked;
