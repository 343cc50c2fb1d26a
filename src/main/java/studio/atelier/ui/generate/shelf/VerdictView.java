package studio.atelier.ui.generate.shelf;

import atlantafx.base.theme.Styles;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import studio.atelier.model.Messages;
import studio.atelier.model.Problem;
import studio.atelier.queue.WorkflowVerdict;
import studio.atelier.ui.kit.DetailsButton;

import java.util.ArrayList;
import java.util.List;

/// What each engine says of a workflow, and the button that asks them.
final class VerdictView extends HBox {
    private static final Messages MESSAGES = Messages.of("shelf");

    /// Of one engine; the rest is behind its details.
    private static final int SHOWN = 2;

    private final WorkflowReviewViewModel viewModel;
    private final VBox lines = new VBox();

    VerdictView(WorkflowReviewViewModel viewModel) {
        this.viewModel = viewModel;
        getStyleClass().add("verdicts");
        lines.getStyleClass().add("pane-lines");
        lines.setId("verdicts");
        lines.setAlignment(Pos.CENTER_LEFT);
        HBox.setHgrow(lines, Priority.ALWAYS);
        setAlignment(Pos.CENTER_LEFT);
        Button check = new Button(MESSAGES.text("review.check"));
        check.setId("review-check");
        check.getStyleClass().add(Styles.SMALL);
        check.setMinWidth(USE_PREF_SIZE);
        check.setOnAction(_ -> viewModel.check());
        check.disableProperty().bind(viewModel.checking());
        getChildren().addAll(lines, check);
        viewModel.verdicts().subscribe(_ -> show());
        viewModel.checking().subscribe((_, _) -> show());
    }

    private void show() {
        List<Node> shown = new ArrayList<>();
        List<WorkflowVerdict> verdicts = viewModel.verdicts().get();
        if (viewModel.checking().get()) {
            shown.add(Lines.information(MESSAGES.text("verdict.asking")));
        } else if (verdicts.isEmpty()) {
            shown.add(Lines.information(MESSAGES.text("verdict.nobody")));
        }
        verdicts.forEach(verdict -> shown.addAll(lines(verdict)));
        lines.getChildren().setAll(shown);
    }

    private static List<Node> lines(WorkflowVerdict verdict) {
        if (!verdict.told()) {
            return List.of(Lines.information(MESSAGES.text("verdict.silent", verdict.engine())));
        }
        List<Problem> problems = verdict.problems();
        if (problems.isEmpty()) {
            return List.of(Lines.success(MESSAGES.text("verdict.right", verdict.engine())));
        }
        List<Node> lines = new ArrayList<>();
        problems.stream()
                .limit(problems.size() > SHOWN + 1 ? SHOWN : problems.size())
                .forEach(problem -> lines.add(Lines.warning(problem.sentence())));
        int more = problems.size() - lines.size();
        Node last = lines.getLast();
        if (more > 0) {
            last = Lines.warning(MESSAGES.text("verdict.more", more, verdict.engine()));
        } else {
            lines.removeLast();
        }
        HBox row = new HBox(last, new DetailsButton(() -> problems));
        row.setAlignment(Pos.CENTER_LEFT);
        row.getStyleClass().add("verdict-row");
        lines.add(row);
        return lines;
    }
}
