/// The words of the studio as records, typed ids, enums and the sealed `Problem`. Pure Java: no I/O, no
/// JavaFX, no JSON, no SQL. Everything here is immutable and safe to share between threads.
@NullMarked
package studio.atelier.model;

import org.jspecify.annotations.NullMarked;
