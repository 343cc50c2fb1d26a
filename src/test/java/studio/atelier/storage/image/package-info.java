@NullMarked
package studio.atelier.storage.image;

import org.jspecify.annotations.NullMarked;
