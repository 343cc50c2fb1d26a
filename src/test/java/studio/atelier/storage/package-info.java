@NullMarked
package studio.atelier.storage;

import org.jspecify.annotations.NullMarked;
