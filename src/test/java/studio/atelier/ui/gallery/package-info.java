@NullMarked
package studio.atelier.ui.gallery;

import org.jspecify.annotations.NullMarked;
