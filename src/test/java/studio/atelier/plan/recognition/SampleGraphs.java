package studio.atelier.plan.recognition;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// Graphs of the kinds that people have, in API format.
public final class SampleGraphs {
    private static final String CHECKPOINT =
            """
            "1":{"class_type":"CheckpointLoaderSimple","inputs":{"ckpt_name":"dreamshaper_8.safetensors"}},
            "6":{"class_type":"CLIPTextEncode","inputs":{"clip":["1",1],"text":"a red fox"}},
            "7":{"class_type":"CLIPTextEncode","inputs":{"clip":["1",1],"text":"blurry"}},
            "8":{"class_type":"VAEDecode","inputs":{"samples":["3",0],"vae":["1",2]}},
            "9":{"class_type":"SaveImage","inputs":{"images":["8",0],"filename_prefix":"ComfyUI"}},
            """;

    public static final String TEXT_TO_IMAGE =
            "{"
                    + CHECKPOINT
                    + """
                    "5":{"class_type":"EmptyLatentImage","inputs":{"width":512,"height":768,"batch_size":4}},
                    "3":{"class_type":"KSampler","inputs":{"model":["1",0],"positive":["6",0],"negative":["7",0],
                      "latent_image":["5",0],"seed":156680208700286,"steps":20,"cfg":8.0,"sampler_name":"euler",
                      "scheduler":"normal","denoise":1.0},"is_changed":[NaN]}}
                    """;

    public static final String IMAGE_TO_IMAGE_LORA =
            """
            {"1":{"class_type":"CheckpointLoaderSimple","inputs":{"ckpt_name":"sd_xl_base_1.0.safetensors"}},
             "2":{"class_type":"LoraLoader","inputs":{"model":["1",0],"clip":["1",1],
                  "lora_name":"milan.safetensors","strength_model":0.8,"strength_clip":0.7}},
             "3":{"class_type":"CLIPTextEncode","inputs":{"clip":["2",1],"text":"milan, beach"},"_meta":{"title":"Prompt"}},
             "4":{"class_type":"CLIPTextEncode","inputs":{"clip":["2",1],"text":"blurry"}},
             "5":{"class_type":"LoadImage","inputs":{"image":"in.png","upload":"image"}},
             "6":{"class_type":"VAEEncode","inputs":{"pixels":["5",0],"vae":["1",2]}},
             "7":{"class_type":"KSampler","inputs":{"model":["2",0],"seed":42,"steps":12,"cfg":7.0,
                  "sampler_name":"euler","scheduler":"normal","positive":["3",0],"negative":["4",0],
                  "latent_image":["6",0],"denoise":0.5},"_meta":{"title":"Sampler"}},
             "8":{"class_type":"VAEDecode","inputs":{"samples":["7",0],"vae":["1",2]}},
             "9":{"class_type":"SaveImage","inputs":{"images":["8",0],"filename_prefix":"rec/sdxl"}}}
            """;

    static final String SAVED_ON_THE_WAY =
            TEXT_TO_IMAGE.stripTrailing().replaceAll("}$", "")
                    + """
                    ,"10":{"class_type":"ImageScaleBy","inputs":{"image":["9",0],"upscale_method":"lanczos","scale_by":2}},
                    "11":{"class_type":"SaveImageAdvanced","inputs":{"images":["10",0],"filename_prefix":"large"}}}
                    """;

    static final String EFFICIENT =
            """
            {"1":{"class_type":"Efficient Loader","inputs":{"ckpt_name":"dreamshaper_8.safetensors",
                  "vae_name":"Baked VAE","clip_skip":-1,"lora_name":"milan.safetensors","lora_model_strength":0.8,
                  "lora_clip_strength":0.8,"positive":"a red fox","negative":"blurry","token_normalization":"none",
                  "weight_interpretation":"comfy","empty_latent_width":512,"empty_latent_height":768,"batch_size":1}},
             "2":{"class_type":"KSampler (Efficient)","inputs":{"seed":["3",0],"steps":20,"cfg":7.0,
                  "sampler_name":"euler","scheduler":"normal","denoise":1.0,"preview_method":"auto",
                  "vae_decode":"true","model":["1",0],"positive":["1",1],"negative":["1",2],
                  "latent_image":["1",3],"optional_vae":["1",4]}},
             "3":{"class_type":"Seed (rgthree)","inputs":{"seed":42}},
             "9":{"class_type":"SaveImage","inputs":{"images":["2",5],"filename_prefix":"ComfyUI"}}}
            """;

