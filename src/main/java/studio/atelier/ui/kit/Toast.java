package studio.atelier.ui.kit;

import studio.atelier.model.Problem;

import java.util.Optional;
import java.util.function.IntFunction;

/// A short message to show. Immutable: the `with` methods make another.
///
/// @param text a whole sentence or a few words, in sentence case
/// @param problem what is behind an error, for its details
/// @param place of toasts with the same one only the latest is shown
public record Toast(
        Kind kind,
        String text,
        Optional<Problem> problem,
        Optional<Action> action,
        Optional<Group> group,
        Optional<Object> place) {
    public enum Kind {
        SUCCESS,
        ERROR,
        NEUTRAL
    }

    /// A button in the toast: "Undo".
    public record Action(String label, Runnable run) {}

    /// Toasts with the same key that come while one is shown are counted in that one.
    ///
    /// @param count what this one counts
    /// @param text the words for the sum: "3 images generated"
    public record Group(String key, int count, IntFunction<String> text) {}

    public static Toast success(String text) {
        return plain(Kind.SUCCESS, text);
    }

    public static Toast neutral(String text) {
        return plain(Kind.NEUTRAL, text);
    }

    public static Toast error(String text) {
        return plain(Kind.ERROR, text);
    }

    private static Toast plain(Kind kind, String text) {
        return new Toast(
                kind, text, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    public static Toast error(Problem problem) {
        return error(problem.sentence()).withProblem(problem);
    }

    public Toast withProblem(Problem behind) {
        return new Toast(kind, text, Optional.of(behind), action, group, place);
    }

    public Toast withAction(String label, Runnable run) {
        return new Toast(kind, text, problem, Optional.of(new Action(label, run)), group, place);
    }

    /// Takes the place of the toast about the same thing that is still shown.
    public Toast inPlaceOf(Object thing) {
        return new Toast(kind, text, problem, action, group, Optional.of(thing));
    }

    /// @param words the text for a count, also used for this toast alone
    public Toast grouped(String key, int count, IntFunction<String> words) {
        return new Toast(
                kind,
                words.apply(count),
                problem,
                action,
                Optional.of(new Group(key, count, words)),
                place);
    }
}
