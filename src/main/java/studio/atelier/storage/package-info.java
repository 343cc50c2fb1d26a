/// Where picture bytes live: the object store behind one interface (a folder now), content hashes and
/// safe keys. Every public method blocks.
@NullMarked
package studio.atelier.storage;

import org.jspecify.annotations.NullMarked;
