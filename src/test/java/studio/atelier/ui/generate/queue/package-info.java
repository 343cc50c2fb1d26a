@NullMarked
package studio.atelier.ui.generate.queue;

import org.jspecify.annotations.NullMarked;
