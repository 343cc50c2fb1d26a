/// The settings dialog: connections with their tests, appearance, and the taking over of a `.env` file.
@NullMarked
package studio.atelier.ui.settings;

import org.jspecify.annotations.NullMarked;
