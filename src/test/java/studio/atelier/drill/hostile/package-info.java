/// The hostile engine: a server on loopback that answers every call with garbage, and the real client in front
/// of it.
@NullMarked
package studio.atelier.drill.hostile;

import org.jspecify.annotations.NullMarked;
