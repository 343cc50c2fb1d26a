/// Tests of the command line.
@NullMarked
package studio.atelier.cli;

import org.jspecify.annotations.NullMarked;
