/// The parts that every screen is built of: the one door to the JavaFX thread, background work, theme,
/// icons, toasts, dialogs, the recycled picture grid and its prioritised picture loader.
@NullMarked
package studio.atelier.ui.kit;

import org.jspecify.annotations.NullMarked;
