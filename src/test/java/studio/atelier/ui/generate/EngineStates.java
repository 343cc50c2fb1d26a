package studio.atelier.ui.generate;

import studio.atelier.queue.EngineState;

/// How engines stand after a person settled something about them.
final class EngineStates {
    private EngineStates() {}

    static EngineState used(EngineState state, boolean enabled) {
        var load = state.load();
        return new EngineState(
                state.name(),
                state.demo(),
                state.version(),
                state.paused(),
                state.answers(),
                state.problem(),
                state.rest(),
                new EngineState.Load(enabled, load.inside(), load.window(), load.pricePerHour()),
                state.lacks(),
                state.id());
    }
}
