package studio.atelier.ui.generate.shelf;

import studio.atelier.queue.EngineLists;

import java.util.List;

/// The LoRAs that the engines say they have.
///
/// @param lists what they have, which may be nothing they tell
/// @param names as they list them
public record EngineLoras(EngineLists lists, List<String> names) {
    private static final List<String> LISTS =
            List.of("LoraLoader.lora_name", "LoraLoaderModelOnly.lora_name");

    public static final EngineLoras UNKNOWN = of(EngineLists.NONE);

    public EngineLoras {
        names = List.copyOf(names);
    }

    public static EngineLoras of(EngineLists lists) {
        return new EngineLoras(
                lists,
                LISTS.stream()
                        .flatMap(list -> lists.values(list).stream())
                        .distinct()
                        .sorted(String.CASE_INSENSITIVE_ORDER)
                        .toList());
    }

    /// The names of the engines that tell.
    List<String> engines() {
        return lists.engines();
    }

    /// The engines that do not have one of the names while others do.
    List<String> notOn(String name) {
        return LISTS.stream().flatMap(list -> lists.notOn(list, name).stream()).distinct().toList();
    }
}
