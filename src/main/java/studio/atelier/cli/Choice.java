package studio.atelier.cli;

import studio.atelier.gallery.Library;
import studio.atelier.model.LoraModel;
import studio.atelier.model.ParameterDefinition;
import studio.atelier.model.ParameterValue;
import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;
import studio.atelier.model.ReferenceImage;
import studio.atelier.model.StudioException;
import studio.atelier.model.Workflow;
import studio.atelier.plan.ParameterRules;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Turns the words of the command line into models, workflows, references and values.
final class Choice {
    private static final String USUAL_WORKFLOW = "img2img-lora";

    private final Library library;

    Choice(Library library) {
        this.library = library;
    }

    /// By slug or name, letter case aside.
    List<LoraModel> models(List<String> names) {
        List<LoraModel> all = library.models();
        return names.stream()
                .map(
                        name ->
                                all.stream()
                                        .filter(
                                                model ->
                                                        model.slug().equalsIgnoreCase(name)
                                                                || model.name()
                                                                        .equalsIgnoreCase(name))
                                        .findFirst()
                                        .orElseThrow(
                                                () ->
                                                        unknown(
                                                                Problem.words("thing.model", name),
                                                                all.stream()
                                                                        .map(LoraModel::slug)
                                                                        .toList())))
                .toList();
    }

    /// The shipped one, or what stands first where somebody put that away.
    Workflow usualWorkflow() {
        List<Workflow> all = library.workflows();
        return all.stream()
                .filter(flow -> flow.slug().equals(USUAL_WORKFLOW))
                .findFirst()
                .or(() -> all.stream().findFirst())
                .orElseGet(() -> workflow(USUAL_WORKFLOW));
    }

    Workflow workflow(String name) {
        List<Workflow> all = library.workflows();
        return all.stream()
                .filter(flow -> flow.slug().equals(name) || flow.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(
                        () ->
                                unknown(
                                        Problem.words("thing.workflow", name),
                                        all.stream().map(Workflow::slug).toList()));
    }

    /// References by id, by file name in the library, or by a picture file, which is imported first; and all of
    /// some categories. In the order asked for, each once.
    List<ReferenceImage> references(List<String> words, List<String> categories) {
        List<ReferenceImage> all = library.references();
        Set<ReferenceImage> chosen = new LinkedHashSet<>();
        words.forEach(word -> chosen.add(reference(all, word)));
        for (String category : categories) {
            List<ReferenceImage> found =
                    all.stream().filter(r -> r.category().equalsIgnoreCase(category)).toList();
            if (found.isEmpty()) {
                throw unknown(
                        Problem.words("thing.category", category),
                        all.stream().map(ReferenceImage::category).distinct().toList());
            }
            chosen.addAll(found);
        }
        return new ArrayList<>(chosen);
    }

    private ReferenceImage reference(List<ReferenceImage> all, String word) {
        return all.stream()
                .filter(r -> r.id().toString().equals(word) || r.filename().equals(word))
                .findFirst()
                .orElseGet(() -> importFile(file(word)));
    }

    private static Path file(String word) {
        try {
            return Path.of(word);
        } catch (InvalidPathException e) {
            throw new StudioException(
                    Problem.of(Kind.NOT_FOUND, Problem.words("thing.reference", word)), e);
        }
    }

    private ReferenceImage importFile(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new StudioException(
                    Problem.of(Kind.NOT_FOUND, Problem.words("thing.reference", file.toString())));
        }
        var report = library.importPaths(List.of(file), "imported", (done, of) -> {});
        report.refused().stream()
                .findFirst()
                .ifPresent(
                        problem -> {
                            throw new StudioException(problem);
                        });
        return report.imported().stream()
                .findFirst()
                .or(() -> report.duplicates().stream().findFirst())
                .orElseThrow(
                        () ->
                                new StudioException(
                                        Problem.of(
                                                Kind.NOT_FOUND,
                                                Problem.words(
                                                        "thing.reference", file.toString()))));
    }

    /// Values as typed after `--set name=value`.
    static Map<String, ParameterValue> values(Workflow workflow, Map<String, String> typed) {
        Map<String, ParameterValue> values = new LinkedHashMap<>();
        typed.forEach((name, text) -> values.put(name, value(workflow, name, text)));
        return values;
    }

    private static ParameterValue value(Workflow workflow, String name, String text) {
        ParameterDefinition definition =
                ParameterRules.definition(workflow, name)
                        .orElseThrow(
                                () ->
                                        unknown(
                                                Problem.words("thing.parameter", name),
                                                workflow.parameters().stream()
                                                        .map(ParameterDefinition::name)
                                                        .toList()));
        return ParameterRules.read(definition, text)
                .orElseThrow(() -> new StudioException(ParameterRules.wrongKind(definition, text)));
    }

    private static StudioException unknown(String what, List<String> known) {
        String names = known.stream().sorted().limit(20).collect(Collectors.joining(", "));
        return new StudioException(
                Problem.of(Kind.NOT_FOUND, Problem.words("thing.known", what, names)));
    }
}
