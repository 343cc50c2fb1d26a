package studio.atelier.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import studio.atelier.model.LoraModel;
import studio.atelier.model.ModelId;
import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;
import studio.atelier.model.StudioException;
import studio.atelier.plan.ModelRules;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/// Lists and changes models.
@Command(
        name = "models",
        resourceBundle = "studio.atelier.messages.cli",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class ModelsCommand implements Callable<Integer> {
    private final CommandLineStudio studio;

    ModelsCommand(CommandLineStudio studio) {
        this.studio = studio;
    }

    @Override
    public Integer call() {
        return list();
    }

    @Command(name = "list", mixinStandardHelpOptions = true)
    Integer list() {
        try (Workspace workspace = studio.open()) {
            List<LoraModel> models = workspace.library().models();
            if (studio.json()) {
                studio.printJson(
                        Map.of("models", models.stream().map(ModelsCommand::json).toList()));
            } else {
                models.forEach(each -> studio.print("named", each.slug(), each.name()));
            }
            return CommandLineStudio.DONE;
        }
    }

    @Command(name = "new", mixinStandardHelpOptions = true, sortOptions = false)
    Integer create(@Parameters(paramLabel = "NAME") String name, @Mixin ModelOptions options) {
        try (Workspace workspace = studio.open()) {
            var empty = new LoraModel(new ModelId(0), name, "", "", "", "", "", "", "");
            LoraModel draft = options.over(empty);
            requireRight(draft, workspace);
            tell(workspace.repertoire().create(draft));
            return CommandLineStudio.DONE;
        }
    }

    @Command(name = "edit", mixinStandardHelpOptions = true, sortOptions = false)
    Integer edit(@Parameters(paramLabel = "MODEL") String name, @Mixin ModelOptions options) {
        try (Workspace workspace = studio.open()) {
            LoraModel model = new Choice(workspace.library()).models(List.of(name)).getFirst();
            LoraModel draft = options.over(model);
            requireRight(draft, workspace);
            tell(workspace.repertoire().change(draft));
            return CommandLineStudio.DONE;
        }
    }

    @Command(name = "archive", mixinStandardHelpOptions = true)
    Integer archive(@Parameters(paramLabel = "MODEL") String name) {
        try (Workspace workspace = studio.open()) {
            LoraModel model = new Choice(workspace.library()).models(List.of(name)).getFirst();
            workspace.repertoire().archive(model.id(), true);
            studio.print("models.archived", model.name());
            return CommandLineStudio.DONE;
        }
    }

    @Command(name = "restore", mixinStandardHelpOptions = true)
    Integer restore(@Parameters(paramLabel = "MODEL") String name) {
        try (Workspace workspace = studio.open()) {
            LoraModel model =
                    workspace.repertoire().archivedModels().stream()
                            .filter(
                                    each ->
                                            each.slug().equalsIgnoreCase(name)
                                                    || each.name().equalsIgnoreCase(name))
                            .findFirst()
                            .orElseThrow(
                                    () ->
                                            new StudioException(
                                                    Problem.of(
                                                            Kind.NOT_FOUND,
                                                            Problem.words("thing.model", name))));
            workspace.repertoire().archive(model.id(), false);
            tell(model);
            return CommandLineStudio.DONE;
        }
    }

    private static void requireRight(LoraModel draft, Workspace workspace) {
        ModelRules.faults(draft, workspace.library().models())
                .forEach(
                        (field, fault) -> {
                            throw new StudioException(
                                    Problem.of(Kind.MODEL_INVALID, draft.name(), fault));
                        });
    }

    private void tell(LoraModel model) {
        if (studio.json()) {
            studio.printJson(json(model));
        } else {
            studio.print("named", model.slug(), model.name());
        }
    }

    private static Map<String, Object> json(LoraModel model) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", model.name());
        json.put("slug", model.slug());
        json.put("lora_file", model.loraFile());
        json.put("trigger_word", model.triggerWord());
        json.put("hair_style", model.hairStyle());
        json.put("hair_color", model.hairColor());
        json.put("skin_tone", model.skinTone());
        json.put("negative_prompt", model.negativePrompt());
        return json;
    }
}
