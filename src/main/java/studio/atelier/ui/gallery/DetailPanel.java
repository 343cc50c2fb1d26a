package studio.atelier.ui.gallery;

import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;

import studio.atelier.gallery.GalleryDetail;
import studio.atelier.gallery.GalleryKey;
import studio.atelier.model.LoraModel;
import studio.atelier.model.Messages;
import studio.atelier.model.Problem;
import studio.atelier.ui.kit.DetailsButton;
import studio.atelier.ui.kit.Icons;
import studio.atelier.ui.kit.SelectableText;
import studio.atelier.ui.kit.StatusBadge;

import java.util.List;
import java.util.Optional;

/// Everything known of the picture in the lightbox, and what can be done with it.
final class DetailPanel extends VBox {
    /// Pixels, before a prompt scrolls.
    private static final double TEXT_HEIGHT = 220;

    private final GalleryCommands commands;
    private final DetailText words;
    private final Messages messages = Messages.of("gallery");
    private final Label model = new Label();
    private final StatusBadge status = new StatusBadge();
    private final Label note = wrapped("", "detail-note");
    private final VBox problem = new VBox();
    private final SelectableText prompt = new SelectableText(TEXT_HEIGHT);
    private final SelectableText negative = new SelectableText(TEXT_HEIGHT);
    private final Label seed = new Label();
    private final VBox seedSection;
    private final GridPane parameters = lines();
    private final VBox parametersSection;
    private final GridPane making = lines();
    private final GridPane file = lines();
    private final VBox fileSection;
    private final Button download;
    private final Button delete;
    private @Nullable GalleryDetail shown;

    DetailPanel(GalleryCommands commands, DetailText words) {
        this.commands = commands;
        this.words = words;
        getStyleClass().add("detail-panel");
        model.getStyleClass().add("section-title");
        problem.getStyleClass().add("detail-problem");
        prompt.setId("detail-prompt");
        prompt.setPromptText(messages.text("detail.no-prompt"));
        negative.setPromptText(messages.text("detail.no-prompt"));
        negative.setId("detail-negative");
        note.setId("detail-note");
        seed.setId("detail-seed");
        seed.getStyleClass().add("detail-seed");
        seedSection =
                section(
                        "detail.seed",
                        copy("copied.seed", detail -> words.seed(detail).orElse("")),
                        seed);
        parametersSection =
                section("detail.parameters", copy("copied.all", words::all), parameters);
        fileSection = section("detail.file.section", null, file);
        download =
                Buttons.withText(
                        Icons.DOWNLOAD,
                        messages.text("action.download"),
                        () -> with(detail -> commands.download(List.of(detail.key()))));
        delete =
                Buttons.withText(
                        Icons.DELETE,
                        messages.text("action.delete"),
                        () -> with(detail -> commands.delete(List.of(detail.key()))));
        delete.getStyleClass().addAll("button-outlined", "danger");
        ScrollPane scroll = new ScrollPane(body());
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.getStyleClass().add("detail-scroll");
        VBox.setVgrow(scroll, Priority.ALWAYS);
        getChildren().addAll(scroll, actions());
        show(Optional.empty());
    }

    void show(Optional<GalleryDetail> detail) {
        shown = detail.orElse(null);
        setDisable(detail.isEmpty());
        detail.ifPresent(this::fill);
    }

    private void fill(GalleryDetail detail) {
        model.setText(detail.model().map(LoraModel::name).orElse(messages.text("cell.unnamed")));
        status.show(detail.job().status());
        note.setText(words.note(detail).orElse(""));
        show(note, words.note(detail).isPresent());
        fillProblem(detail);
        prompt.setText(detail.job().positivePrompt());
        negative.setText(detail.job().negativePrompt());
        seed.setText(words.seed(detail).orElse(""));
        show(seedSection, words.seed(detail).isPresent());
        fill(parameters, words.parameters(detail));
        show(parametersSection, !words.parameters(detail).isEmpty());
        fill(making, words.making(detail));
        fill(file, words.file(detail));
        show(fileSection, detail.image().isPresent());
        GalleryKey key = detail.key();
        download.setDisable(!key.hasImage());
        delete.setDisable(!key.hasImage());
    }

    private void fillProblem(GalleryDetail detail) {
        problem.getChildren().clear();
        detail.job().problem().ifPresent(this::addProblem);
        show(problem, detail.job().problem().isPresent());
    }

