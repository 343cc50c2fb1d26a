/// Letting a service caption references: what is to be captioned and with which prompt, how far it is, and how it
/// ended.
@NullMarked
package studio.atelier.ui.generate.caption;

import org.jspecify.annotations.NullMarked;
