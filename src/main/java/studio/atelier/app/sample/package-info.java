/// The sample reference pictures of a first start, painted by code: nobody's photograph is shipped. Java2D
/// without a screen.
@NullMarked
package studio.atelier.app.sample;

import org.jspecify.annotations.NullMarked;
