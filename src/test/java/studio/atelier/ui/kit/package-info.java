@NullMarked
package studio.atelier.ui.kit;

import org.jspecify.annotations.NullMarked;
