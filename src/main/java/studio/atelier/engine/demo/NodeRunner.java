package studio.atelier.engine.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import javax.imageio.ImageIO;

/// Runs one node. Loaders only remember names; LoadImage, the scalers, the sampler and the savers work.
final class NodeRunner {
    private static final long PIXELS_OF_A_MEGAPIXEL = 1024 * 1024;

    private final DemoFiles files;
    private final DemoPainter painter;
    private final ImageSaver saver;

    NodeRunner(DemoFiles files, ImageSaver saver) {
        this.files = files;
        this.painter = new DemoPainter();
        this.saver = saver;
    }

    /// @param inputs literal inputs of the node
    /// @param linked values of linked inputs
    record Call(String type, JsonNode inputs, Map<String, NodeValue> linked, ObjectNode pngTexts) {
        String text(String name) {
            return PythonJson.str(inputs.path(name));
        }

        double number(String name) {
            return inputs.path(name).asDouble();
        }

        int integer(String name) {
            return inputs.path(name).asInt();
        }

        <T extends NodeValue> T link(String name, Class<T> type) {
            NodeValue value = linked.get(name);
            if (!type.isInstance(value)) {
                throw new PythonFailure(
                        "TypeError", "input " + name + " of " + this.type + " is not linked");
            }
            return type.cast(value);
        }

        NodeValue.Pictures pictures(String name) {
            return link(name, NodeValue.Pictures.class);
        }
    }

    NodeOutcome run(Call call, Sampling sampling) {
        return switch (call.type()) {
            case "CheckpointLoaderSimple" ->
                    handles(call.text("ckpt_name"), "MODEL", "CLIP", "VAE");
            case "UNETLoader" -> handles(call.text("unet_name"), "MODEL");
            case "CLIPLoader" -> handles(call.text("clip_name"), "CLIP");
            case "DualCLIPLoader" -> handles(call.text("clip_name1"), "CLIP");
            case "VAELoader" -> handles(call.text("vae_name"), "VAE");
            case "LoraLoader" -> NodeOutcome.of(lora(call), call.link("clip", handle()));
            case "LoraLoaderModelOnly" -> NodeOutcome.of(lora(call));
            case "ModelSamplingAuraFlow", "CFGNorm" -> NodeOutcome.of(call.link("model", handle()));
            case "CLIPSetLastLayer" -> NodeOutcome.of(call.link("clip", handle()));
            case "CLIPTextEncode" -> NodeOutcome.of(new NodeValue.Conditioning(call.text("text")));
            case "ConditioningZeroOut" -> NodeOutcome.of(new NodeValue.Conditioning(""));
            case "LoadImage" -> load(call);
            case "ImageScale" -> scaled(call, image -> exactSize(call, image));
            case "ImageScaleBy" -> scaled(call, image -> by(image, call.number("scale_by")));
            case "ImageScaleToTotalPixels" -> scaled(call, image -> totalPixels(call, image));
            case "VAEEncode" -> encode(call);
            case "EmptyLatentImage", "EmptySD3LatentImage" -> emptyLatent(call);
            case "RepeatLatentBatch" -> repeat(call);
            case "KSampler" -> sample(call, sampling);
            case "VAEDecode" -> decode(call);
            case "SaveImage" -> saver.save(call.pictures("images"), call, false);
            case "PreviewImage" -> saver.save(call.pictures("images"), call, true);
            default -> throw new PythonFailure("KeyError", PythonJson.repr(call.type()));
        };
    }

    private static Class<NodeValue.Handle> handle() {
        return NodeValue.Handle.class;
    }

    private static NodeOutcome handles(String file, String... kinds) {
        List<NodeValue> values = new ArrayList<>();
        for (String kind : kinds) {
            values.add(new NodeValue.Handle(kind, file));
        }
        return new NodeOutcome(values, Optional.empty());
    }

    private static NodeValue lora(Call call) {
        NodeValue.Handle model = call.link("model", handle());
        return new NodeValue.Handle(
                "MODEL",
                model.traits() + "+" + call.text("lora_name") + "@" + call.text("strength_model"));
    }

    private NodeOutcome load(Call call) {
        String name = call.text("image");
        Path file =
                files.annotated(name)
                        .orElseThrow(
                                () ->
                                        new PythonFailure(
                                                "FileNotFoundError",
                                                "[Errno 2] No such file or directory: "
                                                        + PythonJson.repr(name)));
        Optional<BufferedImage> image = decoded(file);
        // The file's place on this computer is nobody's business, so only its name is told.
        return NodeOutcome.of(
                new NodeValue.Pictures(
                        List.of(
                                image.orElseThrow(
                                        () ->
                                                new PythonFailure(
                                                        "PIL.UnidentifiedImageError",
                                                        "cannot identify image file "
                                                                + PythonJson.repr(name))))),
                new NodeValue.Handle("MASK", ""));
    }

