package studio.atelier.ui.settings;

import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

import studio.atelier.checks.CheckWords;
import studio.atelier.checks.Outcome;
import studio.atelier.checks.StepResult;
import studio.atelier.model.Messages;
import studio.atelier.model.Problem;
import studio.atelier.ui.kit.DetailsButton;
import studio.atelier.ui.kit.Icons;
import studio.atelier.ui.kit.ProblemDetails;
import studio.atelier.ui.settings.TestViewModel.Row;
import studio.atelier.ui.settings.TestViewModel.State;

import java.util.Optional;
import java.util.function.Function;

/// The steps of a test, each with its outcome as soon as it is known, and with what to do where it failed.
final class TestPane extends VBox {
    private final Messages messages = Messages.of("settings");
    private final CheckWords words = new CheckWords();
    private final TestViewModel model;
    private final Label summary = new Label();
    private final VBox steps = new VBox();
    private Optional<Node> failure = Optional.empty();
    private final Function<Problem, Optional<Node>> offer;
    private Runnable anew = () -> {};

    TestPane(TestViewModel model) {
        this(model, _ -> Optional.empty());
    }

    /// @param offer what can be done at once about a problem that a step found
    TestPane(TestViewModel model, Function<Problem, Optional<Node>> offer) {
        this.model = model;
        this.offer = offer;
        getStyleClass().add("test-pane");
        setId("test-pane");
        summary.getStyleClass().add("test-summary");
        steps.getStyleClass().add("test-steps");
        model.rows().addListener((ListChangeListener<Row>) _ -> show());
        model.state().subscribe(_ -> show());
        model.problem().subscribe(_ -> show());
    }

    /// The first step that failed.
    Optional<Node> failure() {
        return failure;
    }

    /// @param told whenever something else is shown
    void shownAnew(Runnable told) {
        anew = told;
    }

    private void show() {
        State state = model.state().get();
        boolean shown = state != State.NONE;
        setVisible(shown);
        setManaged(shown);
        summary.setText(
                switch (state) {
                    case NONE -> "";
                    case RUNNING -> messages.text("test.running");
                    case NOTHING -> messages.text("test.nothing");
                    case FINE -> messages.text("test.fine");
                    case FAILED -> messages.text("test.failed");
                });
        steps.getChildren().clear();
        failure = Optional.empty();
        String heading = "";
        for (Row row : model.rows()) {
            String subject = words.subject(row.subject(), row.name());
            if (several() && !subject.equals(heading)) {
                var label = new Label(subject);
                label.getStyleClass().add("test-subject");
                steps.getChildren().add(label);
            }
            heading = subject;
            steps.getChildren().add(step(row));
        }
        getChildren().setAll(summary, steps);
        model.problem().get().ifPresent(problem -> getChildren().add(new ProblemDetails(problem)));
        anew.run();
    }

    private boolean several() {
        return model.rows().stream()
                        .map(row -> words.subject(row.subject(), row.name()))
                        .distinct()
                        .count()
                > 1;
    }

    private Node step(Row row) {
        var name = new Label(words.step(row.step()));
        name.getStyleClass().add("test-step-name");
        var detail = new Label(row.result().map(StepResult::detail).orElse(""));
        detail.getStyleClass().add("test-step-detail");
        detail.setWrapText(true);
        HBox.setHgrow(detail, Priority.ALWAYS);
        var mark = new StackPane(mark(row));
        mark.getStyleClass().add("test-mark");
        var line = new HBox(mark, name, detail);
        line.getStyleClass().add("test-step");
        line.setAccessibleText(
                words.step(row.step())
                        + ": "
                        + row.result().map(found -> words.outcome(found.outcome())).orElse(""));
        if (isQuiet(row)) {
            line.getStyleClass().add("test-quiet");
        }
        var box = new VBox(line);
        if (failure.isEmpty() && hasFailed(row)) {
            failure = Optional.of(box);
        }
        row.result()
                .ifPresent(
                        found ->
                                found.problems()
                                        .forEach(
                                                problem ->
                                                        box.getChildren()
                                                                .add(problem(problem, found))));
        return box;
    }

    private static boolean isQuiet(Row row) {
        return row.result().map(found -> found.outcome() == Outcome.SKIPPED).orElse(true);
    }

    private static boolean hasFailed(Row row) {
        return row.result().filter(found -> found.outcome() == Outcome.FAILED).isPresent();
    }

    private Node mark(Row row) {
        if (model.isNext(row)) {
            var turning = new ProgressIndicator();
            turning.getStyleClass().add("test-progress");
            return turning;
        }
        return row.result()
                .<Node>map(
                        found ->
                                switch (found.outcome()) {
                                    case OK -> Icons.CHECK.node("icon-small", "test-ok");
                                    case NOTED -> Icons.WARNING.node("icon-small", "test-noted");
                                    case FAILED -> Icons.ERROR.node("icon-small", "test-failed");
                                    case SKIPPED -> Icons.REMOVE.node("icon-small", "test-waits");
                                })
                .orElseGet(() -> Icons.WAITING.node("icon-small", "test-waits"));
    }

    private Node problem(Problem problem, StepResult found) {
        var sentence = new Label(problem.sentence());
        sentence.getStyleClass().add("test-sentence");
        sentence.setWrapText(true);
        var action = new Label(problem.action());
        action.setWrapText(true);
        var box = new VBox(sentence, action);
        offer.apply(problem).ifPresent(box.getChildren()::add);
        box.getChildren().add(new DetailsButton(problem));
        box.getStyleClass()
                .addAll(
                        "test-problem",
                        found.outcome() == Outcome.FAILED ? "test-bad" : "test-note");
        return box;
    }
}
