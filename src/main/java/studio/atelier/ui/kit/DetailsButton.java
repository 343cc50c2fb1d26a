package studio.atelier.ui.kit;

import atlantafx.base.theme.Styles;

import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Tooltip;

import studio.atelier.model.Messages;
import studio.atelier.model.Problem;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// The same small button wherever a problem is shown: behind it are what to do, the code, and the technical answer
/// to copy.
public final class DetailsButton extends Button {
    private static final String STYLE = "details-button";

    private final Messages messages = Messages.of("kit");

    public DetailsButton(Problem problem) {
        this(() -> List.of(problem));
    }

    /// @param problems asked for at each press
    public DetailsButton(Supplier<List<Problem>> problems) {
        setText(messages.text("problem.details"));
        getStyleClass().addAll(Styles.FLAT, Styles.SMALL, STYLE);
        setMinWidth(USE_PREF_SIZE);
        setTooltip(new Tooltip(messages.text("problem.details.help")));
        setOnAction(_ -> ProblemRequest.ask(this, messages.text("problem.title"), problems.get()));
    }

    /// For a part that shows a problem now and none then: it is there while there is one.
    public static DetailsButton forSome(Supplier<Optional<Problem>> problem) {
        return new DetailsButton(() -> problem.get().stream().toList());
    }

    /// Lets the button be there or not.
    public void offer(boolean offered) {
        setVisible(offered);
        setManaged(offered);
    }

    /// Fires the request from another node, for a button in a window of its own.
    public DetailsButton asking(Node other, Supplier<List<Problem>> problems) {
        setOnAction(_ -> ProblemRequest.ask(other, messages.text("problem.title"), problems.get()));
        return this;
    }
}
