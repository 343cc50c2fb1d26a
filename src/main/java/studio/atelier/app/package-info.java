/// Where the studio starts: command line or window, settings, and `Wiring`, which makes every long-lived
/// object by hand and closes them in reverse.
@NullMarked
package studio.atelier.app;

import org.jspecify.annotations.NullMarked;