    static final String BASE_AND_REFINER =
            """
            {"4":{"class_type":"CheckpointLoaderSimple","inputs":{"ckpt_name":"sd_xl_base_1.0.safetensors"}},
             "12":{"class_type":"CheckpointLoaderSimple","inputs":{"ckpt_name":"sd_xl_refiner_1.0.safetensors"}},
             "5":{"class_type":"EmptyLatentImage","inputs":{"width":1024,"height":1024,"batch_size":1}},
             "6":{"class_type":"CLIPTextEncodeSDXL","inputs":{"clip":["4",1],"text_g":"a fox","text_l":"a fox, sharp",
                  "width":4096,"height":4096,"crop_w":0,"crop_h":0,"target_width":4096,"target_height":4096}},
             "7":{"class_type":"CLIPTextEncode","inputs":{"clip":["4",1],"text":"blurry"}},
             "15":{"class_type":"CLIPTextEncodeSDXLRefiner","inputs":{"clip":["12",1],"ascore":6.0,"width":2048,
                  "height":2048,"text":"a fox"}},
             "16":{"class_type":"CLIPTextEncodeSDXLRefiner","inputs":{"clip":["12",1],"ascore":2.5,"width":2048,
                  "height":2048,"text":"blurry"}},
             "10":{"class_type":"KSamplerAdvanced","inputs":{"model":["4",0],"positive":["6",0],"negative":["7",0],
                  "latent_image":["5",0],"add_noise":"enable","noise_seed":721,"steps":25,"cfg":8,
                  "sampler_name":"euler","scheduler":"normal","start_at_step":0,"end_at_step":20,
                  "return_with_leftover_noise":"enable"},"_meta":{"title":"Base"}},
             "11":{"class_type":"KSamplerAdvanced","inputs":{"model":["12",0],"positive":["15",0],"negative":["16",0],
                  "latent_image":["10",0],"add_noise":"disable","noise_seed":0,"steps":25,"cfg":6.5,
                  "sampler_name":"euler","scheduler":"normal","start_at_step":20,"end_at_step":10000,
                  "return_with_leftover_noise":"disable"},"_meta":{"title":"Refiner"}},
             "17":{"class_type":"VAEDecode","inputs":{"samples":["11",0],"vae":["12",2]}},
             "19":{"class_type":"SaveImage","inputs":{"images":["17",0],"filename_prefix":"xl"}}}
            """;

    static final String FLUX =
            """
            {"10":{"class_type":"VAELoader","inputs":{"vae_name":"ae.safetensors"}},
             "11":{"class_type":"DualCLIPLoader","inputs":{"clip_name1":"t5xxl_fp16.safetensors",
                   "clip_name2":"clip_l.safetensors","type":"flux"}},
             "12":{"class_type":"UNETLoader","inputs":{"unet_name":"flux1-dev.safetensors","weight_dtype":"default"}},
             "13":{"class_type":"SamplerCustomAdvanced","inputs":{"noise":["25",0],"guider":["22",0],
                   "sampler":["16",0],"sigmas":["17",0],"latent_image":["27",0]},"_meta":{"title":"Draw"}},
             "16":{"class_type":"KSamplerSelect","inputs":{"sampler_name":"euler"}},
             "17":{"class_type":"BasicScheduler","inputs":{"model":["30",0],"scheduler":"simple","steps":20,"denoise":1}},
             "22":{"class_type":"BasicGuider","inputs":{"model":["30",0],"conditioning":["26",0]}},
             "25":{"class_type":"RandomNoise","inputs":{"noise_seed":219670278747233}},
             "26":{"class_type":"FluxGuidance","inputs":{"conditioning":["6",0],"guidance":3.5}},
             "6":{"class_type":"CLIPTextEncode","inputs":{"clip":["11",0],"text":["40",0]}},
             "40":{"class_type":"PrimitiveStringMultiline","inputs":{"value":"a lighthouse"}},
             "27":{"class_type":"EmptySD3LatentImage","inputs":{"width":1024,"height":1024,"batch_size":1}},
             "30":{"class_type":"ModelSamplingFlux","inputs":{"model":["12",0],"max_shift":1.15,"base_shift":0.5,
                   "width":1024,"height":1024}},
             "8":{"class_type":"VAEDecode","inputs":{"samples":["13",0],"vae":["10",0]}},
             "9":{"class_type":"SaveImage","inputs":{"images":["8",0],"filename_prefix":"flux"}}}
            """;

