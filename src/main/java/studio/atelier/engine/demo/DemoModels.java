package studio.atelier.engine.demo;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The model files the demo engine claims to have, by folder key.
///
/// @param files folder key (`loras`, `checkpoints`, ...) to names in the order they are listed
public record DemoModels(Map<String, List<String>> files) {
    private static final List<String> FOLDERS =
            List.of(
                    "checkpoints",
                    "configs",
                    "loras",
                    "vae",
                    "text_encoders",
                    "diffusion_models",
                    "clip_vision",
                    "style_models",
                    "embeddings",
                    "diffusers",
                    "vae_approx",
                    "controlnet",
                    "gligen",
                    "upscale_models",
                    "latent_upscale_models",
                    "custom_nodes",
                    "datasets",
                    "hypernetworks",
                    "photomaker",
                    "classifiers",
                    "model_patches",
                    "audio_encoders",
                    "background_removal",
                    "frame_interpolation",
                    "geometry_estimation",
                    "optical_flow",
                    "detection");

    public DemoModels {
        Map<String, List<String>> copy = new LinkedHashMap<>();
        files.forEach((folder, names) -> copy.put(folder, List.copyOf(names)));
        files = copy;
    }

    /// What the shipped workflows and the sample models need.
    public static DemoModels standard() {
        Map<String, List<String>> files = new LinkedHashMap<>();
        FOLDERS.forEach(folder -> files.put(folder, List.of()));
        files.put(
                "loras",
                List.of(
                        "cam.safetensors",
                        "milan.safetensors",
                        "sky.safetensors",
                        "skyler.safetensors"));
        files.put("checkpoints", List.of("sd_xl_base_1.0.safetensors"));
        files.put("diffusion_models", List.of("qwen_image_fp8_e4m3fn.safetensors"));
        files.put("text_encoders", List.of("qwen_2.5_vl_7b_fp8_scaled.safetensors"));
        files.put("vae", List.of("qwen_image_vae.safetensors", "sdxl_vae.safetensors"));
        return new DemoModels(files);
    }

    public DemoModels with(String folder, List<String> names) {
        Map<String, List<String>> changed = new LinkedHashMap<>(files);
        changed.put(folder, names);
        return new DemoModels(changed);
    }

    List<String> in(String folder) {
        return files.getOrDefault(folder, List.of());
    }

    /// What a loader node offers: the files, and for VAEs one built-in entry.
    List<String> choices(String folder) {
        if (!folder.equals("vae")) {
            return in(folder);
        }
        return java.util.stream.Stream.concat(
                        in(folder).stream(), java.util.stream.Stream.of("pixel_space"))
                .toList();
    }
}
