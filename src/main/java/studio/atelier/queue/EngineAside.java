package studio.atelier.queue;

import studio.atelier.model.Problem;

import java.util.List;
import java.util.stream.Collectors;

/// An engine in use that cannot run something while others can, which is worth knowing and stops nothing.
///
/// @param lacks what it has not got, never empty
public record EngineAside(String engine, List<Problem> lacks) {
    /// More would only hide the first.
    private static final int NAMED = 3;

    public EngineAside {
        lacks = List.copyOf(lacks);
    }

    /// For example `Attic will not take part: it has no LoRA “milan_v2.safetensors” (nearest: “milan_v1.safetensors”).`
    public String sentence() {
        return Problem.words("engine-aside", engine, words(lacks));
    }

    /// Why an engine takes nothing of what waits.
    static String idle(List<Problem> lacks) {
        return Problem.words("engine-idle", words(lacks));
    }

    private static String words(List<Problem> lacks) {
        String first =
                lacks.stream()
                        .limit(NAMED)
                        .map(EngineAside::lack)
                        .collect(Collectors.joining(", "));
        int more = lacks.size() - NAMED;
        return more <= 0 ? first : Problem.words("lack.more", more, first);
    }

    private static String lack(Problem lack) {
        return Abilities.isLack(lack)
                ? Problem.words("lack." + lack.code(), lack.arguments().toArray())
                : lack.sentence();
    }
}