    static final String QWEN_EDIT =
            """
            {"37":{"class_type":"UNETLoader","inputs":{"unet_name":"qwen_image_edit_2509.safetensors","weight_dtype":"default"}},
             "38":{"class_type":"CLIPLoader","inputs":{"clip_name":"qwen_2.5_vl_7b.safetensors","type":"qwen_image"}},
             "39":{"class_type":"VAELoader","inputs":{"vae_name":"qwen_image_vae.safetensors"}},
             "66":{"class_type":"ModelSamplingAuraFlow","inputs":{"model":["89",0],"shift":3}},
             "75":{"class_type":"CFGNorm","inputs":{"model":["66",0],"strength":1}},
             "76":{"class_type":"TextEncodeQwenImageEdit","inputs":{"clip":["38",0],"vae":["39",0],"image":["93",0],
                   "prompt":"put a hat on her"}},
             "77":{"class_type":"TextEncodeQwenImageEdit","inputs":{"clip":["38",0],"vae":["39",0],"image":["93",0],
                   "prompt":""}},
             "78":{"class_type":"LoadImage","inputs":{"image":"woman.png"}},
             "88":{"class_type":"VAEEncode","inputs":{"pixels":["93",0],"vae":["39",0]}},
             "89":{"class_type":"LoraLoaderModelOnly","inputs":{"model":["37",0],"strength_model":1,
                   "lora_name":"Qwen-Image-Lightning-4steps-V1.0.safetensors"}},
             "93":{"class_type":"ImageScaleToTotalPixels","inputs":{"image":["78",0],"upscale_method":"lanczos","megapixels":1}},
             "3":{"class_type":"KSampler","inputs":{"model":["75",0],"positive":["76",0],"negative":["77",0],
                  "latent_image":["88",0],"seed":1,"steps":4,"cfg":1,"sampler_name":"euler","scheduler":"simple","denoise":1}},
             "8":{"class_type":"VAEDecode","inputs":{"samples":["3",0],"vae":["39",0]}},
             "60":{"class_type":"SaveImage","inputs":{"images":["8",0],"filename_prefix":"edit"}}}
            """;

    static final String CONTROL_NET =
            "{"
                    + CHECKPOINT
                    + """
                    "5":{"class_type":"EmptyLatentImage","inputs":{"width":512,"height":512,"batch_size":1}},
                    "20":{"class_type":"LoadImage","inputs":{"image":"pose.png"}},
                    "21":{"class_type":"ControlNetLoader","inputs":{"control_net_name":"openpose.safetensors"}},
                    "22":{"class_type":"ControlNetApplyAdvanced","inputs":{"positive":["6",0],"negative":["7",0],
                      "control_net":["21",0],"image":["20",0],"strength":0.9,"start_percent":0,"end_percent":1}},
                    "3":{"class_type":"KSampler","inputs":{"model":["1",0],"positive":["22",0],"negative":["22",1],
                      "latent_image":["5",0],"seed":5,"steps":20,"cfg":8,"sampler_name":"euler",
                      "scheduler":"normal","denoise":1}}}
                    """;

    public static final String TWO_LORAS =
            """
            {"1":{"class_type":"CheckpointLoaderSimple","inputs":{"ckpt_name":"sd_xl_base_1.0.safetensors"}},
             "20":{"class_type":"LoraLoader","inputs":{"model":["1",0],"clip":["1",1],
                  "lora_name":"sdxl_lightning_8step.safetensors","strength_model":1.0,"strength_clip":1.0}},
             "21":{"class_type":"LoraLoader","inputs":{"model":["20",0],"clip":["20",1],
                  "lora_name":"people/sky.safetensors","strength_model":0.6,"strength_clip":0.6}},
             "22":{"class_type":"Power Lora Loader (rgthree)","inputs":{"model":["21",0],"clip":["21",1],
                  "lora_1":{"on":true,"lora":"grain.safetensors","strength":0.3}}},
             "6":{"class_type":"CLIPTextEncode","inputs":{"clip":["22",1],"text":"sky, street"}},
             "7":{"class_type":"CLIPTextEncode","inputs":{"clip":["22",1],"text":"blurry"}},
             "5":{"class_type":"LoadImage","inputs":{"image":"in.png"}},
             "10":{"class_type":"VAEEncode","inputs":{"pixels":["5",0],"vae":["1",2]}},
             "3":{"class_type":"KSampler","inputs":{"model":["22",0],"positive":["6",0],"negative":["7",0],
                  "latent_image":["10",0],"seed":5,"steps":8,"cfg":1.5,"sampler_name":"euler",
                  "scheduler":"sgm_uniform","denoise":0.6}},
             "8":{"class_type":"VAEDecode","inputs":{"samples":["3",0],"vae":["1",2]}},
             "9":{"class_type":"SaveImage","inputs":{"images":["8",0],"filename_prefix":"%date%/two"}}}
            """;

