package studio.atelier.app;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import studio.atelier.model.Problem;
import studio.atelier.model.StudioException;
import studio.atelier.queue.DurableQueue;
import studio.atelier.queue.EngineLane;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// The engines of an open studio. They follow what a person settles about them, in the window or by the verb of another
/// process: nobody has to start anew. An engine that is the same as before goes on; every other one is made anew, and
/// what it was before goes when it has nothing to do any more. Safe to share between threads.
final class LiveEngines implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LiveEngines.class);

    /// Folders on a network tell nobody of changes, so the file is looked at.
    private static final Duration LOOK = Duration.ofSeconds(2);

    private final Home home;
    private final StudioEnvironment environment;
    private final DemoStandIn standIn;
    private final CountDownLatch closed = new CountDownLatch(1);

    /// By the ids of their records; the environment's by name, and the demo engine that stands in by nothing.
    private Map<String, Made> made = Map.of();

    private Optional<DurableQueue> queue = Optional.empty();
    private String seen = "";
    private String refused = "";

    /// An engine, and what it was made of.
    private record Made(EngineSetup.Recipe recipe, EngineLane lane, OpenParts parts) {}

    LiveEngines(Home home, StudioEnvironment environment, DemoStandIn standIn) {
        this.home = home;
        this.environment = environment;
        this.standIn = standIn;
    }

    /// Those to begin with. Blocks.
    ///
    /// @param problems takes what keeps single engines from being used
    /// @throws StudioException when none of several can be used
    synchronized List<EngineLane> lanes(List<Problem> problems) {
        seen = mark();
        return make(problems);
    }

    /// From now on this queue follows them. It is closed before this is.
    synchronized void serve(DurableQueue working) {
        queue = Optional.of(working);
        Thread.ofVirtual().name("engines-file").start(this::watch);
    }

    /// Takes over what is settled now. Blocks.
    ///
    /// @return whether the queue works with that; false where it cannot be read, or no engine could be used
    synchronized boolean settle() {
        if (queue.isEmpty() || closed.getCount() == 0) {
            return false;
        }
        String mark = mark();
        try {
            List<Problem> problems = new ArrayList<>();
            queue.get().settle(make(problems));
            problems.forEach(problem -> LOG.warn("of the engines: {}", problem.sentence()));
            seen = mark;
            return true;
        } catch (StudioException e) {
            // What works goes on as it was, and the next look tries again.
            if (!mark.equals(refused)) {
                LOG.warn("the engines stay as they were: {}", e.problem().sentence());
            }
            refused = mark;
            return false;
        }
    }

    private void watch() {
        try {
            while (!closed.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                if (hasChanged()) {
                    settle();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean hasChanged() {
        return !mark().equals(seen);
    }

    /// Another one after each change of the file.
    private String mark() {
        Path file = home.engines().file();
        try {
            var now = Files.readAttributes(file, BasicFileAttributes.class);
            // Each writing makes a new file, within one tick of a clock too.
            return now.lastModifiedTime() + " " + now.size() + " " + now.fileKey();
        } catch (NoSuchFileException e) {
            return "";
        } catch (IOException e) {
            LOG.debug("{} cannot be looked at", file, e);
            return seen;
        }
    }

    private List<EngineLane> make(List<Problem> problems) {
        var setup = new EngineSetup(home);
        Map<String, Made> before = made;
        Map<String, Made> after = new LinkedHashMap<>();
        try {
            for (EngineSetup.Recipe recipe : setup.recipes(environment, problems)) {
                Optional<Made> known =
                        Optional.ofNullable(before.get(recipe.key()))
                                .filter(one -> one.recipe().isSameEngine(recipe));
                after.put(
                        recipe.key(),
                        known.map(one -> again(one, recipe)).orElseGet(() -> made(recipe)));
            }
            List<EngineLane> lanes = after.values().stream().map(Made::lane).toList();
            List<EngineLane> settled = standIn.settle(lanes, setup.demoStandsIn(), problems);
            made = after;
            return settled;
        } catch (StudioException e) {
            after.forEach(
                    (key, one) -> {
                        if (before.get(key) == null
                                || !before.get(key).lane().engine().equals(one.lane().engine())) {
                            one.parts().close();
                        }
                    });
            throw e;
        }
    }

    private static Made again(Made known, EngineSetup.Recipe recipe) {
        return new Made(
                recipe, recipe.lane(known.lane().engine(), known.lane().released()), known.parts());
    }

    private static Made made(EngineSetup.Recipe recipe) {
        var parts = new OpenParts();
        return new Made(recipe, recipe.lane(recipe.make().in(parts), once(parts)), parts);
    }

    /// Parts are closed by the queue, when it needs them no more, or at the end.
    private static Runnable once(OpenParts parts) {
        return () -> {
            synchronized (parts) {
                parts.close();
            }
        };
    }

    @Override
    public void close() {
        closed.countDown();
        List<Made> all;
        synchronized (this) {
            all = List.copyOf(made.values());
            made = Map.of();
        }
        try (var open = new OpenParts()) {
            all.forEach(one -> open.add(one.lane(), lane -> lane.released().run()));
        }
    }
}
