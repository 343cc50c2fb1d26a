package studio.atelier.ui.generate.shelf;

import atlantafx.base.theme.Styles;

import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.TraversalDirection;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import studio.atelier.model.Messages;
import studio.atelier.plan.ModelRules.Field;
import studio.atelier.ui.kit.DetailsButton;
import studio.atelier.ui.kit.NameField;

import java.util.Locale;
import java.util.Optional;

/// The form of one model, with what is wrong beside each field and how its prompts will read.
public final class ModelEditorPane extends VBox {
    private static final Messages MESSAGES = Messages.of("shelf");
    private static final PseudoClass INVALID = PseudoClass.getPseudoClass("invalid");
    private static final int NEGATIVE_ROWS = 2;

    private final ModelEditorViewModel viewModel;
    private final Runnable close;
    private final TextInputControl name;
    private final GiveUpBar giveUp;

    public ModelEditorPane(ModelEditorViewModel viewModel, Runnable close) {
        this.viewModel = viewModel;
        this.close = close;
        getStyleClass().addAll("preview", "edit-pane", "model-pane");
        setMaxSize(USE_PREF_SIZE, USE_PREF_SIZE);
        Label title = new Label(viewModel.title());
        title.getStyleClass().add("preview-title");
        name = input(Field.NAME);
        HBox foot = foot();
        giveUp = new GiveUpBar(foot, MESSAGES.text("give-up.model"), close);
        getChildren().addAll(title, fields(), foot, giveUp);
        focusedProperty()
                .subscribe(
                        focused -> {
                            if (focused) {
                                name.requestFocus();
                                name.selectAll();
                            }
                        });
    }

    /// Whether the pane may go without a word. Where something was typed, it asks first, and takes its question back
    /// when it is told to go once more.
    public boolean mayLeave() {
        if (viewModel.isTouched()) {
            giveUp.askOrNot();
        }
        return !viewModel.isTouched();
    }

    /// They scroll where the window is too low for them.
    private ScrollPane fields() {
        HBox colours = new HBox(field(Field.HAIR_COLOR), field(Field.SKIN_TONE));
        colours.getStyleClass().add("review-fields");
        VBox fields =
                new VBox(
                        field(Field.NAME, name, name),
                        lora(),
                        field(Field.TRIGGER_WORD),
                        field(Field.HAIR_STYLE),
                        colours,
                        negative(),
                        sample());
        fields.getStyleClass().add("model-fields");
        ScrollPane scroll = new ScrollPane(fields);
        scroll.getStyleClass().addAll(Styles.DENSE, "edge-to-edge", "model-form");
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        VBox.setVgrow(scroll, Priority.ALWAYS);
        return scroll;
    }

    private VBox lora() {
        NameField lora = LoraField.of(viewModel.loras().names(), viewModel.text(Field.LORA_FILE));
        lora.input().setOnAction(_ -> save());
        VBox box = field(Field.LORA_FILE, lora, lora.input());
        Label warning = Lines.warning("");
        warning.setId("model-lora-warning");
        warning.textProperty().bind(viewModel.warning());
        warning.textProperty().subscribe(_ -> warn(warning, lora));
        lora.choosing().subscribe((_, _) -> warn(warning, lora));
        box.getChildren().add(warning);
        return box;
    }

    /// Not while a name is still being looked for.
    private static void warn(Label warning, NameField lora) {
        Lines.reveal(warning, !warning.getText().isEmpty() && !lora.choosing().get());
    }

    private VBox field(Field field) {
        TextField input = input(field);
        return field(field, input, input);
    }

    private TextField input(Field field) {
        TextField input = new TextField();
        input.setId("model-" + key(field));
        input.setPromptText(MESSAGES.text("model-prompt." + key(field)));
        input.textProperty().bindBidirectional(viewModel.text(field));
        input.setOnAction(_ -> save());
        return input;
    }

