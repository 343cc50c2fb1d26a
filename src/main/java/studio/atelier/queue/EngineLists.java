package studio.atelier.queue;

import studio.atelier.engine.EngineDescription;
import studio.atelier.engine.FileNames;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
            List<String> union = union(said, list);
            Map<String, List<String>> partly = new LinkedHashMap<>();
            union.forEach(value -> partly.put(value, without(said, list, value)));
            partly.values().removeIf(List::isEmpty);
            values.put(list, union);
            notOn.put(list, partly);
        }
        notOn.values().removeIf(Map::isEmpty);
        return new EngineLists(said.stream().map(Survey.Said::engine).toList(), values, notOn);
    }

    private static List<String> without(List<Survey.Said> said, String list, String value) {
        return said.stream()
                .filter(each -> each.told().filter(has -> lacks(has, list, value)).isPresent())
                .map(Survey.Said::engine)
                .toList();
    }

    private static List<String> union(List<Survey.Said> said, String list) {
        List<String> union = new ArrayList<>();
        for (Survey.Said each : said) {
            for (String value : each.told().map(has -> has.lists().get(list)).orElse(List.of())) {
                if (!has(union, list, value)) {
                    union.add(value);
                }
            }
        }
        return union;
    }

    /// One that knows the class and does not tell its list may have everything.
    private static boolean lacks(EngineDescription has, String list, String value) {
        return Optional.ofNullable(has.lists().get(list))
                .map(listed -> !has(listed, list, value))
                .orElseGet(() -> !has.nodeTypes().contains(classOf(list)));
    }

    /// The name of a LoRA is put into the words of the engine when a job is sent; every other value goes as it is.
    private static boolean has(List<String> listed, String list, String value) {
        return listed.contains(value)
                || (list.endsWith(".lora_name") && FileNames.find(listed, value).isPresent());
    }

    private static String classOf(String list) {
        return list.substring(0, Math.max(0, list.lastIndexOf('.')));
    }
}
