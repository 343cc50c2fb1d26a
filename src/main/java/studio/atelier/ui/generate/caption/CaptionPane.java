package studio.atelier.ui.generate.caption;

import atlantafx.base.theme.Styles;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.TraversalDirection;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.RadioButton;
import javafx.scene.control.TextArea;
import javafx.scene.control.ToggleGroup;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.Window;

import studio.atelier.captions.CaptionPrompt;
import studio.atelier.model.Messages;
import studio.atelier.ui.generate.caption.CaptionChoiceViewModel.Service;
import studio.atelier.ui.generate.shelf.GiveUpBar;

/// What is to be captioned, with which prompt, and by whom.
final class CaptionPane extends VBox {
    private static final Messages MESSAGES = Messages.of("captions");
    private static final int PROMPT_ROWS = 6;
    private static final KeyCombination START =
            new KeyCodeCombination(KeyCode.ENTER, KeyCombination.SHORTCUT_DOWN);

    private final CaptionChoiceViewModel viewModel;
    private final CaptionWords words = new CaptionWords();
    private final Runnable close;
    private final RadioButton chosen;
    private final RadioButton all;
    private final CheckBox replaces = new CheckBox();
    private final TextArea prompt = new TextArea();
    private final Hyperlink reset = new Hyperlink(MESSAGES.text("pane.reset"));
    private final Label service = new Label();
    private final VBox missing = new VBox();
    private final Button start = new Button();
    private final GiveUpBar giveUp;

    CaptionPane(CaptionChoiceViewModel viewModel, Runnable close) {
        this.viewModel = viewModel;
        this.close = close;
        chosen = new RadioButton(MESSAGES.text("pane.chosen", viewModel.chosenCount()));
        all = new RadioButton(MESSAGES.text("pane.all", viewModel.uncaptionedCount()));
        getStyleClass().addAll("preview", "edit-pane", "caption-pane");
        setMaxSize(USE_PREF_SIZE, USE_PREF_SIZE);
        Label title = new Label(MESSAGES.text("pane.title"));
        title.getStyleClass().add("preview-title");
        Label text = hint(MESSAGES.text("pane.text"));
        HBox buttons = buttons();
        giveUp = new GiveUpBar(buttons, MESSAGES.text("pane.give-up"), close);
        getChildren()
                .addAll(
                        new VBox(title, text),
                        scope(),
                        promptPart(),
                        servicePart(),
                        buttons,
                        giveUp);
        addEventFilter(KeyEvent.KEY_PRESSED, this::keys);
        focusedProperty()
                .subscribe(
                        focused -> {
                            if (focused) {
                                (all.isSelected() ? all : chosen).requestFocus();
                            }
                        });
        // Whoever comes back from the settings sees what is set there.
        sceneProperty()
                .flatMap(Scene::windowProperty)
                .flatMap(Window::focusedProperty)
                .subscribe(
                        (before, now) -> {
                            if (Boolean.FALSE.equals(before) && Boolean.TRUE.equals(now)) {
                                viewModel.lookAgain();
                            }
                        });
    }

    /// Whether the pane may go without a word. Where the prompt was changed, it asks first, and takes its question back
    /// when it is told to go once more.
    boolean mayLeave() {
        if (viewModel.isTouched()) {
            giveUp.askOrNot();
        }
        return !viewModel.isTouched();
    }

    private VBox scope() {
        ToggleGroup group = new ToggleGroup();
        chosen.setId("caption-chosen");
        chosen.setToggleGroup(group);
        chosen.setDisable(viewModel.chosenCount() == 0);
        all.setId("caption-all");
        all.setToggleGroup(group);
        (viewModel.everywhere().get() ? all : chosen).setSelected(true);
        all.selectedProperty().subscribe(viewModel.everywhere()::set);
        replaces.setId("caption-replace");
        replaces.setText(MESSAGES.text("pane.replace", viewModel.captionedCount()));
        replaces.selectedProperty().bindBidirectional(viewModel.replaces());
        replaces.disableProperty().bind(viewModel.everywhere());
        replaces.getStyleClass().add("caption-replace");
        reveal(replaces, viewModel.captionedCount() > 0);
        VBox scope = new VBox(chosen, replaces, all);
        scope.getStyleClass().add("caption-scope");
        return scope;
    }

