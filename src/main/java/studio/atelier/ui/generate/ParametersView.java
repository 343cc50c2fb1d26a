package studio.atelier.ui.generate;

import atlantafx.base.theme.Styles;

import javafx.beans.property.StringProperty;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.TraversalDirection;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.TitledPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import studio.atelier.model.Messages;

import java.util.ArrayList;
import java.util.List;

/// Everything that can be set for a batch, built from the workflow's own definitions.
final class ParametersView extends VBox {
    private static final Messages MESSAGES = Messages.of("generate");
    private static final int ADDITION_ROWS = 2;

    private final ParametersViewModel viewModel;
    private final VBox fields = new VBox();
    private final VBox advancedFields = new VBox();
    private final TitledPane advanced =
            new TitledPane(MESSAGES.text("parameters.advanced"), advancedFields);

    ParametersView(ParametersViewModel viewModel) {
        this.viewModel = viewModel;
        getStyleClass().add("parameters");
        fields.getStyleClass().add("fields");
        advancedFields.getStyleClass().add("fields");
        advanced.getStyleClass().addAll(Styles.DENSE, "disclosure");
        advanced.setExpanded(false);
        advanced.setAnimated(false);
        getChildren()
                .addAll(
                        header(),
                        fields,
                        variations(),
                        new SeedField(viewModel),
                        addition(
                                MESSAGES.text("positive.title"),
                                MESSAGES.text("positive.prompt"),
                                "positive-suffix",
                                viewModel.positiveSuffix()),
                        addition(
                                MESSAGES.text("negative.title"),
                                MESSAGES.text("negative.prompt"),
                                "negative-suffix",
                                viewModel.negativeSuffix()),
                        advanced);
        viewModel.fields().addListener((ListChangeListener<ParameterField>) _ -> build());
        build();
    }

    private HBox header() {
        Label title = new Label(MESSAGES.text("parameters.title"));
        title.getStyleClass().add("section-title");
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        Button reset = new Button(MESSAGES.text("parameters.reset"));
        reset.setId("reset-parameters");
        reset.getStyleClass().addAll(Styles.FLAT, Styles.SMALL, "quiet-button");
        reset.setTooltip(new Tooltip(MESSAGES.text("parameters.reset.help")));
        reset.setOnAction(_ -> viewModel.reset());
        HBox header = new HBox(title, space, reset);
        header.setAlignment(Pos.CENTER_LEFT);
        return header;
    }

    private void build() {
        List<Node> plain = new ArrayList<>();
        List<Node> hidden = new ArrayList<>();
        for (ParameterField field : viewModel.fields()) {
            Node control = ParameterControls.of(field);
            control.setId("parameter-" + field.definition().name());
            (field.definition().advanced() ? hidden : plain).add(control);
        }
        fields.getChildren().setAll(plain);
        advancedFields.getChildren().setAll(hidden);
        advanced.setVisible(!hidden.isEmpty());
        advanced.setManaged(!hidden.isEmpty());
    }

    private VBox variations() {
        ToggleGroup group = new ToggleGroup();
        HBox choices = new HBox();
        choices.getStyleClass().add("segments");
        List<ToggleButton> buttons = new ArrayList<>();
        for (int i = 1; i <= ParametersViewModel.MOST_VARIATIONS; i++) {
            int number = i;
            ToggleButton button = Segments.button(String.valueOf(i), group);
            button.setId("variations-" + i);
            button.setOnAction(
                    _ -> {
                        button.setSelected(true);
                        viewModel.variations().set(number);
                    });
            buttons.add(button);
        }
        choices.getChildren().addAll(Segments.joined(buttons));
        viewModel
                .variations()
                .subscribe(number -> buttons.get(number.intValue() - 1).setSelected(true));
        Label label = fieldLabel(MESSAGES.text("variations.title"));
        label.setTooltip(new Tooltip(MESSAGES.text("variations.help")));
        VBox box = new VBox(label, choices);
        box.getStyleClass().add("field");
        return box;
    }

    private static VBox addition(String title, String prompt, String id, StringProperty text) {
        TextArea area = new TextArea();
        area.setId(id);
        area.setPromptText(prompt);
        area.setPrefRowCount(ADDITION_ROWS);
        area.setWrapText(true);
        area.textProperty().bindBidirectional(text);
        area.addEventFilter(KeyEvent.KEY_PRESSED, ParametersView::leaveByTab);
        Label label = fieldLabel(title);
        label.setLabelFor(area);
        VBox box = new VBox(label, area);
        box.getStyleClass().add("field");
        return box;
    }

    /// Tab moves the keyboard's focus, as everywhere; a prompt needs no tabulator.
    private static void leaveByTab(KeyEvent event) {
        if (event.getCode() == KeyCode.TAB
                && !event.isControlDown()
                && event.getSource() instanceof Node area) {
            event.consume();
            area.requestFocusTraversal(
                    event.isShiftDown() ? TraversalDirection.PREVIOUS : TraversalDirection.NEXT);
        }
    }

    static Label fieldLabel(String text) {
        Label label = new Label(text);
        label.getStyleClass().add("field-label");
        return label;
    }
}
