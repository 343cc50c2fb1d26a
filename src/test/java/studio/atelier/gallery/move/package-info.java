@NullMarked
package studio.atelier.gallery.move;

import org.jspecify.annotations.NullMarked;
