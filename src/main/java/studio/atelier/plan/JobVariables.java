package studio.atelier.plan;

import studio.atelier.model.ParameterValue;
import studio.atelier.model.Parameters;
import studio.atelier.model.Workflow;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// The variables that every graph may use, by their names in it.
public final class JobVariables {
    /// The engine's name of the uploaded reference picture.
    public static final String REFERENCE_IMAGE = "reference_image";

    /// The engine's name of the LoRA.
    public static final String LORA_FILE = "lora_file";

    /// The engine's job id of this sending. In the prefix of the files that a graph saves it makes their names
    /// unique, so that they are found after the engine has forgotten the job.
    public static final String PROMPT_ID = "prompt_id";

    /// Bytes of the reference's name, so that a file name made with it stays within 255.
    private static final int LONGEST_STEM = 150;

    /// Filled from the job itself; a workflow does not declare them as parameters.
    public static final Set<String> OF_THE_JOB =
            Set.of(
                    REFERENCE_IMAGE,
                    LORA_FILE,
                    PROMPT_ID,
                    "positive_prompt",
                    "negative_prompt",
                    "seed",
                    "model_name",
                    "reference_filename");

    private static final Pattern LORA_USE = Pattern.compile("\\{\\{\\s*" + LORA_FILE + "\\s*}}");

    private JobVariables() {}

    /// Whether the model's LoRA has a part in what this makes.
    public static boolean loadsLora(Workflow workflow) {
        return LORA_USE.matcher(workflow.graph()).find();
    }

    /// @param parameters every value the graph needs besides those of the job
    public static Map<String, ParameterValue> of(
            Names names, Prompts prompts, long seed, Parameters parameters) {
        Map<String, ParameterValue> variables = new LinkedHashMap<>(parameters.values());
        variables.put(REFERENCE_IMAGE, ParameterValue.of(names.referenceImage()));
        variables.put(
                "reference_filename",
                ParameterValue.of(bounded(prefixSafe(names.referenceStem()))));
        variables.put(LORA_FILE, ParameterValue.of(names.loraFile()));
        variables.put("model_name", ParameterValue.of(names.modelSlug()));
        variables.put("positive_prompt", ParameterValue.of(prompts.positive()));
        variables.put("negative_prompt", ParameterValue.of(prompts.negative()));
        variables.put(PROMPT_ID, ParameterValue.of(names.promptId()));
        variables.put("seed", ParameterValue.of(seed));
        return variables;
    }

    /// The engine reads the file name prefix of its output as a path with `%tokens%`.
    private static String prefixSafe(String stem) {
        return stem.replaceAll("[\\\\/:*?\"<>|%\\p{Cntrl}]|^\\.+", "_");
    }

    private static String bounded(String stem) {
        String kept = stem;
        while (kept.getBytes(StandardCharsets.UTF_8).length > LONGEST_STEM) {
            kept = kept.substring(0, kept.offsetByCodePoints(kept.length(), -1));
        }
        return kept;
    }

    /// @param loraFile as the engine lists it
    /// @param referenceImage as the engine stored it, or a placeholder that the engine's client replaces
    /// @param referenceStem the person's file name without extension
    /// @param promptId of the sending, or what stands for it before there is one
    public record Names(
            String modelSlug,
            String loraFile,
            String referenceStem,
            String referenceImage,
            String promptId) {}
}
