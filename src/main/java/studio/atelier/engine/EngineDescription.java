package studio.atelier.engine;

import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What an engine has, as it said at one moment.
///
/// @param version for example `0.33.0`, empty when it does not say
/// @param device name of its first device, may be empty
/// @param loras LoRA names exactly as the engine lists them, sub-folders and separators included
/// @param nodeTypes classes known among those asked for
/// @param lists allowed values by `Class.input`, for example `UNETLoader.unet_name`
/// @param required the inputs that a node must be given, by its class
/// @param outputs classes among those known at which prompts end; empty when it does not say
/// @param nearest for classes asked for that it does not know: the one it knows whose name is most like it
public record EngineDescription(
        String version,
        String device,
        long memoryTotal,
        long memoryFree,
        List<String> loras,
        Set<String> nodeTypes,
        Map<String, List<String>> lists,
        Map<String, Set<String>> required,
        Set<String> outputs,
        Map<String, String> nearest) {
    public EngineDescription {
        loras = List.copyOf(loras);
        nodeTypes = Set.copyOf(nodeTypes);
        lists = Map.copyOf(lists);
        required = Map.copyOf(required);
        outputs = Set.copyOf(outputs);
        nearest = Map.copyOf(nearest);
    }

    /// Of an engine that does not tell what its nodes need.
    public EngineDescription(
            String version,
            String device,
            long memoryTotal,
            long memoryFree,
            List<String> loras,
            Set<String> nodeTypes,
            Map<String, List<String>> lists) {
        this(
                version,
                device,
                memoryTotal,
                memoryFree,
                loras,
                nodeTypes,
                lists,
                Map.of(),
                Set.of(),
                Map.of());
    }

    /// The node class of a list.
    ///
    /// @param list `Class.input`
    public static String classOf(String list) {
        return list.substring(0, Math.max(0, list.lastIndexOf('.')));
    }

    /// Whether it does not tell what it has, as an endpoint that may have no machine at all: it says what is
    /// missing when a job comes.
    public boolean isSilent() {
        return loras.isEmpty() && lists.isEmpty();
    }

    /// The engine's own name for a LoRA file: exact first, then without folder and letter case.
    public Optional<String> loraNamed(String file) {
        return FileNames.find(loras, file);
    }

    /// Why a job with this LoRA cannot run, with the name that was probably meant; empty when it can, or when
    /// the engine does not tell.
    ///
    /// @param engine its name
    public Optional<Problem> loraProblem(String file, String engine) {
        if (isSilent() || loraNamed(file).isPresent()) {
            return Optional.empty();
        }
        return Optional.of(
                nearestLora(file)
                        .map(near -> Problem.of(Kind.LORA_MISNAMED, file, engine, near))
                        .orElseGet(() -> Problem.of(Kind.LORA_MISSING, file, engine)));
    }

    /// The listed LoRA whose name is most like `file`, for "did you mean".
    public Optional<String> nearestLora(String file) {
        return FileNames.nearest(loras, file);
    }
}
