package studio.atelier.ui.kit;

import javafx.event.Event;
import javafx.event.EventType;
import javafx.scene.Node;

import studio.atelier.model.Problem;

import java.util.List;

/// A person wants to see problems in full. It climbs from where they are shown to the window, which has the means:
/// no part in between needs to know of dialogs.
public final class ProblemRequest extends Event {
    public static final EventType<ProblemRequest> ASKED = new EventType<>(ANY, "PROBLEM_ASKED");

    private static final long serialVersionUID = 1L;

    private final String title;
    private final transient List<Problem> problems;

    private ProblemRequest(String title, List<Problem> problems) {
        super(ASKED);
        this.title = title;
        this.problems = List.copyOf(problems);
    }

    /// @param title what the problems are about, in a few words
    public static void ask(Node from, String title, List<Problem> problems) {
        if (!problems.isEmpty()) {
            from.fireEvent(new ProblemRequest(title, problems));
        }
    }

    /// Answers the requests of everything below a node.
    public static void answer(Node root, Dialogs dialogs) {
        root.addEventHandler(
                ASKED,
                request -> {
                    request.consume();
                    dialogs.problems(request.title, request.problems);
                });
    }
}
