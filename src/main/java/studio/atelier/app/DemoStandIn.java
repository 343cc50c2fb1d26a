package studio.atelier.app;

import studio.atelier.db.Database;
import studio.atelier.db.NeedsStore;
import studio.atelier.db.SettingStore;
import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;
import studio.atelier.queue.EngineLane;

import java.util.List;
import java.util.function.Consumer;

/// Where a person set up no engine the demo engine stands in, and makes placeholders. Jobs that wait for a real one
/// are none of its business: then it is out of use until a person takes it into use.
final class DemoStandIn {
    /// Whether this home had an engine of its own when it last opened this database; absent before its first time.
    private static final String OWN = "engines.own.";

    private final SettingStore settings;
    private final NeedsStore needs;
    private final String key;
    private final boolean shared;

    /// @param shared whether other homes may have queued what waits
    DemoStandIn(Database database, String home, boolean shared) {
        this.settings = new SettingStore(database);
        this.needs = new NeedsStore(database);
        this.key = OWN + home;
        this.shared = shared;
    }

    /// The lanes as they are to be used. Blocks.
    ///
    /// @param standsIn whether the only lane is the demo engine, and nobody asked for it
    /// @param problems takes the word that it is out of use
    List<EngineLane> settle(List<EngineLane> lanes, boolean standsIn, List<Problem> problems) {
        if (!standsIn) {
            remember(true);
            return lanes;
        }
        boolean strange = settings.find(key).map(Boolean::parseBoolean).orElse(shared);
        if (!strange || needs.waiting().isEmpty()) {
            remember(false);
            return lanes;
        }
        problems.add(Problem.of(Kind.DEMO_STANDS_BACK));
        Consumer<Boolean> used = enabled -> remember(!enabled);
        return lanes.stream()
                .map(
                        lane ->
                                new EngineLane(
                                        lane.id(),
                                        lane.engine(),
                                        false,
                                        lane.window(),
                                        lane.pricePerHour(),
                                        used,
                                        lane.released()))
                .toList();
    }

    private void remember(boolean own) {
        String value = String.valueOf(own);
        if (!settings.find(key).filter(value::equals).isPresent()) {
            settings.put(key, value);
        }
    }
}
