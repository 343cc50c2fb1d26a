package studio.atelier.ui.generate.shelf;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The LoRAs that the engine says it has.
///
/// @param engine its name
/// @param names as the engine lists them; empty when it does not tell
public record EngineLoras(String engine, List<String> names) {
    public static final EngineLoras UNKNOWN = new EngineLoras("", List.of());

    public EngineLoras {
        names = List.copyOf(names);
    }

    /// @param lists the engine's choices by `Class.input`
    public static EngineLoras of(String engine, Map<String, List<String>> lists) {
        return new EngineLoras(
                engine,
                Stream.of("LoraLoader.lora_name", "LoraLoaderModelOnly.lora_name")
                        .flatMap(list -> lists.getOrDefault(list, List.of()).stream())
                        .distinct()
                        .sorted(String.CASE_INSENSITIVE_ORDER)
                        .toList());
    }
}
