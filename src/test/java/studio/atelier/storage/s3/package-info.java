@NullMarked
package studio.atelier.storage.s3;

import org.jspecify.annotations.NullMarked;
