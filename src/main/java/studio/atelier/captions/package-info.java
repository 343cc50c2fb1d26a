/// Captions of references from a service that looks at pictures: the only speaker of its protocol, and the runs that
/// caption many of them.
@NullMarked
package studio.atelier.captions;

import org.jspecify.annotations.NullMarked;
