/// Looks at each connection step by step and names the step that fails: database, engine, object store, captions.
@NullMarked
package studio.atelier.checks;

import org.jspecify.annotations.NullMarked;
