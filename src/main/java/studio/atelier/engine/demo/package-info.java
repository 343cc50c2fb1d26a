/// The built-in demo engine: a small server on loopback that speaks the HTTP and websocket protocol of
/// ComfyUI 0.33, quirks included, and paints placeholder pictures marked DEMO.
@NullMarked
package studio.atelier.engine.demo;

import org.jspecify.annotations.NullMarked;
