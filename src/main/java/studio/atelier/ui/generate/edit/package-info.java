/// Editing references by hand: their categories and captions, and taking them away, each with a way back.
@NullMarked
package studio.atelier.ui.generate.edit;

import org.jspecify.annotations.NullMarked;
