/// Moving a library from one object store to another.
@NullMarked
package studio.atelier.gallery.move;

import org.jspecify.annotations.NullMarked;
