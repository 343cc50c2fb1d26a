/// What a person keeps to make pictures with: importing and reviewing workflows, editing models, putting both away.
@NullMarked
package studio.atelier.ui.generate.shelf;

import org.jspecify.annotations.NullMarked;