    private static Optional<BufferedImage> decoded(Path file) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            Optional<BufferedImage> webp = Webp.standIn(bytes);
            return webp.isPresent()
                    ? webp
                    : Optional.ofNullable(ImageIO.read(new ByteArrayInputStream(bytes)));
        } catch (IOException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static NodeOutcome scaled(Call call, Function<BufferedImage, BufferedImage> scale) {
        return NodeOutcome.of(
                new NodeValue.Pictures(
                        call.pictures("image").images().stream().map(scale).toList()));
    }

    private static BufferedImage by(BufferedImage image, double factor) {
        return resize(
                image,
                (int) Math.round(image.getWidth() * factor),
                (int) Math.round(image.getHeight() * factor));
    }

    private static BufferedImage exactSize(Call call, BufferedImage image) {
        int width = call.integer("width");
        int height = call.integer("height");
        if (width == 0 && height == 0) {
            return image;
        }
        width = width > 0 ? width : Math.max(1, image.getWidth() * height / image.getHeight());
        height = height > 0 ? height : Math.max(1, image.getHeight() * width / image.getWidth());
        return resize(
                call.text("crop").equals("center") ? cropped(image, width, height) : image,
                width,
                height);
    }

    private static BufferedImage cropped(BufferedImage image, int width, int height) {
        double aspect = (double) width / height;
        int w = (int) Math.min(image.getWidth(), Math.round(image.getHeight() * aspect));
        int h = (int) Math.min(image.getHeight(), Math.round(image.getWidth() / aspect));
        return image.getSubimage(
                (image.getWidth() - w) / 2,
                (image.getHeight() - h) / 2,
                Math.max(1, w),
                Math.max(1, h));
    }

    private static BufferedImage totalPixels(Call call, BufferedImage image) {
        double total = call.number("megapixels") * PIXELS_OF_A_MEGAPIXEL;
        int unit = Math.max(1, call.integer("resolution_steps"));
        double factor = Math.sqrt(total / ((double) image.getWidth() * image.getHeight()));
        return resize(
                image,
                (int) Math.round(image.getWidth() * factor / unit) * unit,
                (int) Math.round(image.getHeight() * factor / unit) * unit);
    }

    static BufferedImage resize(BufferedImage image, int width, int height) {
        BufferedImage result =
                new BufferedImage(
                        Math.max(1, width), Math.max(1, height), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = result.createGraphics();
        graphics.setRenderingHint(
                RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(image, 0, 0, result.getWidth(), result.getHeight(), null);
        graphics.dispose();
        return result;
    }

    private static NodeOutcome encode(Call call) {
        BufferedImage source = call.pictures("pixels").images().getFirst();
        return NodeOutcome.of(
                new NodeValue.Latent(
                        Math.max(8, source.getWidth() / 8 * 8),
                        Math.max(8, source.getHeight() / 8 * 8),
                        call.pictures("pixels").images().size(),
                        Optional.of(source),
                        Optional.empty()));
    }

    private static NodeOutcome emptyLatent(Call call) {
        return NodeOutcome.of(
                new NodeValue.Latent(
                        call.integer("width") / 8 * 8,
                        call.integer("height") / 8 * 8,
                        call.integer("batch_size"),
                        Optional.empty(),
                        Optional.empty()));
    }

    private static NodeOutcome repeat(Call call) {
        NodeValue.Latent latent = call.link("samples", NodeValue.Latent.class);
        return NodeOutcome.of(
                new NodeValue.Latent(
                        latent.width(),
                        latent.height(),
                        latent.batch() * call.integer("amount"),
                        latent.source(),
                        latent.sketch()));
    }

    private NodeOutcome sample(Call call, Sampling sampling) {
        NodeValue.Latent latent = call.link("latent_image", NodeValue.Latent.class);
        NodeValue.Handle model = call.link("model", handle());
        DemoPainter.Sketch sketch =
                new DemoPainter.Sketch(
                        latent.width(),
                        latent.height(),
                        latent.source(),
                        call.link("positive", NodeValue.Conditioning.class).text(),
                        call.inputs().path("seed").bigIntegerValue().longValue()
                                ^ model.traits().hashCode() * 0x9E3779B97F4A7C15L,
                        latent.source().isPresent() ? call.number("denoise") : 1);
        int steps = call.integer("steps");
        for (int i = 1; i <= steps; i++) {
            double done = (double) i / steps;
            sampling.step(i, steps, () -> painter.preview(sketch, done));
        }
        return NodeOutcome.of(
                new NodeValue.Latent(
                        latent.width(),
                        latent.height(),
                        latent.batch(),
                        Optional.empty(),
                        Optional.of(sketch)));
    }

    private NodeOutcome decode(Call call) {
        NodeValue.Latent latent = call.link("samples", NodeValue.Latent.class);
        List<BufferedImage> images = new ArrayList<>();
        for (int i = 0; i < latent.batch(); i++) {
            int number = i;
            images.add(
                    latent.sketch()
                            .map(sketch -> painter.paint(sketch.variant(number)))
                            .orElseGet(() -> undrawn(latent)));
        }
        return NodeOutcome.of(new NodeValue.Pictures(images));
    }

    private static BufferedImage undrawn(NodeValue.Latent latent) {
        return latent.source()
                .map(source -> resize(source, latent.width(), latent.height()))
                .orElseGet(
                        () ->
                                new BufferedImage(
                                        latent.width(),
                                        latent.height(),
                                        BufferedImage.TYPE_INT_RGB));
    }
}