    private VBox promptPart() {
        Label label = new Label(MESSAGES.text("pane.prompt"));
        label.getStyleClass().add("field-label");
        label.setLabelFor(prompt);
        reset.setId("caption-reset");
        reset.getStyleClass().add(Styles.SMALL);
        reset.setOnAction(
                _ -> {
                    viewModel.resetPrompt();
                    prompt.requestFocus();
                });
        Region spring = new Region();
        HBox.setHgrow(spring, Priority.ALWAYS);
        HBox head = new HBox(label, spring, reset);
        head.setAlignment(Pos.CENTER_LEFT);
        prompt.setId("caption-prompt");
        prompt.setWrapText(true);
        prompt.setPrefRowCount(PROMPT_ROWS);
        prompt.textProperty().bindBidirectional(viewModel.prompt());
        prompt.textProperty()
                .subscribe(
                        text -> {
                            if (text.length() > CaptionPrompt.LONGEST) {
                                prompt.setText(text.substring(0, CaptionPrompt.LONGEST));
                            }
                            reset.setVisible(!viewModel.isUsualPrompt());
                            showReadiness();
                        });
        return new VBox(head, prompt);
    }

    private VBox servicePart() {
        service.setId("caption-service");
        service.setWrapText(true);
        service.getStyleClass().add("hint");
        missing.getStyleClass().add("caption-missing");
        missing.setId("caption-missing");
        viewModel.service().subscribe(this::showService);
        viewModel.count().subscribe(this::showReadiness);
        return new VBox(service, missing);
    }

    private void showService(Service found) {
        switch (found) {
            case Service.Looking() -> {
                service.setText(MESSAGES.text("pane.looking"));
                reveal(missing, false);
            }
            case Service.Known(var address) -> {
                service.setText(words.service(address));
                reveal(missing, false);
            }
            case Service.Unset() -> showMissing(MESSAGES.text("pane.unset"));
            case Service.Wrong(var problem) -> showMissing(problem.sentence());
        }
        reveal(service, !missing.isVisible());
        showReadiness();
    }

    private void showMissing(String sentence) {
        Label said = new Label(sentence);
        said.setWrapText(true);
        Button settings = new Button(MESSAGES.text("pane.settings"));
        settings.setId("caption-settings");
        settings.setOnAction(
                _ -> {
                    viewModel.keepPrompt();
                    viewModel.showSettings();
                });
        missing.getChildren().setAll(said, settings);
        reveal(missing, true);
    }

    private HBox buttons() {
        Button cancel = new Button(MESSAGES.text("pane.cancel"));
        cancel.setMinWidth(USE_PREF_SIZE);
        cancel.setOnAction(_ -> close.run());
        start.setId("caption-start");
        start.getStyleClass().add(Styles.ACCENT);
        start.setMinWidth(USE_PREF_SIZE);
        start.setOnAction(_ -> start());
        HBox buttons = new HBox(cancel, start);
        buttons.getStyleClass().add("edit-buttons");
        buttons.setAlignment(Pos.CENTER_RIGHT);
        return buttons;
    }

    private void showReadiness() {
        start.setText(MESSAGES.text("pane.verb", viewModel.count().get()));
        start.setDisable(!viewModel.isReady());
    }

    /// Tab goes on to the next control: nobody writes tabs into a prompt.
    private void keys(KeyEvent event) {
        if (START.match(event)) {
            start();
            event.consume();
        } else if (event.getCode() == KeyCode.TAB && event.getTarget().equals(prompt)) {
            prompt.requestFocusTraversal(
                    event.isShiftDown() ? TraversalDirection.PREVIOUS : TraversalDirection.NEXT);
            event.consume();
        }
    }

    private void start() {
        if (viewModel.isReady()) {
            close.run();
            viewModel.start();
        }
    }

    private static Label hint(String words) {
        Label hint = new Label(words);
        hint.getStyleClass().add("hint");
        hint.setWrapText(true);
        return hint;
    }

    private static void reveal(Node node, boolean shown) {
        node.setVisible(shown);
        node.setManaged(shown);
    }
}
