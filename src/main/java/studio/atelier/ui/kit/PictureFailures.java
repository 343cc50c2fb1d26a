package studio.atelier.ui.kit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import studio.atelier.model.Messages;
import studio.atelier.model.PictureRef;
import studio.atelier.model.PictureSize;
import studio.atelier.model.Problem;
import studio.atelier.model.StudioException;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Words for pictures that cannot be shown. Each is logged once, however often it is scrolled by, and a damaged
/// file is not decoded again. Safe between threads.
final class PictureFailures {
    private static final Logger LOG = LoggerFactory.getLogger(PictureFailures.class);
    private static final int MOST = 1_000;

    /// The bytes came, and are no picture.
    static final class Damaged extends IOException {
        private static final long serialVersionUID = 1;

        Damaged(Throwable cause) {
            super(cause);
        }
    }

    private record Key(PictureRef picture, PictureSize size) {}

    private record Told(Problem problem, boolean lasting) {}

    private final Map<Key, Told> told = new LinkedHashMap<>();

    /// The problem of a picture that need not be tried again.
    synchronized Optional<Problem> lasting(PictureRef picture, PictureSize size) {
        return Optional.ofNullable(told.get(new Key(picture, size)))
                .filter(Told::lasting)
                .map(Told::problem);
    }

    synchronized void forget(PictureRef picture) {
        told.keySet().removeIf(key -> key.picture().equals(picture));
    }

    synchronized Problem of(PictureRef picture, PictureSize size, Throwable failure) {
        if (failure instanceof StudioException known) {
            return known.problem();
        }
        Key key = new Key(picture, size);
        Told before = told.get(key);
        if (before != null) {
            return before.problem();
        }
        Problem problem =
                failure instanceof IOException broken
                        ? unreadable(picture, broken)
                        : Problems.of(failure, LOG);
        told.put(key, new Told(problem, failure instanceof Damaged));
        if (told.size() > MOST) {
            told.remove(told.keySet().iterator().next());
        }
        return problem;
    }

    private static Problem unreadable(PictureRef picture, IOException failure) {
        LOG.warn("{} cannot be shown: {}", picture, failure.toString());
        Messages messages = Messages.of("kit");
        String why =
                messages.text(
                        failure instanceof Damaged ? "picture.damaged" : "picture.unreadable");
        Problem.Kind kind;
        long number;
        switch (picture) {
            case PictureRef.Reference(var id) -> {
                kind = Problem.Kind.REFERENCE_UNREADABLE;
                number = id.value();
            }
            case PictureRef.Generated(var id) -> {
                kind = Problem.Kind.OUTPUT_UNREADABLE;
                number = id.value();
            }
            case PictureRef.Result(var job) -> {
                kind = Problem.Kind.OUTPUT_UNREADABLE;
                number = job.value();
            }
        }
        String name = messages.text("picture.name", Long.toString(number));
        return Problem.detailed(kind, failure.toString(), name, why);
    }
}
