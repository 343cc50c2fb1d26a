package studio.atelier.queue;

import studio.atelier.model.Problem;

import java.util.List;

/// What a look before a batch found.
///
/// @param problems what would keep it from running, empty when all is well
/// @param aside the engines in use that will not take part while others run it
public record BatchCheck(List<Problem> problems, List<EngineAside> aside) {
    public static final BatchCheck WELL = new BatchCheck(List.of(), List.of());

    public BatchCheck {
        problems = List.copyOf(problems);
        aside = List.copyOf(aside);
    }

    public boolean isWell() {
        return problems.isEmpty();
    }
}
