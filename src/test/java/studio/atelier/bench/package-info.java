/// Benchmarks: product and baseline side by side, from the same minute. Run by `mvn -Pbench verify`.
@NullMarked
package studio.atelier.bench;

import org.jspecify.annotations.NullMarked;
