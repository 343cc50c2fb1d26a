/// The main window: title bar, tabs, banner, status, and the wiring of the tabs to each other.
@NullMarked
package studio.atelier.ui;

import org.jspecify.annotations.NullMarked;
