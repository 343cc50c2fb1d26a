/// Rules over the whole project, and the pieces that many tests share.
@NullMarked
package studio.atelier;

import org.jspecify.annotations.NullMarked;
