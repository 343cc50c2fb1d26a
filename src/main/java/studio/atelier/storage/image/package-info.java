/// Looking into picture bytes: header checks, thumbnails in constant memory, metadata that marks a
/// picture as synthetic. Safe on hostile files: sizes are checked before anything is allocated.
@NullMarked
package studio.atelier.storage.image;

import org.jspecify.annotations.NullMarked;