    private VBox negative() {
        TextArea area = new TextArea();
        area.setId("model-negative-prompt");
        area.setPromptText(MESSAGES.text("model-prompt.negative-prompt"));
        area.setPrefRowCount(NEGATIVE_ROWS);
        area.setWrapText(true);
        area.textProperty().bindBidirectional(viewModel.text(Field.NEGATIVE_PROMPT));
        area.addEventFilter(KeyEvent.KEY_PRESSED, this::areaKeys);
        return field(Field.NEGATIVE_PROMPT, area, area);
    }

    /// Tab moves on and Enter saves, as in the fields; a prompt needs neither.
    private void areaKeys(KeyEvent event) {
        if (event.getCode() == KeyCode.TAB && event.getSource() instanceof Node area) {
            area.requestFocusTraversal(
                    event.isShiftDown() ? TraversalDirection.PREVIOUS : TraversalDirection.NEXT);
            event.consume();
        } else if (event.getCode() == KeyCode.ENTER && !event.isShiftDown()) {
            save();
            event.consume();
        }
    }

    private VBox field(Field field, Region shown, TextInputControl input) {
        Label label = new Label(MESSAGES.text("model-field." + key(field)));
        label.getStyleClass().add("field-label");
        label.setLabelFor(input);
        Label complaint = new Label();
        complaint.setId("fault-" + key(field));
        complaint.getStyleClass().add("field-warning");
        complaint.setWrapText(true);
        viewModel
                .faults()
                .subscribe(
                        faults -> {
                            Optional<String> fault = Optional.ofNullable(faults.get(field));
                            complaint.setText(fault.orElse(""));
                            Lines.reveal(complaint, fault.isPresent());
                            input.pseudoClassStateChanged(INVALID, fault.isPresent());
                        });
        VBox box = new VBox(label, shown, complaint);
        box.getStyleClass().add("field");
        HBox.setHgrow(box, Priority.ALWAYS);
        return box;
    }

    private VBox sample() {
        Label label = new Label(MESSAGES.text("model.sample"));
        label.getStyleClass().add("field-label");
        Label words = new Label();
        words.setId("model-sample");
        words.getStyleClass().add("model-sample");
        words.setWrapText(true);
        words.setMinHeight(USE_PREF_SIZE);
        words.textProperty().bind(viewModel.sample());
        VBox box = new VBox(label, words);
        box.getStyleClass().add("field");
        return box;
    }

    private HBox foot() {
        Label refused = Lines.error("");
        DetailsButton details = DetailsButton.forSome(viewModel.refusal()::get);
        viewModel
                .refusal()
                .subscribe(
                        refusal -> {
                            refused.setText(refusal.map(p -> p.sentence()).orElse(""));
                            Lines.reveal(refused, refusal.isPresent());
                            details.offer(refusal.isPresent());
                        });
        HBox.setHgrow(refused, Priority.ALWAYS);
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        Button cancel = new Button(MESSAGES.text("cancel"));
        cancel.setId("model-cancel");
        cancel.setMinWidth(USE_PREF_SIZE);
        cancel.setOnAction(_ -> close.run());
        Button save = new Button(MESSAGES.text("model.save"));
        save.setId("model-save");
        save.getStyleClass().add(Styles.ACCENT);
        save.setMinWidth(USE_PREF_SIZE);
        save.disableProperty().bind(viewModel.saving());
        save.setOnAction(_ -> save());
        HBox foot = new HBox(refused, details, space, cancel, save);
        foot.getStyleClass().add("edit-buttons");
        foot.setAlignment(Pos.CENTER_RIGHT);
        return foot;
    }

    private void save() {
        viewModel.save(close);
        if (!viewModel.faults().get().isEmpty()) {
            Field first = viewModel.faults().get().keySet().iterator().next();
            Node input = lookup(first == Field.LORA_FILE ? "#model-lora" : "#model-" + key(first));
            if (input != null) {
                input.requestFocus();
            }
        }
    }

    private static String key(Field field) {
        return field.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
