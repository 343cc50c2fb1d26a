/// Tests of the start: arguments, home, settings, the whole studio.
@NullMarked
package studio.atelier.app;

import org.jspecify.annotations.NullMarked;
