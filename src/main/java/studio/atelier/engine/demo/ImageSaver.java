package studio.atelier.engine.demo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// SaveImage and PreviewImage: names, counters, text chunks, files.
final class ImageSaver {
    private final DemoFiles files;
    private final InstantSource clock;
    private final DemoFaults faults;

    ImageSaver(DemoFiles files, InstantSource clock, DemoFaults faults) {
        this.files = files;
        this.clock = clock;
        this.faults = faults;
    }

    NodeOutcome save(NodeValue.Pictures pictures, NodeRunner.Call call, boolean preview) {
        String prefix = preview ? "ComfyUI_temp_demo" : call.text("filename_prefix");
        Path base = preview ? files.temp() : files.output();
        BufferedImage first = pictures.images().getFirst();
        String wanted = stripSlash(withTokens(prefix, first));
        Path target =
                DemoFiles.inside(base, wanted)
                        .orElseThrow(
                                () ->
                                        new PythonFailure(
                                                "Exception",
                                                "**** ERROR: Saving image outside the output folder"
                                                        + " is not allowed."));
        Path folder = Optional.ofNullable(target.getParent()).orElse(base);
        String name = String.valueOf(target.getFileName());
        ArrayNode images = PythonJson.array();
        try {
            Files.createDirectories(folder);
            Map<String, String> texts = texts(call.pngTexts());
            List<byte[]> outputs = faults.outputs(pictures.images(), texts);
            for (int i = 0; i < outputs.size(); i++) {
                String file =
                        DemoFiles.writeNumbered(
                                folder,
                                name.replace("%batch_num%", String.valueOf(i)),
                                outputs.get(i));
                images.addObject()
                        .put("filename", file)
                        .put("subfolder", base.relativize(folder).toString())
                        .put("type", preview ? "temp" : "output");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ObjectNode ui = PythonJson.object();
        ui.set("images", images);
        return new NodeOutcome(List.of(pictures), Optional.of(ui));
    }

    private static Map<String, String> texts(ObjectNode chunks) {
        Map<String, String> texts = new LinkedHashMap<>();
        chunks.properties()
                .forEach(entry -> texts.put(entry.getKey(), PythonJson.write(entry.getValue())));
        return texts;
    }

    private static String stripSlash(String prefix) {
        return prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix;
    }

    /// Replaces the tokens that the server knows; `%date:...%` is the browser's and stays.
    private String withTokens(String prefix, BufferedImage image) {
        if (!prefix.contains("%")) {
            return prefix;
        }
        LocalDateTime now = LocalDateTime.ofInstant(clock.instant(), ZoneId.systemDefault());
        return prefix.replace("%width%", String.valueOf(image.getWidth()))
                .replace("%height%", String.valueOf(image.getHeight()))
                .replace("%year%", String.valueOf(now.getYear()))
                .replace("%month%", "%02d".formatted(now.getMonthValue()))
                .replace("%day%", "%02d".formatted(now.getDayOfMonth()))
                .replace("%hour%", "%02d".formatted(now.getHour()))
                .replace("%minute%", "%02d".formatted(now.getMinute()))
                .replace("%second%", "%02d".formatted(now.getSecond()));
    }
}
