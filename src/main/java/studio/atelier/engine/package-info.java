/// The only room that speaks to engines: ComfyUI over HTTP and websocket. Replies are read leniently and
/// foreign exceptions are translated to a `Problem` once, at this edge. Websocket callbacks only parse and
/// hand over; they never run application code that blocks.
@NullMarked
package studio.atelier.engine;

import org.jspecify.annotations.NullMarked;