    private void addProblem(Problem why) {
        Label sentence = wrapped(why.sentence(), "detail-problem-sentence");
        problem.getChildren().add(sentence);
        if (!why.action().isEmpty()) {
            problem.getChildren().add(wrapped(why.action(), "detail-problem-action"));
        }
        problem.getChildren().add(new DetailsButton(why));
    }

    private VBox body() {
        HBox head = new HBox(model, status);
        head.getStyleClass().add("detail-head");
        head.setAlignment(Pos.CENTER_LEFT);
        VBox body =
                new VBox(
                        head,
                        note,
                        problem,
                        section(
                                "detail.prompt",
                                copy("copied.prompt", detail -> detail.job().positivePrompt()),
                                prompt),
                        section(
                                "detail.negative",
                                copy("copied.negative", detail -> detail.job().negativePrompt()),
                                negative),
                        seedSection,
                        parametersSection,
                        section("detail.making", null, making),
                        fileSection);
        body.getStyleClass().add("detail-body");
        return body;
    }

    private VBox actions() {
        Button use =
                Buttons.withText(
                        Icons.SLIDER,
                        messages.text("action.use-settings"),
                        () -> with(commands::useSettings));
        use.setId("use-settings");
        use.getStyleClass().add("accent");
        use.setMaxWidth(Double.MAX_VALUE);
        Button again =
                Buttons.withText(
                        Icons.RETRY,
                        messages.text("action.run-again"),
                        () -> with(detail -> commands.runAgain(List.of(detail.key()))));
        HBox row = new HBox(download, again, delete);
        row.getStyleClass().add("detail-action-row");
        row.getChildren().forEach(each -> HBox.setHgrow(each, Priority.ALWAYS));
        row.getChildren().forEach(each -> ((Button) each).setMaxWidth(Double.MAX_VALUE));
        VBox actions = new VBox(use, row);
        actions.getStyleClass().add("detail-actions");
        return actions;
    }

    private interface Part {
        String of(GalleryDetail detail);
    }

    private Button copy(String confirmation, Part part) {
        String name = confirmation.substring(confirmation.indexOf('.') + 1);
        Button button =
                Buttons.icon(
                        Icons.COPY,
                        messages.text("copy." + name),
                        () ->
                                with(
                                        detail ->
                                                commands.copy(
                                                        part.of(detail),
                                                        messages.text(confirmation))));
        button.setId("copy-" + name);
        return button;
    }

    private VBox section(String key, @Nullable Button copy, Region content) {
        VBox section = new VBox(title(key, copy), content);
        section.getStyleClass().add("detail-section");
        return section;
    }

    private HBox title(String key, @Nullable Button copy) {
        Label title = new Label(messages.text(key));
        title.getStyleClass().add("field-label");
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox row = new HBox(title, space);
        row.getStyleClass().add("detail-title");
        row.setAlignment(Pos.CENTER_LEFT);
        if (copy != null) {
            row.getChildren().add(copy);
        }
        return row;
    }

    private static GridPane lines() {
        GridPane lines = new GridPane();
        lines.getStyleClass().add("detail-lines");
        ColumnConstraints labels = new ColumnConstraints();
        labels.setMinWidth(96);
        ColumnConstraints values = new ColumnConstraints();
        values.setHgrow(Priority.ALWAYS);
        lines.getColumnConstraints().addAll(labels, values);
        return lines;
    }

    private static void fill(GridPane lines, List<DetailText.Line> content) {
        lines.getChildren().clear();
        int row = 0;
        for (DetailText.Line line : content) {
            Label label = new Label(line.label());
            label.getStyleClass().addAll("muted", "detail-label");
            GridPane.setValignment(label, javafx.geometry.VPos.TOP);
            Label value = wrapped(line.value(), "detail-value");
            label.setLabelFor(value);
            lines.addRow(row++, label, value);
        }
    }

    private static Label wrapped(String text, String styleClass) {
        Label label = new Label(text);
        label.getStyleClass().add(styleClass);
        label.setWrapText(true);
        label.setMinHeight(USE_PREF_SIZE);
        return label;
    }

    private static void show(Region section, boolean visible) {
        section.setVisible(visible);
        section.setManaged(visible);
    }

    private void with(java.util.function.Consumer<GalleryDetail> action) {
        GalleryDetail detail = shown;
        if (detail != null) {
            action.accept(detail);
        }
    }
}
