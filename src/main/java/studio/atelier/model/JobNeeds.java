package studio.atelier.model;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What an engine must have to run a job.
///
/// @param nodeTypes classes of the workflow's nodes
/// @param lora the LoRA's file, where the workflow uses one
/// @param files model files that were chosen from a list of the engine's
public record JobNeeds(Set<String> nodeTypes, Optional<String> lora, List<ModelFile> files) {
    public JobNeeds {
        nodeTypes = Set.copyOf(nodeTypes);
        files = List.copyOf(files);
    }

    /// @param list the engine's list, for example `UNETLoader.unet_name`
    /// @param label of the parameter, for messages
    public record ModelFile(String list, String label, String file) {}
}
