package studio.atelier.engine;

import com.fasterxml.jackson.databind.JsonNode;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import studio.atelier.model.StudioException;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The node classes of a server, for the name that was probably meant. Asked for only when the server does not tell of
/// one by itself: the answer holds everything about every node, often megabytes. Safe to share between threads.
final class ComfyClasses {
    private static final Logger LOG = LoggerFactory.getLogger(ComfyClasses.class);

    /// They change only when the server starts again with other nodes.
    private static final Duration HOLD = Duration.ofMinutes(5);

    private static final String PATH = "object_info";
    private static final String REPLACEMENTS = "node_replacements";

    private final ComfyHttp http;
    private final InstantSource clock;
    private Optional<Told> told = Optional.empty();

    ComfyClasses(ComfyHttp http, InstantSource clock) {
        this.http = http;
        this.clock = clock;
    }

    private record Told(List<String> classes, Instant at) {}

    /// The class that is most like each of these, where one is near enough to be meant.
    Map<String, String> nearest(Set<String> missing) {
        Map<String, String> nearest = new HashMap<>();
        if (!missing.isEmpty()) {
            List<String> all = all();
            for (String name : missing) {
                FileNames.nearestWord(all, name).ifPresent(near -> nearest.put(name, near));
            }
        }
        return nearest;
    }

    boolean knows(String name) {
        return all().contains(name);
    }

    /// Those of the missing classes that the server itself puts others in the place of when they come in a prompt.
    /// Older servers do not.
    Set<String> replaced(Set<String> missing) {
        Set<String> replaced = new HashSet<>();
        if (!missing.isEmpty()) {
            JsonNode replacements = replacements();
            for (String name : missing) {
                ComfyJson.textOf(replacements.path(name).path(0).path("new_node_id"))
                        .filter(this::knows)
                        .ifPresent(_ -> replaced.add(name));
            }
        }
        return replaced;
    }

    private JsonNode replacements() {
        try {
            Answer answer = http.get(REPLACEMENTS, ComfyHttp.SHORT);
            return answer.isSuccess() && answer.complete()
                    ? ComfyJson.parse(answer.body())
                    : ComfyJson.object();
        } catch (StudioException | IOException e) {
            LOG.info("no list of classes that are replaced: {}", e.getMessage());
            return ComfyJson.object();
        }
    }

    private synchronized List<String> all() {
        Instant now = clock.instant();
        Optional<Told> known = told.filter(heard -> now.isBefore(heard.at().plus(HOLD)));
        if (known.isEmpty()) {
            known = Optional.of(new Told(ask(), now));
            told = known;
        }
        return known.get().classes();
    }

    /// What cannot be had is done without: the missing class itself is known all the same.
    private List<String> ask() {
        try {
            Answer answer = http.get(PATH, ComfyHttp.LONG);
            return answer.isSuccess() && answer.complete()
                    ? ComfyJson.keys(answer.body())
                    : List.of();
        } catch (StudioException | IOException e) {
            LOG.info("no list of node classes: {}", e.getMessage());
            return List.of();
        }
    }
}
