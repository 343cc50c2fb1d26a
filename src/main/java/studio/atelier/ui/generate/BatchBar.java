package studio.atelier.ui.generate;

import atlantafx.base.theme.Styles;

import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import studio.atelier.model.Messages;
import studio.atelier.model.Problem;
import studio.atelier.queue.EngineAside;
import studio.atelier.ui.kit.DetailsButton;
import studio.atelier.ui.kit.Icons;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// What the batch comes to, why it cannot start, and the two buttons.
final class BatchBar extends VBox {
    private static final Messages MESSAGES = Messages.of("generate");

    private final BatchViewModel viewModel;

    /// More engines than these are only counted.
    private static final int ASIDE = 3;

    private final VBox problems = new VBox();
    private final VBox aside = new VBox();

    BatchBar(BatchViewModel viewModel, Consumer<PreviewViewModel> showPreview) {
        this.viewModel = viewModel;
        getStyleClass().add("batch-bar");
        problems.getStyleClass().add("batch-problems");
        viewModel.problems().addListener((ListChangeListener<Problem>) _ -> showProblems());
        showProblems();
        aside.setId("batch-aside");
        aside.getStyleClass().add("batch-aside");
        viewModel.aside().subscribe(this::showAside);
        HBox buttons = new HBox(preview(showPreview), generate());
        buttons.getStyleClass().add("batch-buttons");
        getChildren().addAll(problems, aside, new BatchRow(words(), buttons));
    }

    private VBox words() {
        Label line = new Label();
        line.setId("batch-line");
        line.getStyleClass().add("batch-line");
        line.setWrapText(true);
        line.textProperty().bind(viewModel.line());
        Label reason = new Label();
        reason.setId("batch-reason");
        reason.getStyleClass().add("batch-reason");
        reason.setWrapText(true);
        reason.textProperty().bind(viewModel.reason());
        reason.visibleProperty().bind(viewModel.reason().isNotEmpty());
        reason.managedProperty().bind(reason.visibleProperty());
        DetailsButton details = DetailsButton.forSome(viewModel.blocking()::get);
        viewModel.blocking().subscribe(problem -> details.offer(problem.isPresent()));
        HBox why = new HBox(reason, details);
        why.setAlignment(Pos.CENTER_LEFT);
        Label forecast = new Label();
        forecast.setId("batch-forecast");
        forecast.getStyleClass().add("batch-reason");
        forecast.setWrapText(true);
        forecast.textProperty().bind(viewModel.forecast());
        forecast.visibleProperty().bind(viewModel.forecast().isNotEmpty());
        forecast.managedProperty().bind(forecast.visibleProperty());
        VBox words = new VBox(line, forecast, why);
        words.setAlignment(Pos.CENTER_LEFT);
        return words;
    }

    private Button preview(Consumer<PreviewViewModel> showPreview) {
        Button preview = new Button(MESSAGES.text("generate.preview"), Icons.PREVIEW.node());
        preview.setId("preview");
        preview.setMinWidth(USE_PREF_SIZE);
        preview.setTooltip(new Tooltip(MESSAGES.text("generate.preview.help")));
        preview.disableProperty().bind(viewModel.previewable().not());
        preview.setOnAction(_ -> viewModel.preview(showPreview));
        return preview;
    }

    private Button generate() {
        Button generate = new Button();
        generate.setId("generate");
        generate.setMinWidth(USE_PREF_SIZE);
        generate.getStyleClass().addAll(Styles.ACCENT, "generate-button");
        generate.textProperty().bind(viewModel.generateLabel());
        generate.setGraphic(Icons.GENERATE.node());
        generate.disableProperty().bind(viewModel.able().not());
        generate.accessibleHelpProperty().bind(viewModel.reason());
        generate.setTooltip(
                new Tooltip(MESSAGES.text("generate.help", "Ctrl+Enter", "Ctrl+Shift+Enter")));
        generate.setOnAction(_ -> viewModel.generate());
        return generate;
    }

    private void showProblems() {
        problems.getChildren().setAll(viewModel.problems().stream().map(this::problem).toList());
        problems.setVisible(!viewModel.problems().isEmpty());
        problems.setManaged(problems.isVisible());
    }

    private void showAside(List<EngineAside> engines) {
        int shown = engines.size() > ASIDE ? ASIDE - 1 : engines.size();
        List<String> lines = new ArrayList<>();
        engines.stream().limit(shown).map(EngineAside::sentence).forEach(lines::add);
        if (shown < engines.size()) {
            lines.add(MESSAGES.text("generate.more-aside", engines.size() - shown));
        }
        aside.getChildren().setAll(lines.stream().map(BatchBar::remark).toList());
        aside.setVisible(!lines.isEmpty());
        aside.setManaged(!lines.isEmpty());
    }

    private static HBox remark(String words) {
        Label sentence = new Label(words);
        sentence.setWrapText(true);
        sentence.setMinHeight(USE_PREF_SIZE);
        HBox.setHgrow(sentence, Priority.ALWAYS);
        HBox row = new HBox(Icons.INFO.node("icon-small"), sentence);
        row.getStyleClass().add("batch-remark");
        return row;
    }

    private HBox problem(Problem problem) {
        Label sentence = new Label(problem.sentence());
        sentence.getStyleClass().add("problem-sentence");
        sentence.setWrapText(true);
        Label action = new Label(problem.action());
        action.getStyleClass().add("problem-action");
        action.setWrapText(true);
        VBox words = new VBox(sentence);
        if (!problem.action().isEmpty()) {
            words.getChildren().add(action);
        }
        HBox.setHgrow(words, Priority.ALWAYS);
        Button dismiss = new Button("", Icons.CLOSE.node("icon-small"));
        dismiss.getStyleClass().addAll(Styles.BUTTON_ICON, Styles.FLAT, Styles.SMALL);
        dismiss.setAccessibleText(MESSAGES.text("generate.problems.dismiss"));
        dismiss.setTooltip(new Tooltip(MESSAGES.text("generate.problems.dismiss")));
        dismiss.setOnAction(_ -> viewModel.problems().remove(problem));
        HBox row =
                new HBox(
                        Icons.ERROR.node("problem-icon"),
                        words,
                        new DetailsButton(problem),
                        dismiss);
        row.getStyleClass().add("problem-row");
        return row;
    }
}
