package studio.atelier.engine.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.undertow.server.handlers.form.FormData;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import javax.imageio.ImageIO;

/// `/view` and the uploads.
final class FileRoutes {
    private final DemoFiles files;

    FileRoutes(DemoFiles files) {
        this.files = files;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/view", this::view),
                Route.post("/upload/image", request -> upload(request.form(), false)),
                Route.post("/upload/mask", request -> upload(request.form(), true)));
    }

    private Reply view(Request request) throws IOException {
        Optional<String> asked = request.query("filename");
        if (asked.isEmpty()) {
            return Reply.empty(404);
        }
        String type = request.query("type").orElse("output");
        DemoFiles.Place place = DemoFiles.Place.of(asked.get(), type);
        String name = place.name();
        Optional<Path> base = files.folder(place.type());
        if (name.isEmpty() || name.startsWith("/") || name.contains("..") || base.isEmpty()) {
            return Reply.empty(400);
        }
        Optional<Path> folder = DemoFiles.inside(base.get(), request.query("subfolder").orElse(""));
        if (folder.isEmpty()) {
            return Reply.empty(403);
        }
        Optional<Path> file =
                DemoFiles.inside(folder.get(), name.substring(name.lastIndexOf('/') + 1))
                        .filter(Files::isRegularFile);
        return file.isPresent() ? show(request, file.get()) : Reply.empty(404);
    }

    private static Reply show(Request request, Path file) throws IOException {
        Optional<String> preview = request.query("preview");
        if (preview.isPresent()) {
            return preview(file, preview.get());
        }
        return switch (request.query("channel").orElse("rgba")) {
            case "rgb" -> png(file, colours(picture(file)));
            case "a" -> png(file, alpha(picture(file)));
            default -> FileReply.of(request, file);
        };
    }

    /// `jpeg;80`, `webp;90`. The Java runtime has no WebP writer, so both hold JPEG; the type is as asked.
    private static Reply preview(Path file, String wanted) throws IOException {
        String[] parts = wanted.split(";", 2);
        int quality = 90;
        if (parts.length > 1 && parts[1].matches("\\d{1,3}")) {
            quality = Math.clamp(Integer.parseInt(parts[1]), 1, 100);
        }
        byte[] jpeg = Pictures.jpeg(colours(picture(file)), quality / 100f);
        String type = parts[0].equals("jpeg") ? "image/jpeg" : "image/webp";
        return new Reply(200, Map.of("Content-Type", type), jpeg)
                .with("Content-Disposition", FileReply.disposition(file));
    }

    private static Reply png(Path file, BufferedImage image) {
        return new Reply(200, Map.of("Content-Type", "image/png"), PngFile.encode(image, Map.of()))
                .with("Content-Disposition", FileReply.disposition(file));
    }

    private static BufferedImage picture(Path file) throws IOException {
        BufferedImage image = ImageIO.read(file.toFile());
        if (image == null) {
            throw new PythonFailure("PIL.UnidentifiedImageError", "cannot identify image file");
        }
        return image;
    }

    private static BufferedImage colours(BufferedImage image) {
        BufferedImage result =
                new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                result.setRGB(x, y, image.getRGB(x, y));
            }
        }
        return result;
    }

    private static BufferedImage alpha(BufferedImage image) {
        BufferedImage result =
                new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_ARGB);
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                result.setRGB(x, y, image.getRGB(x, y) & 0xFF000000);
            }
        }
        return result;
    }

    private Reply upload(FormData form, boolean mask) throws IOException {
        FormData.FormValue image = form.getFirst("image");
        if (image == null || !image.isFileItem() || image.getFileName() == null) {
            return Reply.empty(400);
        }
        String type = text(form, "type").orElse("input");
        Path base = files.folder(type).orElse(null);
        if (base == null) {
            return Reply.trouble();
        }
        if (mask && !hasOriginal(form)) {
            return Reply.trouble();
        }
        String subfolder = text(form, "subfolder").orElse("");
        String name = image.getFileName();
        Optional<Path> folder = DemoFiles.inside(base, subfolder);
        Optional<Path> target = folder.flatMap(path -> DemoFiles.inside(path, name));
        if (name.isEmpty() || folder.isEmpty() || target.isEmpty()) {
            return Reply.empty(400);
        }
        boolean overwrite = text(form, "overwrite").filter(FileRoutes::isYes).isPresent();
        if (!DemoFiles.inside(folder.get(), name).equals(target)
                || target.get().equals(folder.get())) {
            return Reply.empty(400);
        }
        String stored;
        try (var content = image.getFileItem().getInputStream()) {
            stored = files.store(folder.get(), name, content.readAllBytes(), overwrite);
        }
        ObjectNode answer = PythonJson.object();
        answer.put("name", stored).put("subfolder", subfolder).put("type", type);
        return Reply.json(answer);
    }

    private static boolean isYes(String text) {
        return text.equals("true") || text.equals("1");
    }

    private static boolean hasOriginal(FormData form) throws IOException {
        Optional<String> original = text(form, "original_ref");
        if (original.isEmpty()) {
            return false;
        }
        JsonNode reference =
                PythonJson.read(original.get().getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return reference.path("filename").isTextual();
    }

    private static Optional<String> text(FormData form, String name) {
        FormData.FormValue value = form.getFirst(name);
        return value == null || value.isFileItem()
                ? Optional.empty()
                : Optional.ofNullable(value.getValue());
    }
}
