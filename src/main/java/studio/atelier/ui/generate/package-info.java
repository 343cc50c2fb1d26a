/// The Generate tab and the queue beside it: views in code and their view models.
@NullMarked
package studio.atelier.ui.generate;

import org.jspecify.annotations.NullMarked;
