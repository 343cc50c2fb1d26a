@NullMarked
package studio.atelier.plan.recognition;

import org.jspecify.annotations.NullMarked;
