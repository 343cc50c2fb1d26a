package studio.atelier.engine.demo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.List;

/// What the engine says about itself: nodes, models, memory, features.
final class InfoRoutes {
    private static final long MEBIBYTE = 1024L * 1024;

    private final DemoOptions options;
    private final NodeCatalog catalog;

    InfoRoutes(DemoOptions options, NodeCatalog catalog) {
        this.options = options;
        this.catalog = catalog;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/", _ -> Reply.text(200, "Atelier demo engine\n")),
                Route.get("/object_info", _ -> Reply.json(catalog.describeAll())),
                Route.get("/object_info/{class}", this::nodeClass),
                Route.get(
                        "/models",
                        _ -> Reply.json(PythonJson.strings(options.models().files().keySet()))),
                Route.get("/models/{folder}", this::models),
                Route.get("/embeddings", _ -> Reply.json(embeddings())),
                Route.get("/system_stats", _ -> Reply.json(systemStats())),
                Route.get("/features", _ -> Reply.json(features(options.profile()))));
    }

    private Reply nodeClass(Request request) {
        ObjectNode body = PythonJson.object();
        catalog.describe(request.variable()).ifPresent(info -> body.set(request.variable(), info));
        return Reply.json(body);
    }

    private Reply models(Request request) {
        String folder = request.variable();
        return options.models().files().containsKey(folder)
                ? Reply.json(PythonJson.strings(options.models().in(folder)))
                : Reply.empty(404);
    }

    private ArrayNode embeddings() {
        return PythonJson.strings(
                options.models().in("embeddings").stream()
                        .map(name -> name.replaceFirst("\\.[^.]*$", ""))
                        .toList());
    }

    static ObjectNode features(DemoProfile profile) {
        ObjectNode features = PythonJson.object();
        features.put("supports_preview_metadata", true);
        if (profile == DemoProfile.V0_33) {
            features.put("supports_model_type_tags", true);
        }
        features.put("max_upload_size", Request.MAXIMUM_BODY);
        if (profile != DemoProfile.V0_3_64) {
            features.putObject("extension").putObject("manager").put("supports_v4", true);
        }
        if (profile == DemoProfile.V0_33) {
            features.put("node_replacements", true).put("assets", false);
        }
        return features;
    }

    private ObjectNode systemStats() {
        Runtime runtime = Runtime.getRuntime();
        long total = runtime.maxMemory() / MEBIBYTE * MEBIBYTE;
        long free = total - runtime.totalMemory() + runtime.freeMemory();
        ObjectNode body = PythonJson.object();
        ObjectNode system = body.putObject("system");
        boolean old = options.profile() == DemoProfile.V0_3_64;
        system.put("os", old ? "posix" : "linux").put("ram_total", total).put("ram_free", free);
        system.put("comfyui_version", options.profile().version());
        system.put("required_frontend_version", "1.49.6");
        system.put("installed_templates_version", "0.11.44");
        system.put("required_templates_version", "0.11.44");
        if (options.profile() == DemoProfile.V0_33) {
            system.putArray("comfy_package_versions");
        }
        system.put("python_version", "3.12.3").put("pytorch_version", "2.8.0");
        system.put("embedded_python", false);
        if (options.profile() == DemoProfile.V0_33) {
            system.put("deploy_environment", "local-git");
        }
        system.putArray("argv").add("main.py");
        body.putArray("devices")
                .addObject()
                .put("name", "Atelier demo engine")
                .put("type", "cpu")
                .putNull("index")
                .put("vram_total", total)
                .put("vram_free", free)
                .put("torch_vram_total", total)
                .put("torch_vram_free", free);
        return body;
    }
}
