/// Tests of the client of ComfyUI: against replies shaped like those of real servers, and against the demo
/// engine over real sockets.
@NullMarked
package studio.atelier.engine;

import org.jspecify.annotations.NullMarked;
