/// Tests of the vocabulary.
@NullMarked
package studio.atelier.model;

import org.jspecify.annotations.NullMarked;
