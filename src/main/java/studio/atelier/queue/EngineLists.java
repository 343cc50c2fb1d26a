package studio.atelier.queue;

import studio.atelier.engine.EngineDescription;
import studio.atelier.engine.FileNames;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What the engines in use let a person choose from, together: the values of each list by `Class.input`, and which
/// engines do not have one that others have.
///
/// @param engines the names of those that tell what they have
/// @param values in the order in which the engines list them
/// @param notOn by list and value the names of the engines that lack it; none for what all of them have
public record EngineLists(
        List<String> engines,
        Map<String, List<String>> values,
        Map<String, Map<String, List<String>>> notOn) {
    public static final EngineLists NONE = new EngineLists(List.of(), Map.of(), Map.of());

    public EngineLists {
        engines = List.copyOf(engines);
        values = Map.copyOf(values);
        notOn = Map.copyOf(notOn);
    }

    public List<String> values(String list) {
        return values.getOrDefault(list, List.of());
    }

    /// The engines that do not have a value that others have.
    public List<String> notOn(String list, String value) {
        return notOn.getOrDefault(list, Map.of()).getOrDefault(value, List.of());
    }

    static EngineLists of(List<Survey.Said> answers) {
        List<Survey.Said> said = answers.stream().filter(a -> a.told().isPresent()).toList();
        Set<String> names = new LinkedHashSet<>();
        said.forEach(each -> each.told().ifPresent(has -> names.addAll(has.lists().keySet())));
        Map<String, List<String>> values = new LinkedHashMap<>();
        Map<String, Map<String, List<String>>> notOn = new LinkedHashMap<>();
        for (String list : names) {
            List<Part> parts = said.stream().map(each -> Part.of(each, list)).toList();
            List<String> union = union(parts, list);
            Map<String, List<String>> partly = new LinkedHashMap<>();
            union.forEach(value -> partly.put(value, without(parts, key(list, value))));
            partly.values().removeIf(List::isEmpty);
            values.put(list, union);
            notOn.put(list, partly);
        }
        notOn.values().removeIf(Map::isEmpty);
        return new EngineLists(said.stream().map(Survey.Said::engine).toList(), values, notOn);
    }

    /// What one engine tells of a list.
    ///
    /// @param keys of the values
    /// @param open one that knows the class and does not tell its list may have everything
    private record Part(String engine, List<String> values, Set<String> keys, boolean open) {
        static Part of(Survey.Said said, String list) {
            EngineDescription has = said.told().orElseThrow();
            Optional<List<String>> listed = Optional.ofNullable(has.lists().get(list));
            List<String> values = listed.orElse(List.of());
            return new Part(
                    said.engine(),
                    values,
                    values.stream().map(value -> key(list, value)).collect(Collectors.toSet()),
                    listed.isEmpty() && has.nodeTypes().contains(EngineDescription.classOf(list)));
        }
    }

    private static List<String> without(List<Part> parts, String key) {
        return parts.stream()
                .filter(part -> !part.open() && !part.keys().contains(key))
                .map(Part::engine)
                .toList();
    }

    /// What an engine before has under a name of its own is not listed again.
    private static List<String> union(List<Part> parts, String list) {
        Set<String> union = new LinkedHashSet<>();
        Set<String> before = new HashSet<>();
        for (Part part : parts) {
            part.values().stream()
                    .filter(value -> !before.contains(key(list, value)))
                    .forEach(union::add);
            before.addAll(part.keys());
        }
        return List.copyOf(union);
    }

    /// The name of a LoRA is put into the words of the engine when a job is sent; every other value goes as it is.
    private static String key(String list, String value) {
        return list.endsWith(".lora_name") ? FileNames.base(value) : value;
    }
}
