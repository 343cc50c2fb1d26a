@NullMarked
package studio.atelier.ui.generate.shelf;

import org.jspecify.annotations.NullMarked;
