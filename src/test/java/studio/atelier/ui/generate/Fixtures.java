package studio.atelier.ui.generate;

import studio.atelier.model.BatchPlan;
import studio.atelier.model.BatchRequest;
import studio.atelier.model.LoraModel;
import studio.atelier.model.ModelId;
import studio.atelier.model.ParameterDefinition;
import studio.atelier.model.ParameterType;
import studio.atelier.model.ParameterValue;
import studio.atelier.model.Parameters;
import studio.atelier.model.Problem;
import studio.atelier.model.ReferenceId;
import studio.atelier.model.ReferenceImage;
import studio.atelier.model.SeedChoice;
import studio.atelier.model.Workflow;
import studio.atelier.model.WorkflowId;
import studio.atelier.plan.Planner;
import studio.atelier.queue.EngineLists;
import studio.atelier.queue.EngineReport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Models, workflows and references for the tests of the Generate tab.
public final class Fixtures {
    public static final LoraModel MILAN = model(1, "Milan", "long brunette hair", "tan");
    public static final LoraModel SKYLER = model(2, "Skyler", "wavy blonde hair", "fair");
    public static final LoraModel SKY = model(3, "Sky", "short black bob", "olive");
    public static final LoraModel CAM = model(4, "Cam", "curly auburn hair", "freckled");

    private static final List<String> CATEGORIES = List.of("beach", "mirror", "street", "studio");
    private static final List<String> CAPTIONS =
            List.of(
                    "white linen shirt, walking along the shore, low sun, wet sand",
                    "orange top, mirror selfie, holding phone, neutral lighting",
                    "long grey coat, crossing a rainy street, neon reflections",
                    "black turtleneck, sitting on a stool, soft window light");

    private Fixtures() {}

    public static LoraModel model(int id, String name, String hair, String skin) {
        String slug = name.toLowerCase(Locale.ROOT);
        return new LoraModel(
                new ModelId(id),
                name,
                slug,
                skin,
                "",
                hair,
                slug + ".safetensors",
                slug,
                "blurry, deformed");
    }

    /// The shipped img2img workflow with the parameters people know.
    public static Workflow workflow() {
        return new Workflow(
                new WorkflowId(1),
                "Image to image with LoRA",
                "img2img-lora",
                "Qwen-Image with the model's LoRA",
                graph("img2img-lora"),
                List.of(
                        number("denoise", "Denoise", "0.5", "1", "0.01", "0.75"),
                        number("cfg", "CFG", "1", "15", "0.1", "3.8"),
                        integer("steps", "Steps", "10", "50", "28"),
                        number("lora_strength", "LoRA strength", "0.3", "1", "0.01", "0.65"),
                        file(
                                "diffusion_model",
                                "Diffusion model",
                                "qwen_image_fp8_e4m3fn.safetensors"),
                        file(
                                "text_encoder",
                                "Text encoder",
                                "qwen_2.5_vl_7b_fp8_scaled.safetensors"),
                        file("vae", "VAE", "qwen_image_vae.safetensors"),
                        number("shift", "Shift", "0", "10", "0.1", "3.1", true),
                        choice("sampler", "Sampler", "euler", "dpmpp_2m"),
                        choice("scheduler", "Scheduler", "simple", "karras")));
    }

    public static Workflow sdxl() {
        return new Workflow(
                new WorkflowId(2),
                "Image to image with LoRA (SDXL)",
                "img2img-lora-sdxl",
                "",
                graph("img2img-lora-sdxl"),
                List.of(
                        number("denoise", "Denoise", "0.5", "1", "0.01", "0.6"),
                        number("cfg", "CFG", "1", "15", "0.1", "6"),
                        integer("steps", "Steps", "10", "50", "30"),
                        number("lora_strength", "LoRA strength", "0.3", "1", "0.01", "0.8"),
                        choice("sampler", "Sampler", "euler", "dpmpp_2m"),
                        choice("scheduler", "Scheduler", "simple", "karras"),
                        file("checkpoint", "Checkpoint", "sd_xl_base_1.0.safetensors")));
    }

    public static List<ReferenceImage> references(int count) {
        List<ReferenceImage> references = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int kind = i * CATEGORIES.size() / count;
            references.add(reference(i + 1, CATEGORIES.get(kind), CAPTIONS.get(kind)));
        }
        return references;
    }

    public static ReferenceImage reference(int id, String category, String caption) {
        String filename = "%s-%02d.jpg".formatted(category, id);
        return new ReferenceImage(
                new ReferenceId(id),
                filename,
                category,
                category + "/" + filename,
                caption,
                Optional.empty(),
                Optional.empty(),
                832,
                1216,
                0);
    }

    public static BatchPlan plan(LoraModel model, int references, int variations) {
        return Planner.plan(
                new BatchRequest(
                        model,
                        workflow(),
                        references(references),
                        variations,
                        Parameters.EMPTY,
                        new SeedChoice.Random()),
                RandomGenerator.getDefault());
    }

    private static ParameterDefinition number(
            String name, String label, String least, String most, String step, String value) {
        return number(name, label, least, most, step, value, false);
    }

    private static ParameterDefinition number(
            String name,
            String label,
            String least,
            String most,
            String step,
            String value,
            boolean advanced) {
        return new ParameterDefinition(
                name,
                label,
                "",
                ParameterType.DECIMAL,
                Optional.of(new BigDecimal(least)),
                Optional.of(new BigDecimal(most)),
                Optional.of(new BigDecimal(step)),
                new ParameterValue.Decimal(new BigDecimal(value)),
                List.of(),
                Optional.empty(),
                advanced);
    }

    private static ParameterDefinition choice(String name, String label, String... choices) {
        return new ParameterDefinition(
                name,
                label,
                "",
                ParameterType.CHOICE,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                ParameterValue.of(choices[0]),
                List.of(choices),
                Optional.empty(),
                true);
    }

    private static ParameterDefinition integer(
            String name, String label, String least, String most, String value) {
        return new ParameterDefinition(
                name,
                label,
                "",
                ParameterType.INTEGER,
                Optional.of(new BigDecimal(least)),
                Optional.of(new BigDecimal(most)),
                Optional.of(BigDecimal.ONE),
                new ParameterValue.Decimal(new BigDecimal(value)),
                List.of(),
                Optional.empty(),
                false);
    }

    private static ParameterDefinition file(String name, String label, String value) {
        return new ParameterDefinition(
                name,
                label,
                "",
                ParameterType.CHOICE,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                ParameterValue.of(value),
                List.of(value),
                Optional.of("Loader." + name),
                true);
    }

    private static String graph(String slug) {
        try {
            return Files.readString(Path.of("workflows", slug + ".json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Of one engine.
    static EngineLists lists(Map<String, List<String>> values) {
        return new EngineLists(List.of("Demo engine"), values, Map.of());
    }

    /// What a demo engine says.
    static EngineReport report(
            Optional<Problem> problem, EngineReport.Loras loras, EngineLists lists) {
        return new EngineReport("Demo engine", true, problem, "0.33", "cpu", loras, lists);
    }
}
