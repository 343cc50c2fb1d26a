/// The Gallery tab and its lightbox: views in code and their view models.
@NullMarked
package studio.atelier.ui.gallery;

import org.jspecify.annotations.NullMarked;
