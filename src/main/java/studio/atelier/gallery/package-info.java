/// The read side: references, the index of pictures, pages of rows, picture bytes and thumbnails, marks.
@NullMarked
package studio.atelier.gallery;

import org.jspecify.annotations.NullMarked;
