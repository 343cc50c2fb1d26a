package studio.atelier.queue;

import studio.atelier.engine.EngineDescription;
import studio.atelier.model.JobNeeds;
import studio.atelier.model.Problem;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What one engine was last heard to have, put together from its answers to different questions. Safe to share
/// between threads.
final class Heard {
    private final Set<String> asked = new HashSet<>();
    private Optional<EngineDescription> known = Optional.empty();

    /// @param classes that it was asked for
    synchronized void note(Set<String> classes, EngineDescription has) {
        known = Optional.of(known.map(before -> join(before, classes, has)).orElse(has));
        asked.addAll(classes);
    }

    /// Whether it answers, and does not tell what it has.
    synchronized boolean isSilent() {
        return known.filter(EngineDescription::isSilent).isPresent();
    }

    /// What it lacks for jobs with these needs, without asking; empty when it was never asked for all of them.
    synchronized Optional<List<Problem>> missing(JobNeeds needs, String engine) {
        return known.filter(has -> has.isSilent() || asked.containsAll(needs.nodeTypes()))
                .map(has -> Abilities.missing(has, needs, engine));
    }

    /// The newer answer, and what the older one said of classes that this time nobody asked for.
    private static EngineDescription join(
            EngineDescription before, Set<String> classes, EngineDescription has) {
        Set<String> told = new HashSet<>(classes);
        told.addAll(has.nodeTypes());
        Set<String> types = new HashSet<>(has.nodeTypes());
        before.nodeTypes().stream().filter(type -> !told.contains(type)).forEach(types::add);
        Map<String, List<String>> lists = new HashMap<>(before.lists());
        lists.keySet().removeIf(list -> told.contains(EngineDescription.classOf(list)));
        lists.putAll(has.lists());
        Map<String, String> nearest = new HashMap<>(before.nearest());
        nearest.keySet().removeIf(told::contains);
        nearest.putAll(has.nearest());
        return new EngineDescription(
                has.version(),
                has.device(),
                has.memoryTotal(),
                has.memoryFree(),
                has.loras(),
                types,
                lists,
                has.required(),
                has.outputs(),
                nearest);
    }
}
