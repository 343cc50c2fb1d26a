@NullMarked
package studio.atelier.captions;

import org.jspecify.annotations.NullMarked;
