@NullMarked
package studio.atelier.gallery;

import org.jspecify.annotations.NullMarked;
