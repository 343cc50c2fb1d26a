package studio.atelier.app;

import studio.atelier.model.Problem;
import studio.atelier.queue.EngineLane;

import java.util.List;

/// The engines of a home, made at once.
final class MadeLanes {
    private MadeLanes() {}

    /// @param open closes them
    /// @param problems takes what keeps single engines from being used
    static List<EngineLane> of(
            Home home, OpenParts open, StudioEnvironment environment, List<Problem> problems) {
        return new EngineSetup(home)
                .recipes(environment, problems).stream()
                        .map(recipe -> recipe.lane(recipe.make().in(open), () -> {}))
                        .toList();
    }
}