    static final String INPAINT =
            "{"
                    + CHECKPOINT
                    + """
                    "20":{"class_type":"LoadImage","inputs":{"image":"room.png"}},
                    "23":{"class_type":"LoadImage","inputs":{"image":"other.png"}},
                    "21":{"class_type":"LoadImageMask","inputs":{"image":"mask.png","channel":"alpha"}},
                    "24":{"class_type":"PreviewImage","inputs":{"images":["23",0]}},
                    "22":{"class_type":"VAEEncodeForInpaint","inputs":{"grow_mask_by":6,"mask":["21",0],
                      "pixels":["20",0],"vae":["1",2]}},
                    "3":{"class_type":"KSampler","inputs":{"model":["1",0],"positive":["6",0],"negative":["7",0],
                      "latent_image":["22",0],"seed":5,"steps":20,"cfg":8,"sampler_name":"euler",
                      "scheduler":"normal","denoise":1}}}
                    """;

    static final String UPSCALE_AFTER =
            """
            {"1":{"class_type":"CheckpointLoaderSimple","inputs":{"ckpt_name":"dreamshaper_8.safetensors"}},
             "6":{"class_type":"CLIPTextEncode","inputs":{"clip":["1",1],"text":"a fox"}},
             "7":{"class_type":"ConditioningZeroOut","inputs":{"conditioning":["6",0]}},
             "5":{"class_type":"EmptyLatentImage","inputs":{"width":512,"height":512,"batch_size":1}},
             "3":{"class_type":"KSampler","inputs":{"model":["1",0],"positive":["6",0],"negative":["7",0],
                  "latent_image":["5",0],"seed":5,"steps":20,"cfg":8,"sampler_name":"euler","scheduler":"normal","denoise":1}},
             "10":{"class_type":"LatentUpscaleBy","inputs":{"samples":["3",0],"upscale_method":"nearest-exact","scale_by":1.5}},
             "11":{"class_type":"KSampler","inputs":{"model":["1",0],"positive":["6",0],"negative":["7",0],
                  "latent_image":["10",0],"seed":5,"steps":14,"cfg":8,"sampler_name":"dpmpp_2m","scheduler":"simple",
                  "denoise":0.45}},
             "12":{"class_type":"VAEDecode","inputs":{"samples":["11",0],"vae":["1",2]}},
             "13":{"class_type":"UpscaleModelLoader","inputs":{"model_name":"4x-UltraSharp.pth"}},
             "14":{"class_type":"ImageUpscaleWithModel","inputs":{"upscale_model":["13",0],"image":["12",0]}},
             "15":{"class_type":"SaveImage","inputs":{"images":["14",0],"filename_prefix":"big"}},
             "99":{"class_type":"Note","inputs":{"text":"to do"}}}
            """;

    static final String UNKNOWN_NODES =
            """
            {"1":{"class_type":"Efficient Loader","inputs":{"ckpt_name":"dreamshaper_8.safetensors","vae_name":"Baked VAE",
                  "positive":"a fox","negative":"blurry","empty_latent_width":512,"batch_size":1}},
             "2":{"class_type":"Wildcard Processor","inputs":{"wildcard_text":"x","seed":9,"model":["1",0]}},
             "3":{"class_type":"KSampler (Efficient)","inputs":{"model":["2",0],"positive":["1",1],"negative":["1",2],
                  "latent_image":["1",3],"seed":77,"steps":20,"cfg":7.5,"sampler_name":"euler_ancestral",
                  "scheduler":"karras","denoise":1,"preview_method":"auto","nothing":null}},
             "4":{"class_type":"Image Save With Metadata","inputs":{"images":["3",5],"filename_prefix":"mine"}}}
            """;

    private SampleGraphs() {}

    /// All of them, by what they are.
    static Map<String, String> all() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("text to image", TEXT_TO_IMAGE);
        all.put("image to image with LoRA", IMAGE_TO_IMAGE_LORA);
        all.put("base and refiner", BASE_AND_REFINER);
        all.put("Flux", FLUX);
        all.put("Qwen edit", QWEN_EDIT);
        all.put("ControlNet", CONTROL_NET);
        all.put("two LoRAs", TWO_LORAS);
        all.put("inpaint", INPAINT);
        all.put("upscale after", UPSCALE_AFTER);
        all.put("unknown nodes", UNKNOWN_NODES);
        return all;
    }

    static ApiGraph graph(String json) {
        return WorkflowReader.read("sample", json.getBytes(StandardCharsets.UTF_8));
    }
}
