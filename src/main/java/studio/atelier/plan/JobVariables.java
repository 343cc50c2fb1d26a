package studio.atelier.plan;

import studio.atelier.model.ParameterValue;
import studio.atelier.model.Parameters;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// The variables that every graph may use, by their names in it.
public final class JobVariables {
    /// The engine's name of the uploaded reference picture.
    public static final String REFERENCE_IMAGE = "reference_image";

    /// The engine's name of the LoRA.
    public static final String LORA_FILE = "lora_file";

    /// Filled from the job itself; a workflow does not declare them as parameters.
    public static final Set<String> OF_THE_JOB =
            Set.of(
                    REFERENCE_IMAGE,
                    LORA_FILE,
                    "positive_prompt",
                    "negative_prompt",
                    "seed",
                    "model_name",
                    "reference_filename");

    private JobVariables() {}

    /// @param parameters every value the graph needs besides those of the job
    public static Map<String, ParameterValue> of(
            Names names, Prompts prompts, long seed, Parameters parameters) {
        Map<String, ParameterValue> variables = new LinkedHashMap<>(parameters.values());
        variables.put(REFERENCE_IMAGE, ParameterValue.of(names.referenceImage()));
        variables.put("reference_filename", ParameterValue.of(prefixSafe(names.referenceStem())));
        variables.put(LORA_FILE, ParameterValue.of(names.loraFile()));
        variables.put("model_name", ParameterValue.of(names.modelSlug()));
        variables.put("positive_prompt", ParameterValue.of(prompts.positive()));
        variables.put("negative_prompt", ParameterValue.of(prompts.negative()));
        variables.put("seed", ParameterValue.of(seed));
        return variables;
    }

    /// The engine reads the file name prefix of its output as a path with `%tokens%`.
    private static String prefixSafe(String stem) {
        return stem.replaceAll("[\\\\/:*?\"<>|%\\p{Cntrl}]|^\\.+", "_");
    }

    /// @param loraFile as the engine lists it
    /// @param referenceImage as the engine stored it, or a placeholder that the engine's client replaces
    /// @param referenceStem the person's file name without extension
    public record Names(
            String modelSlug, String loraFile, String referenceStem, String referenceImage) {}
}
