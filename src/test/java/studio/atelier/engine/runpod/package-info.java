/// Tests of the client of RunPod, against a server of ours that follows its published interface.
@NullMarked
package studio.atelier.engine.runpod;

import org.jspecify.annotations.NullMarked;
