@NullMarked
package studio.atelier.ui.generate;

import org.jspecify.annotations.NullMarked;
