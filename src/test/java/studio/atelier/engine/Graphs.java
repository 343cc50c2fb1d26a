package studio.atelier.engine;

/// Graphs that tests send.
final class Graphs {
    private Graphs() {}

    static final String SDXL =
            """
            {"1":{"class_type":"CheckpointLoaderSimple","inputs":{"ckpt_name":"base.safetensors"},
                  "_meta":{"title":"Checkpoint"}},
             "2":{"class_type":"LoraLoader","inputs":{"model":["1",0],"clip":["1",1],
                  "lora_name":"nora.safetensors","strength_model":0.65,"strength_clip":0.65},
                  "_meta":{"title":"LoRA"}},
             "3":{"class_type":"CLIPTextEncode","inputs":{"clip":["2",1],"text":"nora, a pier at dawn"}},
             "4":{"class_type":"CLIPTextEncode","inputs":{"clip":["2",1],"text":"blurry"}},
             "5":{"class_type":"LoadImage","inputs":{"image":"{{reference_image}}"}},
             "6":{"class_type":"VAEEncode","inputs":{"pixels":["5",0],"vae":["1",2]}},
             "7":{"class_type":"KSampler","inputs":{"model":["2",0],"seed":18446744073709551615,"steps":10,
                  "cfg":3.8,"sampler_name":"euler","scheduler":"normal","positive":["3",0],
                  "negative":["4",0],"latent_image":["6",0],"denoise":0.75},
                  "_meta":{"title":"Sampler"}},
             "8":{"class_type":"VAEDecode","inputs":{"samples":["7",0],"vae":["1",2]}},
             "9":{"class_type":"SaveImage","inputs":{"images":["8",0],"filename_prefix":"nora_pier"},
                  "_meta":{"title":"Save"}}}
            """;

    static GraphInspection sdxl() {
        return GraphInspection.of("sdxl", SDXL);
    }
}
