package studio.atelier.engine.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.Map;

/// Graphs to submit.
final class DemoGraphs {
    private static final String IMG2IMG =
            """
            {"1":{"class_type":"CheckpointLoaderSimple","inputs":{"ckpt_name":"sd_xl_base_1.0.safetensors"}},
             "2":{"class_type":"LoraLoader","inputs":{"model":["1",0],"clip":["1",1],
                  "lora_name":"milan.safetensors","strength_model":0.8,"strength_clip":0.8},
                  "_meta":{"title":"Load LoRA"}},
             "3":{"class_type":"CLIPTextEncode","inputs":{"clip":["2",1],"text":"milan, beach"}},
             "4":{"class_type":"CLIPTextEncode","inputs":{"clip":["2",1],"text":"blurry"}},
             "5":{"class_type":"LoadImage","inputs":{"image":"in.png"}},
             "6":{"class_type":"VAEEncode","inputs":{"pixels":["5",0],"vae":["1",2]}},
             "7":{"class_type":"KSampler","inputs":{"model":["2",0],"seed":42,"steps":6,"cfg":7.0,
                  "sampler_name":"euler","scheduler":"normal","positive":["3",0],"negative":["4",0],
                  "latent_image":["6",0],"denoise":0.5}},
             "8":{"class_type":"VAEDecode","inputs":{"samples":["7",0],"vae":["1",2]}},
             "9":{"class_type":"SaveImage","inputs":{"images":["8",0],"filename_prefix":"rec/sdxl"}}}
            """;

    private DemoGraphs() {}

    static ObjectNode img2img() {
        return (ObjectNode) DemoClient.read(IMG2IMG);
    }

    static ObjectNode img2img(long seed) {
        return with(img2img(), "7", "seed", DemoClient.read(String.valueOf(seed)));
    }

    static ObjectNode with(ObjectNode graph, String node, String input, JsonNode value) {
        ((ObjectNode) graph.path(node).path("inputs")).set(input, value);
        return graph;
    }

    static ObjectNode with(ObjectNode graph, String node, String input, String value) {
        return with(graph, node, input, TextNode.valueOf(value));
    }

    static ArrayNode link(String node, int slot) {
        return PythonJson.array().add(node).add(slot);
    }

    /// A small picture to upload.
    static byte[] picture(Color colour) {
        BufferedImage image = new BufferedImage(64, 48, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(colour);
        graphics.fillRect(0, 0, 64, 48);
        graphics.dispose();
        return PngFile.encode(image, Map.of());
    }
}
